#pragma once

#include <string>
#include <utility>

#include "modelreg/json_object.hpp"

namespace modelreg::base {

/// Makes objects of text that was checked before it was stored.
struct StoredJson {
  [[nodiscard]] static JsonObject object(std::string text) {
    JsonObject object;
    object.text_ = std::make_shared<const std::string>(std::move(text));
    return object;
  }
};

}  // namespace modelreg::base
