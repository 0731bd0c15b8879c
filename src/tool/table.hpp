#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace modelreg::tool {

using Row = std::vector<std::string>;

/// Rows under headings, with each column as wide as its widest text. On a terminal that is narrower
/// the widest are shortened, the first column last.
class Table {
 public:
  explicit Table(Row headings) : rows_{std::move(headings)} {}

  void add(Row row) { rows_.push_back(std::move(row)); }

  friend std::ostream& operator<<(std::ostream& out, const Table& table);

 private:
  std::vector<Row> rows_;  // the headings first
};

/// `text` without line breaks and the like, which would tear a table apart, and without escape
/// sequences, which act on the terminal.
[[nodiscard]] std::string printable(std::string text);

/// A row for programs: its texts with a tab between them.
void print_tab_separated(std::ostream& out, const Row& row);

}  // namespace modelreg::tool
