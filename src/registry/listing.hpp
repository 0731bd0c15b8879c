#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
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

/// Throws: `invalid_argument` if the page or the limit is out of range, a filter can be none, or a
/// key is no field of `Record` to sort by.
template <class Record, class Query>
void require_valid_query(const Query& query) {
  auto violations = validate(static_cast<const PageRequest&>(query));
  const auto add = [&](std::vector<Violation> found) {
    violations.insert(violations.end(), found.begin(), found.end());
  };
  add(validate_filter(query));
  add(validate_sort_keys<Record>(query.sort_by));
  require_valid(std::move(violations));
}

/// How many records `count`, called with the account, counts. Of an account that nobody has used
/// there are none.
template <class Count>
std::int64_t count_of(storage::Store& store, const std::string& account_id, const Count& count) {
  return store.read([&]() -> std::int64_t {
    const auto account = store.accounts.find(account_id);
    return account ? count(*account) : 0;
  });
}

/// Whether `table` of the store has a row with this id.
template <class Table, class Record>
bool has(storage::Store& store, const std::string& account_id, Table& table, const Id<Record>& id) {
  return store.look_up([&] {
    const auto account = store.accounts.find(account_id);
    return account && table.find_key(*account, id).has_value();
  });
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
    if (!request.with_total) page.total_item_count = Page<Record>::not_counted;
    if (const auto account = store.accounts.find(account_id)) {
      if (request.with_total) page.total_item_count = count(*account);
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

/// The records behind the first `next` of `keys`, at most `query.limit`; `next` moves on. One that
/// is gone is left out.
template <class Record, class Query, class Table>
std::vector<Record> records_at(const std::vector<std::int64_t>& keys, std::size_t& next,
                               Table& table, const storage::Account& account, const Query& query) {
  const auto most = static_cast<std::size_t>(query.limit);
  std::vector<Record> records;
  while (next < keys.size() && records.size() < most) {
    auto record = table.find_at(account, query, keys[next++]);
    if (record) records.push_back(std::move(*record));
  }
  return records;
}

/// A walk over what `query` says, in its order as it was at the beginning, over `table` of the
/// store. A page that fails leaves it where it was.
template <class Record, class Query, class Table>
Walk<Record> sorted_walk_of(std::shared_ptr<storage::Store> store,
                            std::shared_ptr<const Identity> identity, Operation operation,
                            Query query, Table storage::Store::*table) {
  require_valid_query<Record>(query);
  return Walk<Record>([store = std::move(store), identity = std::move(identity), operation,
                       query = std::move(query), table,
                       keys = std::optional<std::vector<std::int64_t>>{},
                       reached = std::size_t{0}]() mutable {
    std::size_t next = reached;
    const auto page = [&] {
      const auto account = store->accounts.find(identity->account_id);
      if (!account) return std::vector<Record>{};
      auto& rows = (*store).*table;
      if (!keys) keys = rows.keys(*account, query);
      next = reached;
      return records_at<Record>(*keys, next, rows, *account, query);
    };
    auto records = Observed(*store, *identity, operation, query)([&] { return store->read(page); });
    reached = next;
    return records;
  });
}

}  // namespace modelreg::registry
