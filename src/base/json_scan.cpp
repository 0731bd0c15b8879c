#include "base/json_scan.hpp"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/compact_json.hpp"
#include "base/json_numbers.hpp"
#include "base/json_string.hpp"

namespace modelreg::base {
namespace {

using Json = nlohmann::json;

constexpr std::size_t most_violations = 100;

/// The size of the token that ends what was read. The parser remembers no others than `last`, the
/// text or number that it read last.
std::size_t size_at_end(std::string_view read, std::string_view last) {
  if (read.ends_with("true") || read.ends_with("null")) return 4;
  if (read.ends_with("false")) return 5;
  const bool is_last = read.ends_with('"') || (read.back() >= '0' && read.back() <= '9');
  return is_last ? last.size() : 1;
}

/// As PowerShell writes files. Of the first characters of any JSON text, one byte is 0 then.
bool is_utf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
         (text.size() >= 2 && (text[0] == '\0') != (text[1] == '\0'));
}

/// What is wrong with a text that is no JSON from `byte` on.
std::string why_no_json(std::string_view text, std::size_t byte) {
  if (is_utf16(text)) return "is UTF-16 and must be UTF-8; save it in that encoding";
  const std::string place = " (at byte " + std::to_string(byte + 1) + ")";
  const auto rest = text.substr(std::min(byte, text.size()));
  if (rest.starts_with("NaN")) return "holds NaN, which is no number in JSON" + place;
  if (rest.starts_with("Infinity")) return "holds Infinity, which is no number in JSON" + place;
  if (rest.starts_with('\0')) return "is not valid JSON (it holds a NUL byte)";
  return "is not valid JSON" + place;
}

/// Receives the events of nlohmann's parser, which itself neither recurses nor builds anything.
/// Every function returns whether to go on.
class Scanner {
 public:
  Scanner(const JsonRules& rules, SparedNumbers& numbers) : rules_(rules), numbers_(numbers) {}

  JsonScan scan;

  bool null() { return value(JsonKind::null, "null"); }
  bool boolean(bool value) { return this->value(JsonKind::boolean, value ? "true" : "false"); }
  bool number_integer(Json::number_integer_t value) {
    return number(value == 0 ? "-0" : std::to_string(value));
  }
  bool number_unsigned(Json::number_unsigned_t value) { return number(std::to_string(value)); }
  bool number_float(Json::number_float_t, const std::string& spelling) { return number(spelling); }
  bool string(std::string& text) {
    if (is_of_another_kind(JsonKind::string)) return true;
    refuse_nul(text);
    if (!begin_value()) return false;
    append_json_string(scan.text, text);
    end_value(JsonKind::string, std::move(text));
    return true;
  }
  bool binary(Json::binary_t&) { return false; }  // no event of JSON text

  bool start_object(std::size_t) { return open(JsonKind::object, '{'); }
  bool start_array(std::size_t) { return open(JsonKind::array, '['); }
  bool end_object() { return close('}'); }
  bool end_array() { return close(']'); }

  bool key(std::string& name) {
    if (scan.found) return true;
    if (!members_fit() || !may_go_on()) return false;
    Level& level = levels_.back();
    const bool fresh = level.keys.insert(name).second;
    if (levels_.size() == 1) member_ = name;
    if (!fresh) refuse("must not have the same key twice in one object");
    refuse_nul(name);
    if (std::exchange(level.has_values, true)) scan.text += ',';
    append_json_string(scan.text, name);
    scan.text += ':';
    if (levels_.size() == 1) begin_member(std::move(name));
    return true;
  }

  /// `position` is how much was read: up to the byte that breaks a token, or through a token that
  /// is whole but may not stand there, and which then is the fault from its first byte.
  bool parse_error(std::size_t position, const std::string& token, const Json::exception& error) {
    const auto read = numbers_.text().substr(0, position);
    const bool whole = !read.empty() && read.size() == position &&
                       std::string_view(error.what()).find("; last read: '") == std::string::npos;
    scan.error_byte = position - std::min(position, whole ? size_at_end(read, token) : 1);
    scan.syntax_error = why_no_json(numbers_.text(), scan.error_byte);
    scan.found.reset();
    return false;
  }

