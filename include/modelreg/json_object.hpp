#pragma once

#include <memory>
#include <string>

#include "modelreg/export.hpp"

namespace modelreg {

namespace base {
struct StoredJson;
}

/// A JSON object, kept as its text: checked once, when it enters, and parsed when somebody asks.
///
///     const JsonObject metadata{R"({"context_window": 128000, "license": "MIT"})"};
///     std::string text = metadata.text();  // {"context_window":128000,"license":"MIT"}
///
/// Immutable, and cheap to copy: copies share the text. One that was moved from is `{}`. Two
/// objects are equal when they have the same members with the same values, whatever the order of
/// the members.
class MODELREG_EXPORT JsonObject {
 public:
  /// The object without members, `{}`.
  JsonObject() noexcept = default;

  /// Take the object that `text` spells. White space between the tokens is dropped; the order of
  /// the members and every digit of the numbers are kept, however large they are.
  /// Throws: `invalid_argument` if `text` is no JSON object, has the same key twice in one object,
  /// the character NUL, more than 1 MiB, or more than 31 levels, so that the record it is in
  /// has 32.
  explicit JsonObject(std::string text);

  /// The text of the object, in UTF-8, on one line.
  [[nodiscard]] const std::string& text() const noexcept;

  MODELREG_EXPORT friend bool operator==(const JsonObject& left, const JsonObject& right);

 private:
  friend struct base::StoredJson;
  std::shared_ptr<const std::string> text_;
};

}  // namespace modelreg
