#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/api_key.hpp"
#include "modelreg/model_deployment.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"

/// What tables of records can show.
namespace modelreg::tool {

/// A group, and how many models it has.
struct CountedGroup {
  ModelGroup group = {};
  std::int64_t models = 0;
};

template <class Record>
struct Column {
  std::string_view name;  ///< As `--columns` has it; its heading is the same in capitals.
  std::string (*text)(const Record&);
  bool usual = false;  ///< Shown unless others are asked for.
};

template <class Record>
[[nodiscard]] std::span<const Column<Record>> all_columns();
template <>
[[nodiscard]] std::span<const Column<CountedGroup>> all_columns<CountedGroup>();
template <>
[[nodiscard]] std::span<const Column<ModelInstance>> all_columns<ModelInstance>();
template <>
[[nodiscard]] std::span<const Column<ModelDeployment>> all_columns<ModelDeployment>();
template <>
[[nodiscard]] std::span<const Column<ApiKey>> all_columns<ApiKey>();

/// Throws: `invalid_argument`, with the names that there are, if `wanted` is none of them.
[[noreturn]] void refuse_column(const std::string& wanted, const std::vector<std::string>& names);

/// The columns of those names, in that order; those that are usual if there are none.
template <class Record>
[[nodiscard]] std::vector<Column<Record>> choose_columns(const std::vector<std::string>& names) {
  std::vector<Column<Record>> chosen;
  std::vector<std::string> known;
  for (const auto& column : all_columns<Record>()) {
    known.emplace_back(column.name);
    if (names.empty() && column.usual) chosen.push_back(column);
  }
  for (const auto& name : names) {
    const auto before = chosen.size();
    for (const auto& column : all_columns<Record>()) {
      if (column.name == name) chosen.push_back(column);
    }
    if (chosen.size() == before) refuse_column(name, known);
  }
  return chosen;
}

template <class Record>
[[nodiscard]] std::vector<std::string> row_of(const std::vector<Column<Record>>& columns,
                                              const Record& record) {
  std::vector<std::string> row;
  for (const auto& column : columns) row.push_back(column.text(record));
  return row;
}

template <class Record>
[[nodiscard]] std::vector<std::string> headings_of(const std::vector<Column<Record>>& columns) {
  std::vector<std::string> headings;
  for (const auto& column : columns) {
    std::string& heading = headings.emplace_back(column.name);
    for (char& c : heading) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
  }
  return headings;
}

}  // namespace modelreg::tool
