#include "wire/refusal.hpp"

#include <utility>

#include "base/json_string.hpp"

namespace modelreg::wire {
namespace {

void append_fault(std::string& json, const Fault& fault) {
  json += R"({"loc":[)";
  base::append_json_string(json, fault.place);
  if (!fault.violation.field.empty()) {
    json += ',';
    base::append_json_string(json, fault.violation.field);
  }
  json += R"(],"msg":)";
  base::append_json_string(json, fault.violation.problem);
  json += R"(,"type":)";
  base::append_json_string(json, fault.violation.type);
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

Response refusal(const std::vector<Fault>& faults) {
  std::string body = R"({"detail":[)";
  for (const auto& fault : faults) {
    if (body.back() != '[') body += ',';
    append_fault(body, fault);
  }
  body += "]}";
  return answer(422, std::move(body));
}

Response refusal(const Error& error) {
  if (error.code() == ErrorCode::invalid_argument) {
    return refusal(500, std::string("the registry made an invalid record: ") + error.what());
  }
  return refusal(error.http_status(), error.what());
}

}  // namespace modelreg::wire
