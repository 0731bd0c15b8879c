#include "tool/table.hpp"

#include <algorithm>
#include <cstddef>

#include <utf8proc.h>

namespace modelreg::tool {
namespace {

/// How many columns of a terminal the text takes: an ideograph takes two, an accent none.
std::size_t width(const std::string& text) {
  std::size_t columns = 0;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (auto left = static_cast<utf8proc_ssize_t>(text.size()); left > 0;) {
    utf8proc_int32_t character = -1;
    const auto bytes = std::max<utf8proc_ssize_t>(1, utf8proc_iterate(at, left, &character));
    columns += character < 0 ? 1 : static_cast<std::size_t>(utf8proc_charwidth(character));
    at += bytes;
    left -= bytes;
  }
  return columns;
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
