#include "base/compact_reader.hpp"

#include <algorithm>

#include "base/byte_block.hpp"
#include "base/utf8.hpp"

namespace modelreg::base {
namespace {

/// More keys than this are compared faster in order.
constexpr std::size_t most_keys = 64;

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

/// What a string spells whose escapes are known to be ours.
void append_unescaped(std::string& text, std::string_view spelt) {
  text.reserve(text.size() + spelt.size());
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

}  // namespace

CompactReader::CompactReader(std::string_view text, std::size_t most_levels,
                             std::span<const JsonObject> known)
    : text_(text), most_levels_(most_levels), known_(known) {
  keys_.reserve(most_keys);
}

bool CompactReader::string(std::string& text) {
  std::string_view spelt;
  if (!spelt_string(spelt)) return false;
  if (has_escapes_) {
    text.clear();
    append_unescaped(text, spelt);
  } else {
    text = spelt;
  }
  return true;
}

bool CompactReader::plain_string(std::string_view& text) {
  return spelt_string(text) && !has_escapes_;
}

bool CompactReader::spelt_string(std::string_view& spelt) {
  const std::size_t start = at_ + 1;
  if (next() != '"' || !skip_string()) return false;
  spelt = text_.substr(start, at_ - 1 - start);
  return true;
}

/// The known object that begins here. It is a `JsonObject`, and so has a level less than a record.
const JsonObject* CompactReader::known_object() const {
  if (levels_.size() + max_json_depth > most_levels_ + 1) return nullptr;
  for (const JsonObject& object : known_) {
    const std::string& known = object.text();
    const std::size_t end = at_ + known.size();
    if (end >= text_.size() || (text_[end] != ',' && text_[end] != '}')) continue;
    if (text_.substr(at_).starts_with(known)) return &object;
  }
  return nullptr;
}

const JsonObject* CompactReader::known() {
  if (next() != '{') return nullptr;
  const JsonObject* const object = known_object();
  if (object != nullptr) at_ += object->text().size();
  return object;
}

bool CompactReader::structure() {
  const std::size_t outermost_keys = keys_.size();
  levels_.clear();
  do {
    if (!begin_value() || !end_values()) return false;
  } while (!levels_.empty());
  return keys_.size() == outermost_keys;
}

/// A value that is no structure, or the beginning of one up to its first value.
bool CompactReader::begin_value() {
  while (next() == '{' || next() == '[') {
    if (known() != nullptr) return true;
    if (levels_.size() == most_levels_) return false;
    const bool is_object = text_[at_++] == '{';
    levels_.push_back({is_object, keys_.size()});
    if (next() == (is_object ? '}' : ']')) return true;  // it is empty
    if (is_object && !key_from(keys_.size())) return false;
  }
  if (next() == '"') return skip_string();
  JsonKind kind{};
  return scalar(kind);
}

/// The ends of all that end here, and what is before the next value.
bool CompactReader::end_values() {
  while (!levels_.empty()) {
    const auto [is_object, first_key] = levels_.back();
    if (take(',')) return !is_object || key_from(first_key);
    if (!take(is_object ? '}' : ']')) return false;
    keys_.resize(first_key);
    levels_.pop_back();
  }
  return true;
}

/// A key that none of those from `first` on is, with its colon.
bool CompactReader::key(std::string_view& name, std::size_t first) {
  if (!plain_string(name) || keys_.size() - first >= most_keys) return false;
  for (std::size_t i = first; i < keys_.size(); ++i) {
    if (keys_[i].size() == name.size() && keys_[i] == name) return false;
  }
  keys_.push_back(name);
  return take(':');
}

bool CompactReader::skip_string() {
  const std::size_t start = ++at_;
  has_escapes_ = false;
  bool plain = true;
  while (true) {
    skip_to_special(plain);
    if (at_end()) return false;
    if (text_[at_] == '"') break;
    if (text_[at_] != '\\' || !skip_escape()) return false;
    has_escapes_ = true;
  }
  ++at_;
  return plain || count_characters(text_.substr(start, at_ - 1 - start));
}

/// Go to the next quote, backslash or control character; `plain` becomes false if there was
/// anything on the way, or near it, that is no ASCII.
void CompactReader::skip_to_special(bool& plain) {
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

bool CompactReader::skip_escape() {
  if (at_ + 1 == text_.size()) return false;
  const bool control = text_[at_ + 1] == 'u';
  const char character = control ? unescaped_control(text_.substr(at_)) : unescaped(text_[at_ + 1]);
  at_ += control ? 6 : 2;
  return character != '\0';
}

bool CompactReader::scalar(JsonKind& kind) {
  switch (next()) {
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
bool CompactReader::number(JsonKind& kind) {
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
  } else if (negative && since(start) == "-0") {
    return false;
  }
  return next() != 'e' && next() != 'E';
}

std::size_t CompactReader::digits() {
  const std::size_t start = at_;
  while (is_digit(next())) ++at_;
  return at_ - start;
}

}  // namespace modelreg::base
