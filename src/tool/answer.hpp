#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/json_text.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "modelreg/page.hpp"
#include "tool/context.hpp"

/// How the commands answer: a line or a table for people, JSON for programs.
namespace modelreg::tool {

/// An answer that is none of the records'. A name may be of a system that knows no UTF-8.
void print_json(std::ostream& out, const nlohmann::ordered_json& answer);

/// `1 model`, `2 models`.
[[nodiscard]] std::string counted(std::int64_t number, std::string_view noun);

/// `2 model groups, 53 models`; empty if there are none.
[[nodiscard]] std::string listed(std::int64_t groups, std::int64_t models,
                                 std::int64_t deployments);

/// A record that was made, changed or moved: for people `done`, a line about it.
template <class Record>
void print_record(const Context& context, std::ostream& out, const Record& record,
                  const std::string& done) {
  out << (context.json ? to_json_text(record) : done) << '\n';
}

void print_deleted(const Context& context, std::ostream& out, const std::string& what);

[[nodiscard]] std::string array_of(const std::vector<ModelInstance>& models);

/// The group's own fields and, as one more, its models.
[[nodiscard]] std::string with_models(const ModelGroup& group,
                                      const std::vector<ModelInstance>& models);

/// How much of the list the page is.
template <class Record>
void print_extent(std::ostream& out, const Page<Record>& page, std::string_view noun) {
  out << counted(page.total_item_count, noun);
  const auto pages = (page.total_item_count + page.items_per_page - 1) / page.items_per_page;
  if (pages > 1) {
    out << ", page " << page.current_page << " of " << pages
        << "; --page N shows another, --all all";
  }
  out << '\n';
}

/// What is to be said on the standard error when a program gets one page of several.
template <class Record>
void warn_of_more(std::ostream& err, const Page<Record>& page, std::string_view noun) {
  const auto shown = static_cast<std::int64_t>(page.items.size());
  if (page.total_item_count > shown) {
    err << "modelreg: these are " << shown << " of " << counted(page.total_item_count, noun)
        << "; --all lists all\n";
  }
}

}  // namespace modelreg::tool
