#include "http/outgoing.hpp"

#include <algorithm>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "modelreg/error.hpp"

namespace modelreg::http {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), lower);
  return text;
}

/// What HTTP calls a token: the form of a method and of a header's name.
bool is_token(std::string_view text) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char character) {
    const char letter = lower(character);
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
           others.find(letter) != std::string_view::npos;
  });
}

/// It is put behind the base URL, and must not change what that names.
bool is_target(std::string_view text) {
  return text.starts_with('/') && std::all_of(text.begin(), text.end(), [](char character) {
           return character > ' ' && character < 0x7F && character != '#';
         });
}

/// These say where a message ends and where it goes.
bool is_of_the_connection(const std::string& name) {
  const auto names = {"connection", "content-length", "expect",  "host",
                      "te",         "trailer",        "upgrade", "transfer-encoding"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

void append(HeaderList& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());  // which is a part of the longer one
  list.reset(longer);
}

}  // namespace

bool can_be_header(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == 0x7F;
  });
}

void require_sendable(const Request& request) {
  std::vector<Violation> violations;
  const auto require = [&](bool holds, std::string field, const char* problem) {
    if (!holds) violations.push_back({std::move(field), problem, "value_error"});
  };
  require(is_token(request.method), "method", "must be a method of HTTP, such as GET");
  require(is_target(request.target), "target",
          "must begin with a slash and be percent-encoded, as /v4/models?limit=5 is");
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name)) {
      require(false, "headers", "must have names of letters, digits and hyphens");
      continue;
    }
    require(can_be_header(value), lowered(name),
            "must be one line without control characters; take off the line end that a key read "
            "from a file has");
    require(!is_of_the_connection(lowered(name)), lowered(name),
            "must be left to the transport, which sets it");
  }
  if (!violations.empty()) throw Error(std::move(violations));
}

HeaderList header_list(const Request& request) {
  HeaderList list(nullptr, &curl_slist_free_all);
  bool has_type = false;
  for (const auto& [name, value] : request.headers) {
    const bool blank = value.find_first_not_of(" \t") == std::string::npos;
    std::string line = name;
    line.append(blank ? ";" : ": ").append(blank ? "" : value);
    append(list, line);
    has_type = has_type || lowered(name) == "content-type";
  }
  if (!has_type) append(list, "Content-Type:");
  append(list, "Expect:");  // a large body would wait for a second
  return list;
}

}  // namespace modelreg::http
