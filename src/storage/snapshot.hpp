#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>

#include "modelreg/options.hpp"

namespace modelreg::storage {

class Connection;

/// Copy the database of `connection`, which has begun to read and so sees one state of it, to a new
/// file with mode 0600, which keeps no write-ahead log. `progress` is called after every few pages.
/// Nothing is left of the file if that fails, whatever failed.
void copy_to_new_file(Connection& connection, const std::filesystem::path& path, Trust trust,
                      const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace modelreg::storage
