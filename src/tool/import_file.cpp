#include "tool/import_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/json_scan.hpp"
#include "modelreg/json_text.hpp"

namespace modelreg::tool {
namespace {

constexpr std::size_t max_file_bytes = std::size_t{256} << 20U;

/// `error`, with where it happened before what happened.
Error located(const std::string& where, const Error& error) {
  return {error.code(), where + ": " + error.what(), error.sqlite_code()};
}

base::JsonScan scan(const std::string& text, base::JsonKind outermost) {
  return base::scan_json(text, {.outermost = outermost,
                                .max_depth = max_json_depth + 2,  // the page, its items, the record
                                .max_bytes = max_file_bytes});
}

const base::JsonMember* find(const base::JsonScan& object, std::string_view name) {
  const auto member = std::find_if(object.members.begin(), object.members.end(),
                                   [&](const base::JsonMember& m) { return m.name == name; });
  return member == object.members.end() ? nullptr : &*member;
}

bool starts_an_object(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos && text[first] == '{';
}

void check(const base::JsonScan& scan, const std::string& source) {
  if (!scan.syntax_error.empty()) {
    throw Error(ErrorCode::invalid_argument, source + " " + scan.syntax_error);
  }
  if (!scan.violations.empty()) throw located(source, Error(scan.violations));
}

std::vector<base::JsonMember> instances_in(const std::string& text, const std::string& source) {
  if (!starts_an_object(text)) {
    base::JsonScan array = scan(text, base::JsonKind::array);
    check(array, source);
    return std::move(array.members);
  }
  const base::JsonScan page = scan(text, base::JsonKind::object);
  check(page, source);
  const base::JsonMember* const items = find(page, "items");
  if (items == nullptr || items->kind != base::JsonKind::array) {
    throw Error(ErrorCode::invalid_argument,
                source + " must be an array of model instances, or a page with `items`");
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

std::size_t import_text(Session& session, const std::string& text, const std::string& source) {
  const auto instances = instances_in(text, source);
  session.transaction([&](Session& all_or_nothing) {
    for (std::size_t i = 0; i < instances.size(); ++i) {
      try {
        store(all_or_nothing, instances[i].text);
      } catch (const Error& error) {
        throw located(
            source + ": model " + std::to_string(i + 1) + " of " + std::to_string(instances.size()),
            error);
      }
    }
  });
  return instances.size();
}

std::string read_file(const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.good() && (!file.is_open() || file.bad())) {
    throw Error(ErrorCode::not_found,
                path + " cannot be read: " + std::generic_category().message(errno));
  }
  return text;
}

}  // namespace modelreg::tool
