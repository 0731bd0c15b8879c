#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/answer.hpp"
#include "client/patience.hpp"
#include "modelreg/client.hpp"
#include "modelreg/limits.hpp"

namespace modelreg::client {

/// One request, without what all of them have.
struct Call {
  Effect effect = Effect::reads;
  const char* method = "GET";
  std::string target = {};
  std::string body = {};
};

/// Makes requests for a client, until there is an answer to go by.
class Caller {
 public:
  Caller(std::shared_ptr<Transport> transport, ClientOptions options);

  [[nodiscard]] const ClientOptions& options() const noexcept { return options_; }

  /// The record that the platform answers.
  template <class Record>
  Record record(Call call, const Patience& patience, AnswerOptions reading = {}) const {
    reading.unknown_enums = options_.unknown_enums;
    return answer(std::move(call), patience,
                  [&](const std::string& body) { return from_json_text<Record>(body, reading); });
  }
  template <class Record>
  Record record(Call call, AnswerOptions reading = {}) const {
    return record<Record>(std::move(call), Patience(options_.retry), std::move(reading));
  }

  /// As `record`; nothing if there is none.
  template <class Record>
  std::optional<Record> find(Call call, AnswerOptions reading = {}) const {
    try {
      return record<Record>(std::move(call), std::move(reading));
    } catch (const Error& error) {
      if (error.code() == ErrorCode::not_found) return std::nullopt;
      throw;
    }
  }

  /// The page that `request` asks for.
  template <class Record>
  Page<Record> page(const PageRequest& request, std::string target,
                    AnswerOptions reading = {}) const {
    auto page = record<Page<Record>>({.target = std::move(target)}, std::move(reading));
    if (page.current_page != request.page) throw another_page();
    if (!request.with_total) page.total_item_count = Page<Record>::not_counted;
    return page;
  }

  /// Delete what is at `target`.
  void remove(std::string target) const;

 private:
  struct Attempt;

  /// What `read` makes of the body of the answer.
  template <class Read>
  auto answer(Call call, const Patience& patience, const Read& read) const {
    const Effect effect = call.effect;
    const Response response = success(std::move(call), patience);
    try {
      return read(response.body);
    } catch (const Error& error) {
      throw error_of_body(response, effect, error);
    }
  }

  [[nodiscard]] static Error another_page();
  [[nodiscard]] Request request_of(Call call) const;
  /// The answer, which is a success. Throws if there is none.
  [[nodiscard]] Response success(Call call, const Patience& patience) const;
  [[nodiscard]] Attempt attempt(const Request& request, Effect effect) const;

  std::shared_ptr<Transport> transport_;
  ClientOptions options_;
  std::vector<Header> headers_;  // of every request
};

/// A walk over the pages that `list` answers.
template <class Record, class List>
Walk<Record> walk_of(int page_size, List list) {
  if (page_size < 1) throw Error({{"limit", "must be 1 or more", "greater_than_equal"}});
  if (page_size > max_page_limit) {
    throw Error({{"limit", "must be 10000 or less", "less_than_equal"}});
  }
  return Walk<Record>(
      [list = std::move(list), request = PageRequest{.limit = page_size}, left = true]() mutable {
        if (!left) return std::vector<Record>{};
        Page<Record> page = list(request);
        left = request.page * request.limit < page.total_item_count;
        ++request.page;
        return std::move(page.items);
      });
}

}  // namespace modelreg::client
