#pragma once

#include <array>
#include <cstdint>

#include "modelreg/enum_text.hpp"

namespace modelreg {

/// What an import does with a record whose id is taken.
enum class IfTaken : std::uint8_t {
  refuse = 1,  ///< Throw `conflict`.
  skip,        ///< Leave what is stored as it is.
  update,      ///< Store the record in its place.
};

template <>
inline constexpr auto enum_texts<IfTaken> = std::to_array<EnumText<IfTaken>>({
    {IfTaken::refuse, "refuse"},
    {IfTaken::skip, "skip"},
    {IfTaken::update, "update"},
});

/// What an import did.
enum class ImportOutcome : std::uint8_t {
  created = 1,  ///< The id was free.
  unchanged,    ///< It was taken, and nothing was written.
  updated,      ///< It was taken, and the record is stored in its place.
};

template <>
inline constexpr auto enum_texts<ImportOutcome> = std::to_array<EnumText<ImportOutcome>>({
    {ImportOutcome::created, "created"},
    {ImportOutcome::unchanged, "unchanged"},
    {ImportOutcome::updated, "updated"},
});

/// A record that was imported.
template <class Record>
struct Imported {
  Record record = {};  ///< As it is stored now.
  ImportOutcome outcome = {};

  bool operator==(const Imported &) const = default;
};

}  // namespace modelreg
