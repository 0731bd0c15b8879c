#include "tool/call.hpp"

#include <istream>
#include <ostream>
#include <utility>

#include "base/json_scan.hpp"
#include "wire/decoder.hpp"
#include "wire/encoder.hpp"
#include "wire/refusal.hpp"

namespace modelreg::tool {
namespace {

/// A body of 1 MiB, each of its characters spelt \u00XX, and its headers.
constexpr std::size_t max_line_bytes = std::size_t{8} << 20U;

[[noreturn]] void refuse(std::string problem) { throw Error({{"", std::move(problem), ""}}); }

std::vector<Header> headers_of(const JsonObject& object) {
  std::vector<Header> headers;
  for (auto& member : base::scan_json(object.text(), {.max_bytes = max_line_bytes}).members) {
    if (member.kind != base::JsonKind::string) refuse("headers: every value must be a string");
    headers.push_back({std::move(member.name), std::move(member.text)});
  }
  return headers;
}

Request parse_line(std::string_view line) {
  base::JsonScan scan = base::scan_json(line, {.max_bytes = max_line_bytes});
  if (!scan.syntax_error.empty()) refuse(scan.syntax_error);
  Request request;
  std::optional<JsonObject> headers;
  std::optional<std::string> body;
  wire::Decoder decoder(scan);
  decoder("method", request.method);
  decoder("target", request.target);
  decoder("headers", headers);
  decoder("body", body);
  decoder.refuse_unknown();
  if (!scan.violations.empty()) throw Error(std::move(scan.violations));
  if (headers) request.headers = headers_of(*headers);
  if (body) request.body = std::move(*body);
  return request;
}

}  // namespace

Response answer_line(Registry& registry, std::string_view line) {
  try {
    return handle(registry, parse_line(line));
  } catch (const Error& error) {
    return wire::refusal(400, std::string("the line is no request: ") + error.what());
  }
}

std::string to_line(const Response& response) {
  wire::Encoder headers;
  for (const auto& [name, value] : response.headers) headers(name, value);
  wire::Encoder line;
  line("status", response.status);
  line("headers", JsonObject(headers.finish()));
  line("body", response.body);
  return line.finish();
}

void answer_lines(Registry& registry, std::istream& in, std::ostream& out) {
  for (std::string line; out && std::getline(in, line);) {
    out << to_line(answer_line(registry, line)) << std::endl;  // whoever asked is waiting
  }
}

}  // namespace modelreg::tool