 private:
  struct Level {
    JsonKind kind;
    std::set<std::string> keys = {};
    bool has_values = false;
  };

  void refuse(std::string problem, const char* type = "json_invalid") {
    const bool named =
        std::any_of(scan.violations.begin(), scan.violations.end(),
                    [&](const Violation& violation) { return violation.field == member_; });
    if (!named) scan.violations.push_back({member_, std::move(problem), type});
  }
  bool refuse_size(std::string problem) {
    refuse(std::move(problem), "string_too_long");
    return false;
  }
  void refuse_depth() {
    refuse("must not be nested deeper than " + std::to_string(rules_.max_depth) + " levels");
  }
  void refuse_nul(const std::string& text) {
    if (text.find('\0') != std::string::npos) refuse("must not hold the character NUL");
  }

  /// Each member costs more memory than its text.
  bool members_fit() {
    if (levels_.size() > 1 || scan.members.size() < rules_.max_members) return true;
    return refuse_size("must have at most " + std::to_string(rules_.max_members) + " members");
  }
  bool member_fits() {
    if (levels_.size() == 1 || scan.text.size() - value_start_ <= rules_.max_member_bytes) {
      return true;
    }
    return refuse_size("must have at most " + std::to_string(rules_.max_member_bytes) + " bytes");
  }

  /// Each violation costs more memory than what is at fault.
  bool may_go_on() { return scan.violations.size() < most_violations && member_fits(); }

  /// Whether the text is no object (or array), as this value shows if it is the first. It is read
  /// on to its end, since it may be no JSON at all.
  bool is_of_another_kind(JsonKind kind) {
    if (levels_.empty() && !scan.found && kind != rules_.outermost) {
      scan.found = kind;
      scan.syntax_error =
          rules_.outermost == JsonKind::object ? "must be a JSON object" : "must be a JSON array";
    }
    return scan.found.has_value();
  }

  bool begin_value() {
    if (!may_go_on()) return false;
    Level& level = levels_.back();
    if (level.kind == JsonKind::array) {
      if (std::exchange(level.has_values, true)) scan.text += ',';
      if (levels_.size() == 1) begin_member("[" + std::to_string(scan.members.size()) + "]");
    }
    return true;
  }

  void begin_member(std::string name) {
    member_ = std::move(name);
    value_start_ = scan.text.size();
  }

  void end_value(JsonKind kind, std::string text) {
    if (levels_.size() != 1) return;
    scan.members.push_back({std::exchange(member_, {}), kind, std::move(text)});
  }

  bool value(JsonKind kind, std::string_view text) {
    if (is_of_another_kind(kind)) return true;
    if (!begin_value()) return false;
    scan.text += text;
    end_value(kind, std::string(text));
    return true;
  }

  /// `spelling` is what the parser read.
  bool number(std::string_view spelling) {
    spelling = numbers_.next().value_or(spelling);
    const bool is_integer = spelling.find_first_of(".eE") == std::string_view::npos;
    return value(is_integer ? JsonKind::integer : JsonKind::number, spelling);
  }

  bool open(JsonKind kind, char bracket) {
    if (is_of_another_kind(kind)) return true;
    if (!levels_.empty() && !begin_value()) return false;
    if (levels_.size() == static_cast<std::size_t>(rules_.max_depth)) {
      refuse_depth();
      return false;
    }
    levels_.push_back({kind});
    scan.text += bracket;
    return true;
  }

  bool close(char bracket) {
    if (scan.found) return true;
    scan.text += bracket;
    if (!member_fits()) return false;
    const JsonKind kind = levels_.back().kind;
    levels_.pop_back();
    if (levels_.size() == 1) end_value(kind, scan.text.substr(value_start_));
    return true;
  }

