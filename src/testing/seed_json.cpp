#include "testing/seed_json.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/json.hpp"
#include "modelreg/limits.hpp"

namespace modelreg::testing {
namespace {

/// Of a deployment in a model in a group of an account, each in a list, whose record has all the
/// levels that one may have.
constexpr int deepest = max_json_depth + 8;

[[noreturn]] void refuse(const std::string& problem, const char* type) {
  throw Error({{"", problem, type}});
}

/// Follows the parser, and stops it where nlohmann's would go on.
class Watch {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) keys_.emplace_back();
    if (event == Json::parse_event_t::object_end) keys_.pop_back();
    if (event == Json::parse_event_t::key && !keys_.back().insert(parsed).second) {
      refuse("an object has the member `" + parsed.get<std::string>() + "` twice", "json_invalid");
    }
    if (depth > deepest) refuse("the document is nested too deeply", "json_invalid");
    return true;
  }

 private:
  std::vector<std::set<std::string>> keys_;
};

/// The library keeps each digit of a number, which nlohmann's documents cannot.
void check_numbers(std::string_view text) {
  auto violations = numbers_out_of_range(text);
  if (!violations.empty()) throw Error(std::move(violations));
}

std::string place_of(std::string_view text, std::size_t byte) {
  const auto before = text.substr(0, std::min(byte, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto start = before.rfind('\n');
  const auto column = start == std::string_view::npos ? before.size() : before.size() - start - 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

Json parse_seed(std::string_view text) {
  Watch watch;
  try {
    Json document = Json::parse(text, std::ref(watch));
    check_numbers(text);
    return document;
  } catch (const Json::parse_error& error) {
    refuse("the seed is no JSON from " + place_of(text, error.byte) + " on", "json_invalid");
  } catch (const Json::out_of_range&) {
    check_numbers(text);
    throw;
  }
}

Json parse_record(const std::string& text) {
  check_numbers(text);
  return Json::parse(text);
}

}  // namespace modelreg::testing
