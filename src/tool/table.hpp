#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace modelreg::tool {

/// Rows under headings, with each column as wide as its widest text.
class Table {
 public:
  using Row = std::vector<std::string>;

  explicit Table(Row headings) : rows_{std::move(headings)} {}

  void add(Row row) { rows_.push_back(std::move(row)); }

  friend std::ostream& operator<<(std::ostream& out, const Table& table);

 private:
  std::vector<Row> rows_;  // the headings first
};

}  // namespace modelreg::tool
