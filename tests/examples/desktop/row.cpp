#include "row.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace desktop {
namespace {

std::unordered_set<std::string_view> ids_of(const std::vector<Row>& rows) {
  std::unordered_set<std::string_view> ids;
  for (const auto& row : rows) ids.insert(row.id);
  return ids;
}

/// From the end, so that no index changes that is still to come.
void remove_what_is_gone(std::vector<const Row*>& now, const std::vector<Row>& after,
                         std::vector<RowEdit>& edits) {
  const auto wanted = ids_of(after);
  const auto is_gone = [&](const Row* row) { return !wanted.contains(row->id); };
  for (auto end = now.size(); end > 0;) {
    if (!is_gone(now[end - 1])) {
      --end;
      continue;
    }
    auto first = end - 1;
    while (first > 0 && is_gone(now[first - 1])) --first;
    edits.emplace_back(RowsRemoved{.first = first, .count = end - first});
    end = first;
  }
  std::erase_if(now, is_gone);
}

/// Rows that follow each other change in one step: a group has another name, and so have all of its
/// models.
void add_change(std::vector<RowEdit>& edits, std::size_t at, const Row& row) {
  auto* const last = edits.empty() ? nullptr : std::get_if<RowsChanged>(&edits.back());
  if (last != nullptr && last->first + last->rows.size() == at) {
    last->rows.push_back(row);
  } else {
    edits.emplace_back(RowsChanged{.first = at, .rows = {row}});
  }
}

}  // namespace

std::vector<RowEdit> edits_between(const std::vector<Row>& before, const std::vector<Row>& after) {
  std::vector<RowEdit> edits;
  std::vector<const Row*> now;
  for (const auto& row : before) now.push_back(&row);
  remove_what_is_gone(now, after, edits);

  const auto known = ids_of(before);
  for (std::size_t at = 0; at < after.size();) {
    const auto here = now.begin() + static_cast<std::ptrdiff_t>(at);
    if (!known.contains(after[at].id)) {
      RowsInserted inserted{.first = at};
      std::vector<const Row*> pointers;
      for (; at < after.size() && !known.contains(after[at].id); ++at) {
        inserted.rows.push_back(after[at]);
        pointers.push_back(&after[at]);
      }
      now.insert(here, pointers.begin(), pointers.end());
      edits.emplace_back(std::move(inserted));
      continue;
    }
    if ((*here)->id != after[at].id) {
      const auto from =
          std::find_if(here, now.end(), [&](const Row* row) { return row->id == after[at].id; });
      edits.emplace_back(RowMoved{.from = static_cast<std::size_t>(from - now.begin()), .to = at});
      std::rotate(here, from, from + 1);
    }
    if (**here != after[at]) add_change(edits, at, after[at]);
    ++at;
  }
  return edits;
}

}  // namespace desktop
