#pragma once

#include <cstdint>
#include <string_view>

#include "modelreg/id.hpp"
#include "modelreg/model_instance.hpp"

/// What the records of an export are, and how they are told apart.
namespace modelreg::wire {

/// Of the format that `export_to` writes.
inline constexpr std::int64_t export_version = 1;

enum class RecordKind : std::uint8_t { header = 1, model_group, model_instance, model_deployment };

/// What a line of an export of that kind begins with; the record's own members follow.
[[nodiscard]] std::string_view opening_of(RecordKind kind);

[[nodiscard]] bool is_header(std::string_view text);

/// Recognises one record after the other.
class RecordKinds {
 public:
  struct Recognised {
    RecordKind kind;
    bool complete;  ///< As it was stored somewhere, with its id and dates.
  };

  /// Throws: `invalid_argument` if `text` is no JSON object, says that it is of another kind, or is
  /// the header of a newer version.
  [[nodiscard]] Recognised recognise(std::string_view text);

 private:
  bool exported_ = false;  // there was a header: every record after it is complete
};

/// The instance that a deployment belongs to.
/// Throws: `invalid_argument` if the text does not say it.
[[nodiscard]] ModelInstanceId model_instance_id_of(std::string_view text);

}  // namespace modelreg::wire
