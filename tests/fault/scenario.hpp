#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "modelreg/modelreg.hpp"

namespace modelreg::test {

/// One public call, made on the registry that `make_registry` makes. Returns its answer as text.
struct Call {
  std::string name;
  std::function<std::string(Registry&, Session&)> make;
};

/// Every public call that touches the database.
[[nodiscard]] const std::vector<Call>& calls();

inline const Identity caller{.account_id = "acme", .user_id = "ada"};

/// Options with which the same calls give the same records, on every run.
[[nodiscard]] Options repeatable_options();

/// Fill a new registry in the file `path` with two groups, some instances, deployments and a key.
void make_registry(const std::filesystem::path& path);

/// Every row of the database, as text: what a registry is, whoever wrote it and in how many steps.
/// Throws if the file is damaged.
[[nodiscard]] std::string contents(const std::filesystem::path& path);

}  // namespace modelreg::test
