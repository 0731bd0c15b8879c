#pragma once

#include <CLI/CLI.hpp>
#include <iostream>
#include <string_view>
#include <vector>

#include "modelreg/page.hpp"
#include "modelreg/walk.hpp"
#include "tool/answer.hpp"

namespace modelreg::tool {

/// Which part of a list is asked for, and how it is to be printed.
struct ListOptions {
  PageRequest page = {};
  bool all = false;
  bool lines = false;  ///< One record a line, as JSON.

  void add_to(CLI::App& command);
};

/// Print a list: `list` fetches a page, `walk` goes through all, `table` prints records for people.
template <class Record>
void print_list(const Context& context, const ListOptions& options, std::string_view noun,
                auto&& list, auto&& walk, auto&& table) {
  auto& out = std::cout;
  if (options.all && options.lines) {
    for (const Record& record : walk()) out << to_json_text(record) << '\n';
    return;
  }
  Page<Record> page;
  if (options.all) {
    for (const Record& record : walk()) page.items.push_back(record);
    page.total_item_count = static_cast<std::int64_t>(page.items.size());
    page.current_page = 1;
    page.items_per_page = static_cast<int>(std::max<std::size_t>(page.items.size(), 1));
  } else {
    page = list();
  }
  if (options.lines) {
    for (const Record& record : page.items) out << to_json_text(record) << '\n';
  } else if (context.json) {
    out << to_json_text(page) << '\n';
  } else {
    table(page.items);
    print_extent(out, page, noun);
    return;
  }
  warn_of_more(std::cerr, page, noun);
}

}  // namespace modelreg::tool
