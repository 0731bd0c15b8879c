#include "tool/table.hpp"

#include <algorithm>
#include <cstddef>

#include "base/utf8.hpp"

namespace modelreg::tool {
namespace {

std::size_t width(const std::string& text) {
  return base::count_characters(text).value_or(text.size());
}

/// Line breaks and the like would tear the table apart, and escape sequences act on the terminal.
std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return text;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Table& table) {
  std::vector<std::size_t> widths(table.rows_.front().size());
  for (const auto& row : table.rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  for (const auto& row : table.rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += printable(row[i]);
      if (i + 1 < row.size()) line.append(widths[i] - width(row[i]) + 2, ' ');
    }
    out << line << '\n';
  }
  return out;
}

}  // namespace modelreg::tool
