#include "tool/call.hpp"

#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

namespace modelreg::tool {
namespace {

Response refusal(const Error& error) {
  const nlohmann::json body{{"detail", std::string("the line is no request: ") + error.what()}};
  return {.status = 400, .headers = {{"content-type", "application/json"}}, .body = body.dump()};
}

Response answer_line(Registry& registry, const HandleOptions& options, std::string_view line) {
  try {
    return handle(registry, from_json_text<Request>(line), options);
  } catch (const Error& error) {
    return refusal(error);
  }
}

}  // namespace

void answer_lines(Registry& registry, const HandleOptions& options, std::istream& in,
                  std::ostream& out) {
  for (std::string line; out && std::getline(in, line);) {
    out << to_json_text(answer_line(registry, options, line))
        << std::endl;  // whoever asked is waiting
  }
}

}  // namespace modelreg::tool
