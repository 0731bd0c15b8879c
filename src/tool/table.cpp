#include "tool/table.hpp"

#include <algorithm>
#include <cstddef>

#include <utf8proc.h>

#include "tool/terminal.hpp"

namespace modelreg::tool {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 6;

/// A character: its bytes, and how many columns of a terminal it takes: an ideograph takes two, an
/// accent none.
struct Character {
  std::size_t bytes;
  std::size_t columns;
};

Character first_character(std::string_view text) {
  utf8proc_int32_t character = -1;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto bytes = std::max<utf8proc_ssize_t>(
      1, utf8proc_iterate(at, static_cast<utf8proc_ssize_t>(text.size()), &character));
  const int columns = character < 0 ? 1 : utf8proc_charwidth(character);
  return {static_cast<std::size_t>(bytes), static_cast<std::size_t>(columns)};
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const auto [bytes, taken] = first_character(text);
    columns += taken;
    text.remove_prefix(bytes);
  }
  return columns;
}

/// Its beginning and a mark, if it is wider than that.
std::string shortened(const std::string& text, std::size_t columns) {
  if (width(text) <= columns) return text;
  std::size_t end = 0;
  for (std::size_t taken = 1;;) {  // the mark takes one
    const auto next = first_character(std::string_view(text).substr(end));
    taken += next.columns;
    if (taken > columns) return text.substr(0, end) + "…";
    end += next.bytes;
  }
}

/// Take from the widest column until all fit, or none can be narrower.
void fit(std::vector<std::size_t>& widths, std::size_t room) {
  const auto gaps = gap * (widths.size() - 1);
  const auto total = [&] {
    std::size_t sum = gaps;
    for (const auto columns : widths) sum += columns;
    return sum;
  };
  while (total() > room) {
    auto first = widths.begin();
    if (widths.size() > 1 && *std::max_element(first + 1, widths.end()) > narrowest) ++first;
    auto& widest = *std::max_element(first, widths.end());
    if (widest <= narrowest) return;
    --widest;
  }
}

}  // namespace

std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return text;
}

std::ostream& operator<<(std::ostream& out, const Table& table) {
  std::vector<std::size_t> widths(table.rows_.front().size());
  for (const auto& row : table.rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  if (const auto room = terminal_width()) fit(widths, *room);
  for (const auto& row : table.rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string text = shortened(printable(row[i]), widths[i]);
      line += text;
      if (i + 1 < row.size()) line.append(widths[i] - width(text) + gap, ' ');
    }
    out << (&row == &table.rows_.front() ? bold(stdout, line) : line) << '\n';
  }
  return out;
}

void print_tab_separated(std::ostream& out, const Row& row) {
  for (const auto& text : row) out << (&text == &row.front() ? "" : "\t") << printable(text);
  out << '\n';
}

}  // namespace modelreg::tool
