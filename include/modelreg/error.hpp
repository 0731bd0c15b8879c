#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "modelreg/enum_text.hpp"
#include "modelreg/export.hpp"

namespace modelreg {

/// What went wrong, as far as a caller can act on it. `to_string` spells it as it is here.
enum class ErrorCode : std::uint8_t {
  invalid_argument = 1,  ///< What was asked for breaks a rule; `violations()` says which.
  unauthenticated,       ///< The API key is missing, unknown or revoked.
  forbidden,             ///< The account named is not the caller's.
  not_found,             ///< There is no such thing in the caller's account.
  conflict,              ///< It contradicts what is stored.
  /// Others kept the database locked for all of `busy_timeout`, or the platform asks to wait:
  /// nothing was changed. Try again.
  busy,
  /// The disk failed during the commit, or the platform's answer was lost: look whether the change
  /// is there.
  outcome_unknown,
  schema_mismatch,  ///< The file is no registry, or one of a newer version.
  storage,          ///< SQLite or the disk failed; nothing was changed.
  cancelled,        ///< The caller asked a long call to stop; nothing was changed.
  unavailable,      ///< The platform was not reached, or failed; nothing was changed.
  /// What answered is not the platform that this library knows, or a newer one.
  unexpected_answer,
};

template <>
inline constexpr auto enum_texts<ErrorCode> = std::to_array<EnumText<ErrorCode>>({
    {ErrorCode::invalid_argument, "invalid_argument"},
    {ErrorCode::unauthenticated, "unauthenticated"},
    {ErrorCode::forbidden, "forbidden"},
    {ErrorCode::not_found, "not_found"},
    {ErrorCode::conflict, "conflict"},
    {ErrorCode::busy, "busy"},
    {ErrorCode::outcome_unknown, "outcome_unknown"},
    {ErrorCode::schema_mismatch, "schema_mismatch"},
    {ErrorCode::storage, "storage"},
    {ErrorCode::cancelled, "cancelled"},
    {ErrorCode::unavailable, "unavailable"},
    {ErrorCode::unexpected_answer, "unexpected_answer"},
});

/// One problem with one field.
struct Violation {
  std::string field = {};    ///< The field's name, as in the struct, the SQL and the JSON.
  std::string problem = {};  ///< What is wrong and what would be right, without the value.
  std::string type = {};     ///< Its kind in the platform's words: `missing`, `enum`, …

  bool operator==(const Violation&) const = default;
};

/// The one exception that the library throws, `std::bad_alloc` aside.
///
///     try {
///       session.add_model_instance(group.id, ModelInstanceId{"no-such-model"});
///     } catch (const Error& error) {
///       if (error.code() == ErrorCode::not_found) std::cerr << error.what() << '\n';
///     }
///
/// `what()` is English, for people. It names fields, files and SQLite's codes and never holds a
/// value that was passed in.
class MODELREG_EXPORT Error : public std::runtime_error {
 public:
  /// `sqlite_code` is SQLite's extended result code, 0 where SQLite is not the cause.
  Error(ErrorCode code, std::string message, int sqlite_code = 0);
  /// `invalid_argument`, for every violation at once.
  explicit Error(std::vector<Violation> violations);
  Error(ErrorCode code, std::vector<Violation> violations);
  /// With a message of its own.
  Error(ErrorCode code, std::string message, std::vector<Violation> violations);
  ~Error() override;

  [[nodiscard]] ErrorCode code() const noexcept;
  /// The fields at fault, in the order of the record; empty if no field is.
  [[nodiscard]] const std::vector<Violation>& violations() const noexcept;
  /// The HTTP status with which the hosted platform answers such an error.
  [[nodiscard]] int http_status() const noexcept;
  /// SQLite's extended result code; 0 where SQLite is not the cause.
  [[nodiscard]] int sqlite_code() const noexcept;

 private:
  ErrorCode code_;
  int sqlite_code_ = 0;
  std::shared_ptr<const std::vector<Violation>> violations_;
};

}  // namespace modelreg
