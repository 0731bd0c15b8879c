#include "base/compact_json.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/byte_block.hpp"
#include "base/utf8.hpp"

namespace modelreg::base {
namespace {

bool is_digit(char character) { return character >= '0' && character <= '9'; }

/// The character that an escape of two characters stands for; NUL if it is none.
char unescaped(char letter) {
  switch (letter) {
    case '"':
    case '\\':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

int hex_digit(char digit) {
  if (is_digit(digit)) return digit - '0';
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/// The control character that `\u00XX` at the start of `text` stands for, if it has no shorter
/// escape; NUL if there is none.
char unescaped_control(std::string_view text) {
  constexpr std::size_t length = 6;
  if (text.size() < length || !text.starts_with("\\u00")) return '\0';
  const int high = hex_digit(text[4]);
  const int low = hex_digit(text[5]);
  if (high < 0 || high > 1 || low < 0) return '\0';
  const char character = static_cast<char>(high * 16 + low);
  return std::string_view("\b\f\n\r\t").find(character) == std::string_view::npos ? character
                                                                                  : '\0';
}

/// Reads a text from left to right. What returns a bool returns false at the first sign of a text
/// that is not of this kind, and then it is over.
class CompactScanner {
 public:
  CompactScanner(std::string_view text, const JsonRules& rules) : text_(text), rules_(rules) {
    constexpr std::size_t usual_keys = 64;
    constexpr std::size_t usual_members = 24;
    keys_.reserve(usual_keys);
    scan_.members.reserve(usual_members);
  }

  bool run() {
    const bool object = rules_.outermost == JsonKind::object;
    if (!take(object ? '{' : '[')) return false;
    if (!take(object ? '}' : ']')) {
      do {
        if (scan_.members.size() == rules_.max_members || !member(object)) return false;
      } while (take(','));
      if (!take(object ? '}' : ']')) return false;
    }
    return at_ == text_.size();
  }

  JsonScan result() {
    scan_.text = text_;
    scan_.complete = true;
    return std::move(scan_);
  }

 private:
  /// Of an object that is open: which of the keys are its own. Of an array, nothing.
  struct Level {
    bool is_object;
    std::size_t first_key;
  };

  /// More keys than this are compared faster in order.
  static constexpr std::size_t most_keys = 64;

  bool take(char character) {
    if (at_ == text_.size() || text_[at_] != character) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool member(bool named) {
    JsonMember& member = scan_.members.emplace_back();
    if (named) {
      const std::size_t start = at_ + 1;
      if (!key(0)) return false;
      member.name = text_.substr(start, at_ - start - 2);
    } else {
      member.name = "[" + std::to_string(scan_.members.size() - 1) + "]";
    }
    return value_of(member);
  }

  bool value_of(JsonMember& member) {
    if (at_ == text_.size()) return false;
    const std::size_t start = at_;
    if (text_[at_] == '"') {
      member.kind = JsonKind::string;
      if (!string()) return false;
      take_text(text_.substr(start + 1, at_ - start - 2), member.text);
      return true;
    }
    if (text_[at_] == '{' && is_known(member)) return true;
    if (text_[at_] == '{' || text_[at_] == '[') {
      member.kind = text_[at_] == '{' ? JsonKind::object : JsonKind::array;
      if (!structure() || at_ - start > rules_.max_member_bytes) return false;
    } else if (!scalar(member.kind)) {
      return false;
    }
    member.text = text_.substr(start, at_ - start);
    return true;
  }

  /// The known object that begins here, at so many levels within the outermost value; nothing if it
  /// is another one. A known object is a `JsonObject`, and so has a level less than a record.
  const JsonObject* known_object(std::size_t levels) const {
    if (levels + max_json_depth > static_cast<std::size_t>(rules_.max_depth)) return nullptr;
    for (const JsonObject& object : rules_.known) {
      const std::string& known = object.text();
      const std::size_t end = at_ + known.size();
      if (end >= text_.size() || (text_[end] != ',' && text_[end] != '}')) continue;
      if (text_.substr(at_).starts_with(known)) return &object;
    }
    return nullptr;
  }

  bool is_known(JsonMember& member) {
    member.known = known_object(0);
    if (member.known == nullptr) return false;
    member.kind = JsonKind::object;
    at_ += member.known->text().size();
    return true;
  }

  /// What a string spells, whose escapes are known to be ours.
  void take_text(std::string_view spelt, std::string& text) const {
    if (!has_escapes_) {
      text = spelt;
      return;
    }
    text.reserve(spelt.size());
    while (!spelt.empty()) {
      const auto escape = std::min(spelt.find('\\'), spelt.size());
      text.append(spelt, 0, escape);
      spelt.remove_prefix(escape);
      if (spelt.empty()) return;
      const bool control = spelt[1] == 'u';
      text += control ? unescaped_control(spelt) : unescaped(spelt[1]);
      spelt.remove_prefix(control ? 6 : 2);
    }
  }

  /// An object or an array, with all that is in it.
  bool structure() {
    const std::size_t outermost_keys = keys_.size();
    levels_.clear();
    do {
      if (!begin_value() || !end_values()) return false;
    } while (!levels_.empty());
    return keys_.size() == outermost_keys;
  }

  /// A value that is no structure, or the beginning of one up to its first value.
  bool begin_value() {
    while (at_ < text_.size() && (text_[at_] == '{' || text_[at_] == '[')) {
      if (const auto* const known = text_[at_] == '{' ? known_object(levels_.size()) : nullptr) {
        at_ += known->text().size();
        return true;
      }
      if (levels_.size() + 2 > static_cast<std::size_t>(rules_.max_depth)) return false;
      const bool is_object = text_[at_++] == '{';
      levels_.push_back({is_object, keys_.size()});
      if (at_ < text_.size() && text_[at_] == (is_object ? '}' : ']')) return true;  // it is empty
      if (is_object && !key(keys_.size())) return false;
    }
    if (at_ == text_.size()) return false;
    if (text_[at_] == '"') return string();
    JsonKind kind{};
    return scalar(kind);
  }

  /// The ends of all that end here, and what is before the next value.
  bool end_values() {
    while (!levels_.empty()) {
      const auto [is_object, first_key] = levels_.back();
      if (take(',')) return !is_object || key(first_key);
      if (!take(is_object ? '}' : ']')) return false;
      keys_.resize(first_key);
      levels_.pop_back();
    }
    return true;
  }

  /// A key that none of those from `first` on is, with its colon.
  bool key(std::size_t first) {
    const std::size_t start = at_ + 1;
    if (at_ == text_.size() || text_[at_] != '"' || !string() || has_escapes_) return false;
    const std::string_view name = text_.substr(start, at_ - start - 1);
    if (keys_.size() - first >= most_keys) return false;
    for (std::size_t i = first; i < keys_.size(); ++i) {
      if (keys_[i].size() == name.size() && keys_[i] == name) return false;
    }
    keys_.push_back(name);
    return take(':');
  }

  bool string() {
    const std::size_t start = ++at_;
    has_escapes_ = false;
    bool plain = true;
    while (true) {
      skip_to_special(plain);
      if (at_ == text_.size()) return false;
      if (text_[at_] == '"') break;
      if (text_[at_] != '\\' || !skip_escape()) return false;
      has_escapes_ = true;
    }
    ++at_;
    return plain || count_characters(text_.substr(start, at_ - 1 - start));
  }

  /// Go to the next quote, backslash or control character; `plain` becomes false if there was
  /// anything on the way, or near it, that is no ASCII.
  void skip_to_special(bool& plain) {
    while (at_ + sizeof(ByteBlock) <= text_.size()) {
      const ByteBlock block = load_block(text_.data() + at_);
      if (any(block >= 0x80)) plain = false;
      const auto place = first((block == '"') | (block == '\\') | (block < 0x20));
      at_ += place;
      if (place < sizeof(ByteBlock)) return;
    }
    for (; at_ < text_.size(); ++at_) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte >= 0x80) plain = false;
      if (byte == '"' || byte == '\\' || byte < 0x20) return;
    }
  }

  bool skip_escape() {
    if (at_ + 1 == text_.size()) return false;
    const bool control = text_[at_ + 1] == 'u';
    const char character =
        control ? unescaped_control(text_.substr(at_)) : unescaped(text_[at_ + 1]);
    at_ += control ? 6 : 2;
    return character != '\0';
  }

  bool scalar(JsonKind& kind) {
    switch (text_[at_]) {
      case 't':
        kind = JsonKind::boolean;
        return take("true");
      case 'f':
        kind = JsonKind::boolean;
        return take("false");
      case 'n':
        kind = JsonKind::null;
        return take("null");
      default:
        return number(kind);
    }
  }

  /// One that no type that holds numbers is too small for, and that is spelt in one way only.
  bool number(JsonKind& kind) {
    constexpr std::size_t most_digits = 18;
    const std::size_t start = at_;
    const bool negative = take('-');
    const std::size_t whole = digits();
    if (whole == 0 || whole > most_digits || (whole > 1 && text_[at_ - whole] == '0')) return false;
    kind = JsonKind::integer;
    if (take('.')) {
      const std::size_t decimals = digits();
      if (decimals == 0 || decimals > most_digits) return false;
      kind = JsonKind::number;
    } else if (negative && text_.substr(start, at_ - start) == "-0") {
      return false;
    }
    return at_ == text_.size() || (text_[at_] != 'e' && text_[at_] != 'E');
  }

  std::size_t digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ - start;
  }

  std::string_view text_;
  const JsonRules& rules_;
  std::size_t at_ = 0;
  bool has_escapes_ = false;            // of the last string
  std::vector<std::string_view> keys_;  // of the objects that are open, the outermost's first
  std::vector<Level> levels_;           // within the outermost
  JsonScan scan_;
};

}  // namespace

std::optional<JsonScan> scan_compact_json(std::string_view text, const JsonRules& rules) {
  if (text.size() > rules.max_bytes) return std::nullopt;
  CompactScanner scanner(text, rules);
  if (!scanner.run()) return std::nullopt;
  return scanner.result();
}

}  // namespace modelreg::base
