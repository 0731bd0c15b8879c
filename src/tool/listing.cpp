#include "tool/listing.hpp"

#include "modelreg/error.hpp"

namespace modelreg::tool {
namespace {

/// `name`, `name:asc` or `name:desc`.
SortKey sort_key(const std::string& text) {
  const auto colon = text.find(':');
  SortKey key{text.substr(0, colon)};
  if (colon == std::string::npos) return key;
  const auto order = text.substr(colon + 1);
  if (order != "asc" && order != "desc") {
    throw Error({{"sort", "an order must be asc or desc, as in name:desc", "enum"}});
  }
  if (order == "desc") key.order = SortOrder::desc;
  return key;
}

}  // namespace

void ListOptions::add_to(CLI::App& command) {
  command.add_option("--page", page.page, "Which page, from 1")->capture_default_str();
  command.add_option("--limit", page.limit, "Entries per page, 1 to 10000")->capture_default_str();
  command.add_flag("--all", all, "All of them instead of a page");
  command.add_flag("--jsonl", lines, "A record a line, as JSON");
  command
      .add_option("--columns", columns,
                  "What to show, such as id,name; a name that is none shows all there are")
      ->delimiter(',');
  command
      .add_option_function<std::vector<std::string>>(
          "--sort",
          [this](const std::vector<std::string>& keys) {
            for (const auto& key : keys) sort_by.push_back(sort_key(key));
          },
          "By which fields, such as name or created_at:desc")
      ->delimiter(',');
}

}  // namespace modelreg::tool
