#include "modelreg/error.hpp"

#include <utility>

namespace modelreg {
namespace {

std::string sentence(const std::vector<Violation>& violations) {
  std::string text;
  for (const auto& [field, problem, type] : violations) {
    if (!text.empty()) text += "; ";
    if (!field.empty()) text += field + ": ";
    text += problem;
  }
  return text;
}

}  // namespace

Error::Error(ErrorCode code, std::string message, int sqlite_code)
    : std::runtime_error(message),
      code_(code),
      sqlite_code_(sqlite_code),
      violations_(std::make_shared<std::vector<Violation>>()) {}

Error::Error(std::vector<Violation> violations)
    : Error(ErrorCode::invalid_argument, std::move(violations)) {}

Error::Error(ErrorCode code, std::vector<Violation> violations)
    : Error(code, sentence(violations), violations) {}  // a copy: which is made first is open

Error::Error(ErrorCode code, std::string message, std::vector<Violation> violations)
    : std::runtime_error(message),
      code_(code),
      violations_(std::make_shared<std::vector<Violation>>(std::move(violations))) {}

Error::~Error() = default;

ErrorCode Error::code() const noexcept { return code_; }
const std::vector<Violation>& Error::violations() const noexcept { return *violations_; }
int Error::sqlite_code() const noexcept { return sqlite_code_; }

int Error::http_status() const noexcept {
  switch (code_) {
    case ErrorCode::invalid_argument:
      return 422;
    case ErrorCode::unauthenticated:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::conflict:
      return 409;
    case ErrorCode::busy:
    case ErrorCode::unavailable:
      return 503;
    case ErrorCode::unexpected_answer:
      return 502;
    case ErrorCode::outcome_unknown:
    case ErrorCode::schema_mismatch:
    case ErrorCode::storage:
    case ErrorCode::cancelled:
      break;
  }
  return 500;
}

}  // namespace modelreg
