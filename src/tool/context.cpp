#include "tool/context.hpp"

#include <utility>

#include "modelreg/error.hpp"
#include "tool/default_database.hpp"

namespace modelreg::tool {
namespace {

/// Whether opening the file for writing may help a reader.
bool a_writer_may_mend(const Error& error) {
  return error.code() == ErrorCode::storage || error.code() == ErrorCode::schema_mismatch;
}

}  // namespace

std::filesystem::path Context::path() const {
  return database.empty() ? default_database() : std::filesystem::path(database);
}

Registry Context::open(Options options) const {
  options.trust = trust;
  return Registry::open(path(), std::move(options));
}

Identity Context::identity() const {
  return {.account_id = account, .user_id = user.empty() ? login_name() : user};
}

Registry Context::reader() const {
  try {
    return open({.create_if_missing = false, .read_only = true});
  } catch (const Error& error) {
    if (!a_writer_may_mend(error)) throw;
    try {
      return registry();
    } catch (const Error&) {  // what a reader is told says more
    }
    throw;
  }
}

Registry Context::registry() const { return open({.create_if_missing = false}); }

/// Nobody reads a registry that is only being made, so a big change need not stay in memory.
Registry Context::new_registry() const {
  constexpr std::uint64_t memory_for_a_new_registry = std::uint64_t{32} << 20U;
  Options options;
  if (!std::filesystem::exists(path())) options.change_memory = memory_for_a_new_registry;
  return open(std::move(options));
}

Session Context::reading_session() const { return reader().session(identity()); }
Session Context::session() const { return registry().session(identity()); }
Session Context::session_in_new_registry() const { return new_registry().session(identity()); }

}  // namespace modelreg::tool
