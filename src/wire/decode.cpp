#include <string>
#include <utility>

#include "base/fields.hpp"
#include "base/json_scan.hpp"
#include "modelreg/json_text.hpp"
#include "registry/validation.hpp"
#include "wire/decoder.hpp"

namespace modelreg {
namespace {

template <class Record>
Record decode(std::string_view text) {
  base::JsonScan scan = base::scan_json(text, base::rules_of_a_record(max_json_text_bytes));
  if (!scan.syntax_error.empty()) {
    throw Error({{"", std::move(scan.syntax_error), "json_invalid"}});
  }
  if (!scan.complete) throw Error(std::move(scan.violations));  // what is missing is not known
  Record record{};
  wire::Decoder decoder(scan);
  base::each_field(decoder, record);
  wire::merge(scan.violations, validate(record));
  wire::sort_by_field(scan.violations, decoder.fields());
  registry::require_valid(std::move(scan.violations));
  return record;
}

}  // namespace

template <>
ModelGroup from_json_text<ModelGroup>(std::string_view text) {
  return decode<ModelGroup>(text);
}
template <>
NewModelGroup from_json_text<NewModelGroup>(std::string_view text) {
  return decode<NewModelGroup>(text);
}
template <>
ModelInstance from_json_text<ModelInstance>(std::string_view text) {
  return decode<ModelInstance>(text);
}
template <>
NewModelInstance from_json_text<NewModelInstance>(std::string_view text) {
  return decode<NewModelInstance>(text);
}
template <>
ModelDeployment from_json_text<ModelDeployment>(std::string_view text) {
  return decode<ModelDeployment>(text);
}
template <>
NewModelDeployment from_json_text<NewModelDeployment>(std::string_view text) {
  return decode<NewModelDeployment>(text);
}

}  // namespace modelreg
