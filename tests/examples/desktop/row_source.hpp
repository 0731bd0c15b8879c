#pragma once

#include <cstddef>
#include <functional>
#include <variant>
#include <vector>

#include "modelreg/query.hpp"
#include "modelreg/session.hpp"
#include "row.hpp"

namespace desktop {

/// What a list shows: groups or models.
using Wanted = std::variant<modelreg::ModelGroupFilter, modelreg::ModelInstanceFilter>;

/// Answers the next rows of a list, fewer than were asked for at its end. After one that throws,
/// begin again with another.
using RowSource = std::function<std::vector<Row>(std::size_t most)>;

/// Groups by name, models in order of creation: a page of a million costs what the first one costs.
[[nodiscard]] RowSource rows_of(const modelreg::Session& session, const Wanted& wanted);

/// How many there are.
[[nodiscard]] qint64 count_of(const modelreg::Session& session, const Wanted& wanted);

}  // namespace desktop
