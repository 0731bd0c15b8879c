#pragma once

#include <string>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/http.hpp"

namespace modelreg::http {

/// What is wrong with the options; empty if they can be used.
[[nodiscard]] std::vector<Violation> violations_of(const HttpOptions& options);

/// What every target is put behind: the URL without a slash at its end.
[[nodiscard]] std::string without_last_slash(std::string base_url);

}  // namespace modelreg::http
