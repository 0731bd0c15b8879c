#pragma once

#include <QString>
#include <string>
#include <utility>
#include <vector>

#include "modelreg/session.hpp"

namespace desktop {

/// Which record somebody wants to see.
struct Subject {
  bool is_group = false;
  std::string id = {};

  bool operator==(const Subject&) const = default;
};

/// A record, ready to be shown.
struct RecordDetails {
  bool is_there = false;
  QString name = {};
  QString description = {};
  std::vector<std::pair<QString, QString>> facts = {};  ///< Each with what it is called.
  QString json = {};                                    ///< Indented.

  bool operator==(const RecordDetails&) const = default;
};

[[nodiscard]] RecordDetails read_details(const modelreg::Session& session, const Subject& subject);

}  // namespace desktop
