#pragma once

#include <curl/curl.h>

#include "modelreg/error.hpp"

namespace modelreg::http {

/// How far a request came before it failed.
struct Progress {
  bool sent = false;        ///< Whether any of it may have been sent.
  bool sent_twice = false;  ///< Whether libcurl wanted to send it again, which was refused.
  bool too_large = false;   ///< Whether the answer was.
};

/// What `failed` means to who asked. `unavailable` if nothing was sent, `outcome_unknown` if the
/// request may have been carried out, `unexpected_answer` if what came is no answer.
[[nodiscard]] Error error_of(CURLcode failed, const Progress& progress);

}  // namespace modelreg::http
