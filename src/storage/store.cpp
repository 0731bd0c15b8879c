#include "storage/store.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <chrono>
#include <utility>

namespace modelreg::storage {

Store::Store(const std::optional<std::filesystem::path>& path, Options options)
    : options_(std::move(options)), connection_(path, options_) {}

Timestamp Store::now() const {
  if (options_.now) return options_.now();
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string Store::new_id() const {
  if (options_.new_id) return options_.new_id();
  return boost::uuids::to_string(boost::uuids::random_generator()());
}

}  // namespace modelreg::storage
