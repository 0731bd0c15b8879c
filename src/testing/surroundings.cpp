#include "testing/surroundings.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "modelreg/error.hpp"
#include "testing/call_matching.hpp"
#include "testing/calls.hpp"
#include "testing/header_names.hpp"

namespace modelreg::testing {
namespace {

/// Whether this thread answers a request, whose calls are not told of one by one.
bool& is_answering() noexcept {
  static thread_local bool answering = false;
  return answering;
}

class Answering {
 public:
  Answering() : before_(is_answering()) { is_answering() = true; }
  ~Answering() { is_answering() = before_; }
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;

 private:
  bool before_;
};

/// What a refusal says: the detail of the platform's, or what there is.
std::string said_by(const Response& response) {
  if (response.status < 400) return {};
  const auto body = nlohmann::json::parse(response.body, nullptr, false);
  if (!body.is_object() || !body.contains("detail")) return response.body;
  const auto& detail = body["detail"];
  return detail.is_string() ? detail.get<std::string>() : detail.dump();
}

std::string selected_account(const Request& request) {
  for (const auto& header : request.headers) {
    if (is_named(header, "x-selected-account-id")) return header.value;
  }
  return {};
}

}  // namespace

void CallLog::add(JournalEntry entry) {
  const std::lock_guard lock(mutex_);
  entries_.push_back(std::move(entry));
}

Journal CallLog::journal() const {
  const std::lock_guard lock(mutex_);
  return Journal(entries_);
}

void CallLog::clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
}

void CallLog::begin_anew(std::vector<Identity> identities) {
  const std::lock_guard lock(mutex_);
  entries_.clear();
  allowed_.reset();
  refused_.clear();
  identities_ = std::move(identities);
}

void CallLog::allow_only(std::vector<Call> calls) {
  const std::lock_guard lock(mutex_);
  allowed_ = std::move(calls);
  refused_.clear();
}

void CallLog::check_allowed(const std::optional<Call>& call, const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (!allowed_) return;
  const auto is_meant = [&](const Call& expected) { return call && meets(expected, *call); };
  if (std::any_of(allowed_->begin(), allowed_->end(), is_meant)) return;
  std::string message = "this call was not expected: " + text;
  const auto close = std::max_element(
      allowed_->begin(), allowed_->end(), [&](const Call& left, const Call& right) {
        return call && likeness(left, *call) < likeness(right, *call);
      });
  if (call && close != allowed_->end()) {
    message +=
        "; the nearest that is allowed is " + text_of(*close) + ": " + difference(*close, *call);
  }
  refused_.push_back(message);
  throw UnexpectedCall(message);
}

void CallLog::verify() const {
  const std::lock_guard lock(mutex_);
  if (!refused_.empty()) throw UnexpectedCall(refused_.front());
}

void CallLog::note(const Identity& identity) {
  const std::lock_guard lock(mutex_);
  const auto is_known = [&](const Identity& known) {
    return known.account_id == identity.account_id;
  };
  if (std::none_of(identities_.begin(), identities_.end(), is_known)) {
    identities_.push_back(identity);
  }
}

std::vector<Identity> CallLog::identities() const {
  const std::lock_guard lock(mutex_);
  return identities_;
}

void Surroundings::wait(const Fault& fault) {
  if (fault.kind != FaultKind::delay) return;
  if (fault.real) {
    std::this_thread::sleep_for(fault.time);
  } else {
    clock.advance(fault.time);
  }
}

void Surroundings::run(const SessionCall& asked, const std::function<void()>& work) {
  log.note(asked.identity);
  if (is_answering()) return work();
  JournalEntry entry{.call = call_of(asked),
                     .account_id = asked.identity.account_id,
                     .at = clock.now(),
                     .status = 200};
  log.check_allowed(entry.call, text_of(entry.call));
  const auto fault = faults.next(asked.operation);
  const bool is_delay = fault && fault->kind == FaultKind::delay;
  try {
    if (fault) wait(*fault);
    if (fault && !is_delay && !fault->after) throw error_of(*fault, asked.operation);
    work();
    if (fault && !is_delay) throw error_of(*fault, asked.operation);
  } catch (const Error& error) {
    entry.status = error.http_status();
    entry.error = error.what();
    log.add(std::move(entry));
    throw;
  }
  log.add(std::move(entry));
}

Response Surroundings::answer(const Request& request, const std::function<Response()>& handle) {
  std::vector<std::string> account_ids{selected_account(request)};
  for (const auto& identity : log.identities()) account_ids.push_back(identity.account_id);
  const auto call = call_of(request, account_ids);
  const std::string text = call ? text_of(*call) : request.method + " " + request.target;
  log.check_allowed(call, text);
  JournalEntry entry{.call = call.value_or(Call{.arguments = text}),
                     .account_id = selected_account(request),
                     .by_request = true,
                     .at = clock.now()};
  const auto fault = faults.next(entry.call.operation);
  try {
    if (fault) wait(*fault);
    const bool works = !fault || fault->after || fault->kind == FaultKind::delay;
    Response response;
    if (works) {
      const Answering answering;
      response = handle();
    }
    if (fault) response = response_of(*fault, response);
    entry.status = response.status;
    entry.error = said_by(response);
    log.add(std::move(entry));
    return response;
  } catch (const Error& silence) {
    entry.error = silence.what();
    log.add(std::move(entry));
    throw;
  }
}

Options options_of(const std::shared_ptr<Surroundings>& surroundings) {
  return {.now = [surroundings] { return surroundings->clock.now(); },
          .new_id = [surroundings] { return surroundings->ids.next(); },
          .around_call = [surroundings](
                             const SessionCall& call,
                             const std::function<void()>& work) { surroundings->run(call, work); }};
}

}  // namespace modelreg::testing
