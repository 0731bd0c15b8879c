#include "modelreg/registry.hpp"

#include <optional>
#include <utility>

#include "registry/validation.hpp"
#include "storage/store.hpp"

namespace modelreg {

using namespace registry;

Registry Registry::open(const std::filesystem::path& path, Options options) {
  return Registry(storage::Store::open(path, std::move(options)));
}

Registry Registry::in_memory(Options options) {
  return Registry(storage::Store::open(std::nullopt, std::move(options)));
}

Registry::Registry(std::shared_ptr<storage::Store> store) : store_(std::move(store)) {}
Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;
Registry::~Registry() = default;

const Options& Registry::options() const noexcept { return store_->options(); }

Session Registry::session(Identity identity) {
  require_valid(validate(identity));
  return {store_, std::make_shared<const Identity>(std::move(identity))};
}

}  // namespace modelreg
