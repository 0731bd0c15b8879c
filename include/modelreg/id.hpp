#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace modelreg {

/// The identifier of one `Record`. Ids of different records are different types, so that a group's
/// id never ends up where an instance's is wanted.
///
///     const ModelGroupId id{"summarisers"};
///     std::string text = id.str();
///
/// Opaque, 1 to 255 bytes of UTF-8 without NUL, compared byte by byte. Ids that the registry makes
/// are random UUIDs (version 4); imported and chosen ids are kept as they are. Any text may be
/// asked for: an id that breaks these rules simply names nothing.
template <class Record>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] const std::string& str() const noexcept { return text_; }

  bool operator==(const Id&) const = default;
  auto operator<=>(const Id&) const = default;

 private:
  std::string text_;
};

using ModelGroupId = Id<struct ModelGroup>;
using ModelInstanceId = Id<struct ModelInstance>;
using ModelDeploymentId = Id<struct ModelDeployment>;

}  // namespace modelreg

/// @cond
template <class Record>
struct std::hash<modelreg::Id<Record>> {
  std::size_t operator()(const modelreg::Id<Record>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
/// @endcond
