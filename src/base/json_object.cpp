#include "modelreg/json_object.hpp"

#include <utility>

#include "base/json_scan.hpp"
#include "modelreg/error.hpp"

namespace modelreg {

JsonObject::JsonObject(std::string text) {
  base::JsonScan scan = base::read_json(text, {.max_depth = max_json_depth - 1});
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
