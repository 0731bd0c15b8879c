#include "modelreg/json_object.hpp"

#include <utility>

#include "base/json_scan.hpp"
#include "modelreg/error.hpp"

namespace modelreg {

JsonObject::JsonObject(std::string text) {
  base::JsonScan scan = base::scan_json(text, {.max_depth = max_json_depth - 1});
  if (!scan.syntax_error.empty()) {
    throw Error({{"", std::move(scan.syntax_error), "json_invalid"}});
  }
  if (!scan.violations.empty()) throw Error(std::move(scan.violations));
  text_ = std::make_shared<const std::string>(std::move(scan.text));
}

const std::string& JsonObject::text() const noexcept {
  static const std::string empty_object = "{}";
  return text_ ? *text_ : empty_object;
}

bool operator==(const JsonObject& left, const JsonObject& right) {
  return left.text_ == right.text_ || left.text() == right.text() ||
         base::canonical_json(left.text()) == base::canonical_json(right.text());
}

}  // namespace modelreg
