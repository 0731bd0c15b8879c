#include "storage/listing.hpp"

#include <algorithm>

#include "modelreg/error.hpp"

namespace modelreg::storage {
namespace {

/// The orders that a caller can ask for are millions; those that one program uses are a few.
constexpr std::size_t most_statements_kept = 32;

const SortTerm& term_of(std::span<const SortTerm> terms, const std::string& field) {
  const auto term = std::find_if(terms.begin(), terms.end(),
                                 [&](const SortTerm& known) { return known.field == field; });
  if (term != terms.end()) return *term;
  throw Error({{"sort_by", "must name fields that this list can be sorted by", "enum"}});
}

}  // namespace

std::string order_by(std::span<const SortTerm> terms, const std::vector<SortKey>& keys,
                     std::string_view tie) {
  std::string sql = " ORDER BY ";
  std::vector<std::string_view> seen;  // a field that decided once has nothing left to decide
  for (const auto& key : keys) {
    const SortTerm& term = term_of(terms, key.field);
    if (std::find(seen.begin(), seen.end(), term.field) != seen.end()) continue;
    seen.push_back(term.field);
    sql += term.sql;
    sql += key.order == SortOrder::asc ? " ASC NULLS LAST, " : " DESC NULLS LAST, ";
  }
  return sql.append(tie);
}

std::string rows_of_page(const std::string& page, const std::string& table,
                         const std::string& alias) {
  return "(" + page + ") page CROSS JOIN " + table + " " + alias + " ON " + alias +
         ".key = page.key";
}

std::vector<std::int64_t> keys_in(Execution& rows) {
  std::vector<std::int64_t> keys;
  while (const auto key = rows.key()) keys.push_back(*key);
  return keys;
}

Statement& Listings::prepared(const std::string& sql) {
  if (statements_.size() >= most_statements_kept && !statements_.contains(sql)) {
    statements_.clear();
  }
  return statements_.try_emplace(sql, connection_, sql).first->second;
}

}  // namespace modelreg::storage
