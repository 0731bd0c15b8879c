#include "modelreg/testing/replay.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/testing.hpp"
#include "testing/header_names.hpp"

namespace modelreg::testing {
namespace {

using nlohmann::json;

std::string text_of(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool is_id(std::string_view member) { return member == "id" || member.ends_with("_id"); }
bool is_time(std::string_view member) { return member.ends_with("_at"); }

/// Whether so many characters stand between others than those of an id.
bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
  const auto is_part = [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '_';
  };
  const bool before = at > 0 && is_part(text[at - 1]);
  const bool after = at + size < text.size() && is_part(text[at + size]);
  return !before && !after;
}

/// Replays one recording; knows which id stands for which.
class Replay {
 public:
  Replay(Transport& transport, const ReplayOptions& options)
      : transport_(transport),
        options_(options),
        not_compared_(options.not_compared.begin(), options.not_compared.end()) {}

  void run(const Exchange& exchange) {
    ++number_;
    learn_account(exchange);
    request_ = exchange.request.method + " " + exchange.request.target;
    try {
      compare(exchange.response, transport_.send(translated(exchange.request)));
    } catch (const Error& error) {
      differ("answer", std::to_string(exchange.response.status), error.what());
    }
  }

  std::vector<ReplayDifference> differences;

 private:
  void differ(std::string place, std::string recorded, std::string replayed) {
    differences.push_back(
        {number_, request_, std::move(place), std::move(recorded), std::move(replayed)});
  }

  /// The first account that is named is the one that the options have another for.
  void learn_account(const Exchange& exchange) {
    if (!options_.account_id || knows_account_) return;
    for (const auto& header : exchange.request.headers) {
      if (is_named(header, "x-selected-account-id")) learn_account(header.value);
    }
    for (const auto* const body : {&exchange.request.body, &exchange.response.body}) {
      const auto parsed = json::parse(*body, nullptr, false);
      if (parsed.is_object() && parsed.contains("account_id") && parsed["account_id"].is_string()) {
        learn_account(parsed["account_id"].get<std::string>());
      }
    }
  }
  void learn_account(const std::string& recorded) {
    if (recorded.empty()) return;
    if (!knows_account_) ids_[recorded] = *options_.account_id;
    knows_account_ = true;
  }

  Request translated(Request request) const {
    request.target = translated(request.target);
    request.body = translated(request.body);
    for (auto& header : request.headers) header.value = translated(header.value);
    request.headers.push_back({"x-api-key", options_.api_key});
    return request;
  }

  /// In one go: what one id was replaced by may be another recorded one.
  [[nodiscard]] std::string translated(const std::string& text) const {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
      const auto found = std::find_if(ids_.begin(), ids_.end(), [&](const auto& id) {
        return text.compare(at, id.first.size(), id.first) == 0 &&
               stands_alone(text, at, id.first.size());
      });
      result += found == ids_.end() ? std::string(1, text[at]) : found->second;
      at += found == ids_.end() ? 1 : found->first.size();
    }
    return result;
  }

  void compare(const Response& recorded, const Response& replayed) {
    if (recorded.status != replayed.status) {
      differ("status", std::to_string(recorded.status), std::to_string(replayed.status));
      return;
    }
    const auto was = json::parse(recorded.body, nullptr, false);
    const auto is = json::parse(replayed.body, nullptr, false);
    if (was.is_discarded() || is.is_discarded()) {
      if (recorded.body != replayed.body) differ("body", recorded.body, replayed.body);
    } else {
      compare("", "", was, is);
    }
  }

  void compare(const std::string& place, const std::string& member, const json& was,
               const json& is) {
    if (was.is_object() && is.is_object()) {
      compare_members(place, was, is);
    } else if (was.is_array() && is.is_array()) {
      compare_elements(place, was, is);
    } else if (was.is_string() && is.is_string()) {
      compare_texts(place, member, was, is);
    } else if (was != is) {
      differ(place, text_of(was), text_of(is));
    }
  }

  void compare_members(const std::string& place, const json& was, const json& is) {
    const std::string before = place.empty() ? place : place + ".";
    for (const auto& [name, value] : was.items()) {
      if (not_compared_.contains(name)) continue;
      if (is.contains(name)) {
        compare(before + name, name, value, is[name]);
      } else {
        differ(before + name, text_of(value), "");
      }
    }
    for (const auto& [name, value] : is.items()) {
      if (!was.contains(name) && !not_compared_.contains(name)) {
        differ(before + name, "", text_of(value));
      }
    }
  }

  void compare_elements(const std::string& place, const json& was, const json& is) {
    if (was.size() != is.size()) {
      differ(place, std::to_string(was.size()) + " elements",
             std::to_string(is.size()) + " elements");
    }
    for (std::size_t i = 0; i < std::min(was.size(), is.size()); ++i) {
      compare(place + "[" + std::to_string(i) + "]", "", was[i], is[i]);
    }
  }

  void compare_texts(const std::string& place, const std::string& member, const json& was,
                     const json& is) {
    if (member == "detail" || is_time(member)) return;
    if (was == is && !is_id(member)) return;
    const auto recorded = was.get<std::string>();
    const auto replayed = is.get<std::string>();
    if (is_id(member)) {
      if (recorded.empty() || replayed.empty()) return differ(place, text_of(was), text_of(is));
      const auto stands_for = ids_.try_emplace(recorded, replayed).first->second;
      const auto stood_for = recorded_ids_.try_emplace(replayed, recorded).first->second;
      if (stands_for == replayed && stood_for == recorded) return;
    }
    differ(place, text_of(was), text_of(is));
  }

  Transport& transport_;
  const ReplayOptions& options_;
  std::set<std::string, std::less<>> not_compared_;
  std::map<std::string, std::string> ids_;           // the replayed one of each recorded one
  std::map<std::string, std::string> recorded_ids_;  // and the other way round
  bool knows_account_ = false;
  std::size_t number_ = 0;
  std::string request_;
};

}  // namespace

std::vector<ReplayDifference> replay(const std::vector<Exchange>& recorded, Transport& transport,
                                     const ReplayOptions& options) {
  Replay run(transport, options);
  for (const auto& exchange : recorded) run.run(exchange);
  return std::move(run.differences);
}

std::vector<ReplayDifference> replay(const std::vector<Exchange>& recorded,
                                     const TestRegistry& registry) {
  return replay(recorded, *registry.transport(),
                {.api_key = registry.api_key(), .account_id = registry.identity().account_id});
}

std::string text_of(const std::vector<ReplayDifference>& differences) {
  std::string text;
  for (const auto& difference : differences) {
    text += std::to_string(difference.exchange) + ", " + difference.request + ": " +
            difference.place + " was " +
            (difference.recorded.empty() ? "not there" : difference.recorded) + " and is " +
            (difference.replayed.empty() ? "not there" : difference.replayed) + "\n";
  }
  return text;
}

}  // namespace modelreg::testing
