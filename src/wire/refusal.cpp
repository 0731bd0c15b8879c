#include "wire/refusal.hpp"

#include <utility>

#include "base/json_string.hpp"

namespace modelreg::wire {
namespace {

void append(std::string& json, const LocatedViolation& located) {
  json += R"({"loc":[)";
  base::append_json_string(json, located.place);
  if (!located.violation.field.empty()) {
    json += ',';
    base::append_json_string(json, located.violation.field);
  }
  if (located.index) json.append(",").append(std::to_string(*located.index));
  json += R"(],"msg":)";
  base::append_json_string(json, located.violation.problem);
  json += R"(,"type":)";
  base::append_json_string(json, located.violation.type);
  json += '}';
}

}  // namespace

Response answer(int status, std::string body) {
  return {
      .status = status, .headers = {{"content-type", "application/json"}}, .body = std::move(body)};
}

Response refusal(int status, std::string_view detail) {
  std::string body = R"({"detail":)";
  base::append_json_string(body, detail);
  body += '}';
  return answer(status, std::move(body));
}

Response refusal(const std::vector<LocatedViolation>& violations) {
  std::string body = R"({"detail":[)";
  for (const auto& located : violations) {
    if (body.back() != '[') body += ',';
    append(body, located);
  }
  body += "]}";
  return answer(422, std::move(body));
}

void refuse(Response response) { throw Refusal{std::move(response)}; }
void refuse(int status, std::string_view detail) { refuse(refusal(status, detail)); }
void refuse(const std::vector<LocatedViolation>& violations) { refuse(refusal(violations)); }

Response refusal(const Error& error) {
  if (error.code() == ErrorCode::invalid_argument) {
    return refusal(500, std::string("the registry made an invalid record: ") + error.what());
  }
  return refusal(error.http_status(), error.what());
}

}  // namespace modelreg::wire
