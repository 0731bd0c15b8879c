#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_scan.hpp"

namespace modelreg::base {

/// Reads a text that is spelt as this library and most services spell theirs: without white space,
/// without escapes that are not needed, without fault. From left to right; what returns a bool
/// returns false at the first sign of any other text, and then it is over: `scan_json` reads them
/// all, and says what is wrong.
class CompactReader {
 public:
  /// A value within the outermost one may have `most_levels`; those that are one of `known` are
  /// compared and not read.
  CompactReader(std::string_view text, std::size_t most_levels, std::span<const JsonObject> known);

  [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }
  /// The next character; NUL at the end.
  [[nodiscard]] char next() const noexcept { return at_end() ? '\0' : text_[at_]; }
  [[nodiscard]] std::size_t at() const noexcept { return at_; }
  [[nodiscard]] std::size_t left() const noexcept { return text_.size() - at_; }
  /// What was read from `start` on.
  [[nodiscard]] std::string_view since(std::size_t start) const noexcept {
    return text_.substr(start, at_ - start);
  }

  bool take(char character) noexcept {
    if (at_end() || text_[at_] != character) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) noexcept {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  /// What stands before a member, its key, which is `name` and needs no escapes, and the colon.
  bool take_key(char before, std::string_view name) noexcept {
    const std::size_t size = name.size() + 4;
    const char* const text = text_.data() + at_;
    if (left() < size || text[0] != before || text[1] != '"' || text[size - 2] != '"' ||
        text[size - 1] != ':' || std::string_view(text + 2, name.size()) != name) {
      return false;
    }
    at_ += size;
    return true;
  }

  /// A key that none was before of those the outermost object has, and its colon.
  bool key(std::string_view& name) { return key(name, 0); }

  /// A string, and what it spells.
  bool string(std::string& text);
  /// One without escapes.
  bool plain_string(std::string_view& text);

  /// An object or an array, with all that is in it.
  bool structure();

  /// One that is known; null if there is none here.
  const JsonObject* known();

  /// Any other value.
  bool scalar(JsonKind& kind);

 private:
  /// Of an object that is open: which of the keys are its own. Of an array, nothing.
  struct Level {
    bool is_object;
    std::size_t first_key;
  };

  bool key(std::string_view& name, std::size_t first);
  bool key_from(std::size_t first) {
    std::string_view name;
    return key(name, first);
  }
  [[nodiscard]] const JsonObject* known_object() const;
  bool begin_value();
  bool end_values();
  bool spelt_string(std::string_view& spelt);
  bool skip_string();
  void skip_to_special(bool& plain);
  bool skip_escape();
  bool number(JsonKind& kind);
  std::size_t digits();

  std::string_view text_;
  std::size_t most_levels_;
  std::span<const JsonObject> known_;
  std::size_t at_ = 0;
  bool has_escapes_ = false;            // of the last string
  std::vector<std::string_view> keys_;  // of the objects that are open, the outermost's first
  std::vector<Level> levels_;           // within the outermost
};

}  // namespace modelreg::base
