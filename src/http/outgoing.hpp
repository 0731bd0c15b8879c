#pragma once

#include <curl/curl.h>

#include <memory>
#include <string_view>

#include "modelreg/wire.hpp"

namespace modelreg::http {

/// Whether `text` can be a header's value: it has no control characters, no line end above all.
[[nodiscard]] bool can_be_header(std::string_view text);

/// Throws: `invalid_argument` if a method, target or header cannot be sent to the letter, or would
/// be taken for something else on the way.
void require_sendable(const Request& request);

using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

/// The headers of `request` and none that libcurl would make up.
[[nodiscard]] HeaderList header_list(const Request& request);

}  // namespace modelreg::http
