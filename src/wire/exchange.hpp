#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "modelreg/session.hpp"
#include "modelreg/wire.hpp"
#include "wire/edition.hpp"
#include "wire/query_parameters.hpp"

namespace modelreg::wire {

/// Whether a body names the account that the record is for.
enum class AccountId : std::uint8_t { required = 1, optional, unknown };

/// A request on its way to its endpoint: who asks, and what the path, the query and the body say.
class Exchange {
 public:
  Exchange(Session session, std::vector<std::string> ids, QueryParameters parameters,
           const Request& request, const HandleOptions& options);

  /// The id at that place among the ids of the path.
  template <class Id>
  [[nodiscard]] Id id(std::size_t place) const {
    return Id(ids_.at(place));
  }

  /// The record in the body: 422 if it is no JSON object or breaks a rule, 403 if it names another
  /// account.
  template <class Record>
  [[nodiscard]] Record body(AccountId account_id) const;

  /// To be called when the query was read: 422 if a value in it is wrong, 403 if it names another
  /// account.
  void check_query();

  /// `sort_by` of the query.
  template <class Record>
  [[nodiscard]] std::vector<SortKey> sort_by() {
    return query.sort_by<Record>(options_.edition);
  }

  /// The JSON text of a record or a page of them, as the edition has it.
  template <class Answer>
  [[nodiscard]] std::string answer(Answer found) const {
    if (options_.edition == Edition::documented) limit_to_documented(found);
    return to_json_text(found);
  }

  Session session;
  QueryParameters query;

 private:
  void require_own_account(const std::string& account_id) const;

  std::vector<std::string> ids_;
  const Request& request_;
  const HandleOptions& options_;
};

}  // namespace modelreg::wire
