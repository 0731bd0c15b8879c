#include "tool/listing.hpp"

namespace modelreg::tool {

void ListOptions::add_to(CLI::App& command) {
  command.add_option("--page", page.page, "Which page, from 1")->capture_default_str();
  command.add_option("--limit", page.limit, "Entries per page, 1 to 10000")->capture_default_str();
  command.add_flag("--all", all, "All of them instead of a page");
  command.add_flag("--jsonl", lines, "A record a line, as JSON");
}

}  // namespace modelreg::tool
