#include "modelreg/import.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/json_scan.hpp"
#include "modelreg/json_text.hpp"

namespace modelreg {
namespace {

constexpr std::size_t max_import_bytes = std::size_t{256} << 20U;

base::JsonScan scan(std::string_view text, base::JsonKind outermost) {
  auto scan = base::scan_json(text, {.outermost = outermost,
                                     .max_depth = max_json_depth + 2,  // the page and its items
                                     .max_bytes = max_import_bytes});
  if (!scan.syntax_error.empty()) throw Error({{"", scan.syntax_error, "json_invalid"}});
  if (!scan.violations.empty()) throw Error(std::move(scan.violations));
  return scan;
}

const base::JsonMember* find(const base::JsonScan& object, std::string_view name) {
  const auto member = std::find_if(object.members.begin(), object.members.end(),
                                   [&](const base::JsonMember& m) { return m.name == name; });
  return member == object.members.end() ? nullptr : &*member;
}

bool starts_an_object(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

std::vector<base::JsonMember> instances_in(std::string_view text) {
  if (!starts_an_object(text)) return scan(text, base::JsonKind::array).members;
  const base::JsonScan page = scan(text, base::JsonKind::object);
  const base::JsonMember* const items = find(page, "items");
  if (items == nullptr || items->kind != base::JsonKind::array) {
    throw Error(
        {{"", "must be an array of model instances, or a page with `items`", "value_error"}});
  }
  return scan(items->text, base::JsonKind::array).members;
}

void store(Session& session, const std::string& instance) {
  if (find(scan(instance, base::JsonKind::object), "created_at") != nullptr) {
    session.import_model_instance(from_json_text<ModelInstance>(instance));
  } else {
    session.create_model_instance(from_json_text<NewModelInstance>(instance));
  }
}

}  // namespace

std::size_t import_model_instances(Session& session, std::string_view instances) {
  const auto found = instances_in(instances);
  session.transaction([&](Session& all_or_nothing) {
    for (std::size_t i = 0; i < found.size(); ++i) {
      try {
        store(all_or_nothing, found[i].text);
      } catch (const Error& error) {
        throw Error(error.code(),
                    "model " + std::to_string(i + 1) + " of " + std::to_string(found.size()) +
                        ": " + error.what(),
                    error.sqlite_code());
      }
    }
  });
  return found.size();
}

}  // namespace modelreg