  const JsonRules& rules_;
  SparedNumbers& numbers_;
  std::vector<Level> levels_;
  std::string member_;           // of the outermost value, while its own value is read
  std::size_t value_start_ = 0;  // of that member in the text
};

/// Receives the events of a text that is known to be sound.
class Canonicaliser {
 public:
  explicit Canonicaliser(SparedNumbers& numbers) : numbers_(numbers) {}

  std::string result;

  bool null() { return value("null"); }
  bool boolean(bool value) { return this->value(value ? "true" : "false"); }
  bool number_integer(Json::number_integer_t value) { return number(std::to_string(value)); }
  bool number_unsigned(Json::number_unsigned_t value) { return number(std::to_string(value)); }
  bool number_float(Json::number_float_t, const std::string& spelling) { return number(spelling); }
  bool string(const std::string& text) { return value(quoted(text)); }
  bool binary(Json::binary_t&) { return false; }

  bool start_object(std::size_t) { return open(); }
  bool start_array(std::size_t) { return open(); }
  bool key(const std::string& name) {
    levels_.back().key = quoted(name) + ":";
    return true;
  }
  bool end_object() {
    std::sort(levels_.back().values.begin(), levels_.back().values.end());
    return close('{', '}');
  }
  bool end_array() { return close('[', ']'); }

  bool parse_error(std::size_t, const std::string&, const Json::exception&) { return false; }

 private:
  struct Level {
    std::string key = {};  // of the value to come; empty in an array
    std::vector<std::string> values = {};
  };

  static std::string quoted(const std::string& text) {
    std::string json;
    append_json_string(json, text);
    return json;
  }

  bool open() {
    levels_.emplace_back();
    return true;
  }

  bool number(std::string_view spelling) {
    return value(canonical_number(numbers_.next().value_or(spelling)));
  }

  bool value(std::string json) {
    Level& level = levels_.back();
    level.values.push_back(std::exchange(level.key, {}) + std::move(json));
    return true;
  }

  bool close(char left, char right) {
    std::string json(1, left);
    for (const auto& value : levels_.back().values) {
      if (json.size() > 1) json += ',';
      json += value;
    }
    json += right;
    levels_.pop_back();
    if (!levels_.empty()) return value(std::move(json));
    result = std::move(json);
    return true;
  }

  SparedNumbers& numbers_;
  std::vector<Level> levels_;
};

}  // namespace

const JsonMember* JsonScan::find(std::string_view name) const noexcept {
  const auto member = std::find_if(members.begin(), members.end(),
                                   [&](const JsonMember& each) { return each.name == name; });
  return member == members.end() ? nullptr : &*member;
}

JsonScan read_json(std::string_view text, const JsonRules& rules) {
  JsonScan scan = scan_json(text, rules);
  if (!scan.syntax_error.empty()) throw Error({{"", std::move(scan.syntax_error), "json_invalid"}});
  if (!scan.violations.empty()) throw Error(std::move(scan.violations));
  return scan;
}

JsonScan scan_json(std::string_view text, const JsonRules& rules) {
  if (auto compact = scan_compact_json(text, rules)) return *std::move(compact);
  SparedNumbers numbers(text.size() > rules.max_bytes ? std::string_view() : text);
  Scanner scanner(rules, numbers);
  if (text.size() > rules.max_bytes) {
    scanner.scan.violations.push_back(
        {"", "must have at most " + std::to_string(rules.max_bytes) + " bytes", "string_too_long"});
  } else if (text.find('\0') != std::string_view::npos) {  // the parser would take it for the end
    scanner.scan.error_byte = text.find('\0');
    scanner.scan.syntax_error = why_no_json(text, scanner.scan.error_byte);
  } else {
    scanner.scan.complete = Json::sax_parse(numbers.text(), &scanner);
  }
  return std::move(scanner.scan);
}

std::string canonical_json(std::string_view object) {
  SparedNumbers numbers(object);
  Canonicaliser canonicaliser(numbers);
  Json::sax_parse(numbers.text(), &canonicaliser);
  return std::move(canonicaliser.result);
}

}  // namespace modelreg::base
