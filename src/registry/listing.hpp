#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "modelreg/error.hpp"
#include "modelreg/page.hpp"
#include "modelreg/walk.hpp"
#include "registry/observed.hpp"
#include "registry/sorting.hpp"
#include "registry/validation.hpp"
#include "storage/store.hpp"

/// What the lists of all records have in common.
namespace modelreg::registry {

/// Throws: `invalid_argument` if the page or the limit is out of range, or a key is no field of
/// `Record` to sort by.
template <class Record, class Query>
void require_valid_query(const Query& query) {
  auto violations = validate(static_cast<const PageRequest&>(query));
  for (auto& violation : validate_sort_keys<Record>(query.sort_by)) {
    violations.push_back(std::move(violation));
  }
  require_valid(std::move(violations));
}

/// The page that `request` asks for: its total and items come from `count` and `list`, which are
/// called with the account in one state of the database. An account that nobody has used is empty.
template <class Record, class Count, class List>
Page<Record> page_of(storage::Store& store, const std::string& account_id,
                     const PageRequest& request, const Count& count, const List& list) {
  return store.read([&] {
    Page<Record> page;
    page.current_page = request.page;
    page.items_per_page = request.limit;
    if (const auto account = store.accounts.find(account_id)) {
      page.total_item_count = count(*account);
      page.items = list(*account);
    }
    return page;
  });
}

/// The rows of a damaged file may be linked in a circle.
[[nodiscard]] inline Error walks_in_a_circle() {
  return {ErrorCode::storage, "the file is damaged: its rows are out of order"};
}

/// A walk over what `wanted` says. Its next records come from `list_after`, called with the store,
/// the account, what is wanted and the key of the last record, which it moves on.
template <class Record, class Wanted, class ListAfter>
Walk<Record> walk_of(std::shared_ptr<storage::Store> store,
                     std::shared_ptr<const Identity> identity, int page_size, Operation operation,
                     Wanted wanted, ListAfter list_after) {
  require_valid(validate(PageRequest{.limit = page_size}));
  auto fetch = [store = std::move(store), identity = std::move(identity), operation,
                wanted = std::move(wanted), list_after, last = std::int64_t{0}]() mutable {
    const auto next = [&] {
      const auto account = store->accounts.find(identity->account_id);
      if (!account) return std::vector<Record>{};
      const std::int64_t before = last;
      auto records = list_after(*store, *account, wanted, last);
      if (!records.empty() && last <= before) throw walks_in_a_circle();
      return records;
    };
    return Observed(*store, *identity, operation, wanted)([&] { return store->read(next); });
  };
  return Walk<Record>(std::move(fetch));
}

}  // namespace modelreg::registry
