#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json_scan.hpp"
#include "base/utf8.hpp"
#include "modelreg/wire.hpp"
#include "wire/decoder.hpp"
#include "wire/encoder.hpp"

/// Requests and responses as JSON text: one message, one line.
namespace modelreg {
namespace {

/// The largest body, each of its characters spelt \u00XX, with room for headers.
constexpr std::size_t max_message_bytes = 8 * max_body_bytes;

/// The object that holds a body has one level more than the body.
constexpr base::JsonRules message_rules{.max_depth = max_json_depth + 1,
                                        .max_bytes = max_message_bytes};

[[noreturn]] void refuse(std::string field, std::string problem, std::string type) {
  throw Error({{std::move(field), std::move(problem), std::move(type)}});
}

std::vector<Header> headers_of(const JsonObject& object) {
  std::vector<Header> headers;
  for (auto& member : base::scan_json(object.text(), message_rules).members) {
    if (member.kind != base::JsonKind::string) {
      refuse("headers", "every value must be a string", "string_type");
    }
    headers.push_back({std::move(member.name), std::move(member.text)});
  }
  return headers;
}

/// A body is a text; an object is taken for its own text, which is what was meant.
void take_body(base::JsonScan& scan, std::string& body) {
  for (auto& member : scan.members) {
    if (member.name != "body") continue;
    if (member.kind == base::JsonKind::object) member.kind = base::JsonKind::string;
  }
  wire::Decoder decoder(scan);
  std::optional<std::string> text;
  decoder("body", text);
  if (text) body = std::move(*text);
}

/// Decode an object by `take`, which is given a decoder of it.
template <class Message, class Take>
Message decode(std::string_view text, const Take& take) {
  base::JsonScan scan = base::scan_json(text, message_rules);
  if (!scan.syntax_error.empty()) refuse("", std::move(scan.syntax_error), "json_invalid");
  if (!scan.complete) throw Error(std::move(scan.violations));
  Message message;
  take_body(scan, message.body);
  wire::Decoder decoder(scan);
  std::optional<JsonObject> headers;
  decoder.expect("body");
  decoder("headers", headers);
  take(decoder, message);
  decoder.refuse_unknown();
  if (!scan.violations.empty()) throw Error(std::move(scan.violations));
  if (headers) message.headers = headers_of(*headers);
  return message;
}

void require_text(const char* field, const std::string& text) {
  if (base::count_characters(text)) return;
  refuse(field, "must be valid UTF-8 without the character NUL", "string_type");
}

/// Headers of one name are one value, joined by commas, as HTTP has it.
JsonObject object_of(const std::vector<Header>& headers) {
  std::vector<Header> joined;
  for (const auto& header : headers) {
    const auto known = std::find_if(joined.begin(), joined.end(),
                                    [&](const Header& h) { return h.name == header.name; });
    if (known == joined.end()) {
      joined.push_back(header);
    } else {
      known->value += ", " + header.value;
    }
  }
  wire::Encoder encoder;
  for (const auto& [name, value] : joined) {
    require_text("headers", name);
    require_text("headers", value);
    encoder.member(name, value);
  }
  return JsonObject(encoder.finish());
}

}  // namespace

std::string to_json_text(const Request& request) {
  require_text("method", request.method);
  require_text("target", request.target);
  require_text("body", request.body);
  wire::Encoder encoder;
  encoder("method", request.method);
  encoder("target", request.target);
  encoder("headers", object_of(request.headers));
  encoder("body", request.body);
  return encoder.finish();
}

std::string to_json_text(const Response& response) {
  require_text("body", response.body);
  wire::Encoder encoder;
  encoder("status", response.status);
  encoder("headers", object_of(response.headers));
  encoder("body", response.body);
  return encoder.finish();
}

template <>
Request from_json_text<Request>(std::string_view text) {
  return decode<Request>(text, [](wire::Decoder& decoder, Request& request) {
    decoder("method", request.method);
    decoder("target", request.target);
  });
}

template <>
Response from_json_text<Response>(std::string_view text) {
  return decode<Response>(text, [](wire::Decoder& decoder, Response& response) {
    std::int64_t status = 0;
    decoder("status", status);
    if (status < 100 || status > 599) {
      decoder.refuse("status", "must be an HTTP status, 100 to 599", "greater_than_equal");
    }
    response.status = static_cast<int>(status);
  });
}

}  // namespace modelreg
