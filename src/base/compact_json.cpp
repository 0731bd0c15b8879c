#include "base/compact_json.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "base/compact_reader.hpp"

namespace modelreg::base {
namespace {

/// Collects the members of the outermost value, as long as the text is compact.
class CompactScanner {
 public:
  CompactScanner(std::string_view text, const JsonRules& rules)
      : reader_(text, static_cast<std::size_t>(rules.max_depth) - 1, rules.known), rules_(rules) {
    constexpr std::size_t usual_members = 24;
    scan_.members.reserve(usual_members);
  }

  bool run() {
    const bool object = rules_.outermost == JsonKind::object;
    if (!reader_.take(object ? '{' : '[')) return false;
    if (!reader_.take(object ? '}' : ']')) {
      do {
        if (scan_.members.size() == rules_.max_members || !member(object)) return false;
      } while (reader_.take(','));
      if (!reader_.take(object ? '}' : ']')) return false;
    }
    return reader_.at_end();
  }

  JsonScan result() {
    scan_.text = reader_.since(0);
    scan_.complete = true;
    return std::move(scan_);
  }

 private:
  bool member(bool named) {
    JsonMember& member = scan_.members.emplace_back();
    if (named) {
      std::string_view name;
      if (!reader_.key(name)) return false;
      member.name = name;
    } else {
      member.name = "[" + std::to_string(scan_.members.size() - 1) + "]";
    }
    return value_of(member);
  }

  bool value_of(JsonMember& member) {
    const std::size_t start = reader_.at();
    const char first = reader_.next();
    if (first == '"') {
      member.kind = JsonKind::string;
      return reader_.string(member.text);
    }
    if ((member.known = reader_.known()) != nullptr) {
      member.kind = JsonKind::object;
      return true;
    }
    if (first == '{' || first == '[') {
      member.kind = first == '{' ? JsonKind::object : JsonKind::array;
      if (!reader_.structure()) return false;
      if (reader_.since(start).size() > rules_.max_member_bytes) return false;
    } else if (!reader_.scalar(member.kind)) {
      return false;
    }
    member.text = reader_.since(start);
    return true;
  }

  CompactReader reader_;
  const JsonRules& rules_;
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
