#include "storage/store.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <chrono>
#include <utility>

#include "modelreg/error.hpp"
#include "storage/fork_guard.hpp"

namespace modelreg::storage {

Store::Store(const std::optional<std::filesystem::path>& path, Options options)
    : options_(std::move(options)), connection_(path, options_) {}

std::shared_ptr<Store> Store::open(const std::optional<std::filesystem::path>& path,
                                   Options options) {
  base::require_fork_watch();
  const base::NoFork no_fork;
  return {new Store(path, std::move(options)), DeleteUnlessInherited{}};
}

Timestamp Store::now() const {
  if (options_.now) return options_.now();
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string Store::new_id() const {
  if (options_.new_id) return options_.new_id();
  return boost::uuids::to_string(boost::uuids::random_generator()());
}

}  // namespace modelreg::storage
