#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/page.hpp"
#include "modelreg/sort_key.hpp"
#include "storage/statement.hpp"

/// What the lists of all tables have in common.
namespace modelreg::storage {

/// The limit of what has none.
inline constexpr int no_limit = -1;

/// How many rows stand before the page; of a page beyond all that there can be, as many as can.
[[nodiscard]] constexpr std::int64_t offset_of(const PageRequest& request) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const std::int64_t pages = request.page - 1;
  return pages > most / request.limit ? most : pages * request.limit;
}

/// A field to sort by and the SQL that yields its value.
struct SortTerm {
  std::string_view field;
  std::string sql;
};

/// The ORDER BY clause for `keys`; `tie` decides last.
/// Throws: `invalid_argument` if the field of a key is none of `terms`.
[[nodiscard]] std::string order_by(std::span<const SortTerm> terms,
                                   const std::vector<SortKey>& keys, std::string_view tie);

/// What to select from to get the rows of `table`, named `alias`, for each `key` that `page`
/// selects. They come in the order of the page: SQLite takes the sides of a CROSS JOIN from left to
/// right, and keeps the order of what has a limit.
[[nodiscard]] std::string rows_of_page(const std::string& page, const std::string& table,
                                       const std::string& alias);

/// The keys that `rows` has in its only column, in their order.
[[nodiscard]] std::vector<std::int64_t> keys_in(Execution& rows);

/// The statements of a list, one for each form that its queries take. They are made of literals
/// alone; what a caller supplies is bound.
class Listings {
 public:
  explicit Listings(Connection& connection) : connection_(connection) {}

  [[nodiscard]] Statement& prepared(const std::string& sql);

 private:
  Connection& connection_;
  std::map<std::string, Statement> statements_;
};

}  // namespace modelreg::storage
