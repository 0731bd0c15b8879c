#include "tool/record_arguments.hpp"

#include <nlohmann/json.hpp>

#include "modelreg/error.hpp"
#include "tool/read_file.hpp"

namespace modelreg::tool {
namespace {

std::string quoted(const std::string& text) {
  try {
    return nlohmann::json(text).dump();
  } catch (const nlohmann::json::type_error&) {
    throw Error({{"", "an argument must be UTF-8", "string_type"}});
  }
}

}  // namespace

std::vector<FieldOption> with(const FieldOption& first, std::vector<FieldOption> rest) {
  rest.insert(rest.begin(), first);
  return rest;
}

void RecordArguments::add_to(CLI::App& command, std::span<const FieldOption> options,
                             bool clearable) {
  for (const FieldOption& option : options) {
    command.add_option_function<std::string>(
        option.flag, [this, option](const std::string& value) { add(option, value); }, option.help);
  }
  if (clearable) {
    command.add_option("--clear", cleared_, "A field whose value goes, such as description");
  }
  command.add_option("--file", file_, "The record as a JSON object; - reads the standard input");
}

void RecordArguments::add(const FieldOption& option, const std::string& value) {
  if (option.is_json && !nlohmann::json::accept(value)) {
    throw Error({{option.field, "must be JSON", "json_invalid"}});
  }
  members_.push_back({option.field, option.is_json ? value : quoted(value)});
}

void RecordArguments::set(const std::string& field, const std::string& text) {
  members_.push_back({field, quoted(text)});
}

std::string RecordArguments::json() const {
  if (file_) {
    if (members_.empty() && cleared_.empty()) return read_file(*file_);
    throw Error({{"", "a record is given by --file or by options, not by both", "value_error"}});
  }
  std::string text = "{";
  const auto append = [&](const std::string& field, const std::string& json) {
    if (text.size() > 1) text += ',';
    text += quoted(field) + ":" + json;
  };
  for (const auto& [field, json] : members_) append(field, json);
  for (const auto& field : cleared_) append(field, "null");
  return text + "}";
}

}  // namespace modelreg::tool
