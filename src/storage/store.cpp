#include "storage/store.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <chrono>
#include <utility>

#include "modelreg/error.hpp"

namespace modelreg::storage {

Store::Store(const std::optional<std::filesystem::path>& path, Options options)
    : options_(std::move(options)), connection_(path, options_) {}

std::shared_ptr<Store> Store::open(const std::optional<std::filesystem::path>& path,
                                   Options options) {
  // What SQLite holds is not given back in a forked child: closing a connection there can damage
  // the file that the parent still works with.
  return {new Store(path, std::move(options)), [](const Store* store) {
            if (!store->fork_guard_.in_child()) delete store;
          }};
}

void Store::refuse_forked() const {
  throw Error(ErrorCode::storage,
              connection_.path() +
                  ": the registry was opened before the process was forked; open it again in the "
                  "child");
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
