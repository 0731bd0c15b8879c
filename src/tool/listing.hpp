#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modelreg/page.hpp"
#include "modelreg/sort_key.hpp"
#include "modelreg/walk.hpp"
#include "tool/answer.hpp"
#include "tool/columns.hpp"
#include "tool/table.hpp"
#include "tool/terminal.hpp"

namespace modelreg::tool {

/// Which part of a list is asked for, and how it is to be printed.
struct ListOptions {
  PageRequest page = {};
  bool all = false;
  bool lines = false;  ///< One record a line, as JSON.
  std::vector<std::string> columns = {};
  std::vector<SortKey> sort_by = {};

  void add_to(CLI::App& command);
};

/// Records as a table, or, for programs, as lines of texts with tabs between them.
template <class Record>
void print_rows(std::ostream& out, const std::vector<Column<Record>>& columns,
                const std::vector<Record>& records) {
  if (!is_terminal(stdout)) {
    for (const Record& record : records) print_tab_separated(out, row_of(columns, record));
    return;
  }
  Table table(headings_of(columns));
  for (const Record& record : records) table.add(row_of(columns, record));
  out << table;
}

/// Everything in the usual columns.
template <class Record>
void print_rows(std::ostream& out, const std::vector<Record>& records) {
  print_rows(out, choose_columns<Record>({}), records);
}

/// Print a list: `list` fetches a page, `walk` goes through all, and `shown` makes of records what
/// the columns show.
template <class Record, class Shown>
class ListPrinter {
 public:
  ListPrinter(const Context& context, const ListOptions& options, std::string_view noun)
      : context_(context),
        options_(options),
        noun_(noun),
        columns_(choose_columns<Shown>(options.columns)) {}

  void print(auto&& list, auto&& walk, auto&& shown) const {
    if (options_.all) {
      print_all(walk(), shown);
    } else {
      print_page(list(), shown);
    }
  }

 private:
  static constexpr std::size_t records_at_once = 1000;

  void print_page(Page<Record> page, auto&& shown) const {
    auto& out = std::cout;
    if (options_.lines) {
      print_lines(page.items);
    } else if (context_.json) {
      out << to_json_text(page) << '\n';
    } else {
      print_rows(out, columns_, shown(page.items));
      if (is_terminal(stdout)) return print_extent(out, page, noun_);
    }
    warn_of_more(std::cerr, page, noun_);
  }

  void print_all(Walk<Record> walk, auto&& shown) const {
    if (context_.json && !options_.lines) return print_as_one_page(std::move(walk));
    if (!options_.lines && is_terminal(stdout)) return print_as_table(std::move(walk), shown);
    std::vector<Record> some;
    const auto flush = [&] {
      options_.lines ? print_lines(some) : print_rows(std::cout, columns_, shown(some));
      some.clear();
    };
    for (const Record& record : walk) {
      some.push_back(record);
      if (some.size() == records_at_once) flush();
    }
    flush();
  }

  void print_as_table(Walk<Record> walk, auto&& shown) const {
    std::vector<Record> records;
    for (const Record& record : walk) records.push_back(record);
    print_rows(std::cout, columns_, shown(records));
    std::cout << counted(static_cast<std::int64_t>(records.size()), noun_) << '\n';
  }

  void print_as_one_page(Walk<Record> walk) const {
    Page<Record> page;
    for (const Record& record : walk) page.items.push_back(record);
    page.total_item_count = static_cast<std::int64_t>(page.items.size());
    page.current_page = 1;
    page.items_per_page = static_cast<int>(std::max<std::size_t>(page.items.size(), 1));
    std::cout << to_json_text(page) << '\n';
  }

  static void print_lines(const std::vector<Record>& records) {
    for (const Record& record : records) std::cout << to_json_text(record) << '\n';
  }

  const Context& context_;
  const ListOptions& options_;
  std::string_view noun_;
  std::vector<Column<Shown>> columns_;
};

/// Print a list whose columns show the records themselves.
template <class Record>
void print_list(const Context& context, const ListOptions& options, std::string_view noun,
                auto&& list, auto&& walk) {
  ListPrinter<Record, Record>(context, options, noun)
      .print(list, walk, [](const std::vector<Record>& records) -> const std::vector<Record>& {
        return records;
      });
}

}  // namespace modelreg::tool
