#include "tool/conformance.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <random>
#include <string_view>
#include <thread>
#include <utility>

#include "modelreg/error.hpp"
#include "tool/answer_pattern.hpp"

namespace modelreg::tool {
namespace {

using nlohmann::ordered_json;

constexpr int most_tries = 4;
constexpr int longest_wait = 30;  // in seconds
constexpr int most_without_answer = 3;

/// A name that says where the records come from that are left if this is killed.
std::string name_of_its_own() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::random_device random;
  std::string name = "modelreg-conformance-";
  for (int i = 0; i < 8; ++i) name += digits[random() % digits.size()];
  return name;
}

std::string percent_encoded(const std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
    plain ? encoded += character : encoded.append({'%', digits[byte >> 4U], digits[byte & 0xFU]});
  }
  return encoded;
}

/// What stands in braces in the texts of a check.
class Known {
 public:
  void keep(const std::string& name, const std::string& value) { values_[name] = value; }

  /// `text` with the values in it; nothing if one is not known. What is in no braces of ours stays.
  [[nodiscard]] std::optional<std::string> filled(const std::string& text,
                                                  bool in_target = false) const {
    std::string result;
    std::size_t at = 0;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', at)) {
      const auto close = text.find('}', open);
      if (close == std::string::npos) break;
      const auto value = value_of(text.substr(open + 1, close - open - 1));
      if (!value) return std::nullopt;
      result += text.substr(at, open - at) + (in_target ? percent_encoded(*value) : *value);
      at = close + 1;
    }
    return result + text.substr(at);
  }

  [[nodiscard]] std::optional<ordered_json> filled(const ordered_json& value) const {
    if (value.is_string()) {
      const auto text = filled(value.get<std::string>());
      return text ? std::optional<ordered_json>(*text) : std::nullopt;
    }
    ordered_json result = value;
    if (!value.is_structured()) return std::make_optional(std::move(result));
    for (auto& element : result) {
      auto inner = filled(std::as_const(element));
      if (!inner) return std::nullopt;
      element = std::move(*inner);
    }
    return std::make_optional(std::move(result));
  }

 private:
  [[nodiscard]] std::optional<std::string> value_of(const std::string& name) const {
    std::size_t letters = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), letters);
    if (error == std::errc() && std::string_view(end) == " letters") {
      return std::string(letters, 'x');
    }
    const auto known = values_.find(name);
    return known == values_.end() ? std::nullopt : std::optional(known->second);
  }

  std::map<std::string, std::string> values_;
};

const std::string* find_header(const Response& response, std::string_view name) {
  const auto is_it = [&](const Header& header) {
    return std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                      [](char left, char right) {
                        return (left >= 'A' && left <= 'Z' ? left - 'A' + 'a' : left) == right;
                      });
  };
  const auto header = std::find_if(response.headers.begin(), response.headers.end(), is_it);
  return header == response.headers.end() ? nullptr : &header->value;
}

/// How long the server asks to wait before the request is made again; nothing if it does not.
std::optional<std::chrono::seconds> asked_wait(const Response& response) {
  const std::string* const after = find_header(response, "retry-after");
  if (response.status != 429 && (response.status != 503 || after == nullptr)) return std::nullopt;
  int seconds = 1;
  if (after != nullptr) std::from_chars(after->data(), after->data() + after->size(), seconds);
  return std::chrono::seconds(std::clamp(seconds, 0, longest_wait));
}

Response send_patiently(Transport& transport, const Request& request) {
  for (int tries = 1;; ++tries) {
    Response response = transport.send(request);
    const auto wait = asked_wait(response);
    if (!wait || tries == most_tries) return response;
    std::this_thread::sleep_for(*wait);
  }
}

ordered_json parsed(const std::string& body) { return ordered_json::parse(body, nullptr, false); }

std::string content_type(const Response& response) {
  const std::string* const type = find_header(response, "content-type");
  return type == nullptr ? "<absent>" : *type;
}

std::string summary(const Response& response) {
  return std::to_string(response.status) + " " + excerpt(response.body);
}

class Run {
 public:
  Run(Transport& transport, const Asker& asker) : transport_(transport), asker_(asker) {
    known_.keep("account", asker.account);
    known_.keep("name", name_of_its_own());
  }
  ~Run() {
    try {
      clean_up();
    } catch (...) {  // NOLINT(bugprone-empty-catch): what ended the run says more
    }
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// Throws: as `check_conformance`.
  void make_sure_that_it_is_a_registry() {
    const Response response = send({.method = "GET", .target = "/v4/model-groups?limit=1"});
    if (response.status == 401) {
      throw Error(ErrorCode::unauthenticated,
                  "the server refuses the API key; name one of its own, by MODELREG_API_KEY or "
                  "--key-file");
    }
    if (response.status == 403) {
      throw Error(ErrorCode::forbidden,
                  "the server refuses the account; name that of the key with --account");
    }
    const auto page = parsed(response.body);
    if (response.status == 200 && page.is_object() && page.contains("items")) return;
    throw Error(ErrorCode::unexpected_answer,
                "what answers is no model registry: GET /v4/model-groups was answered with " +
                    std::to_string(response.status) + " " + excerpt(content_type(response)) +
                    "; the URL must be what stands before /v4");
  }

  [[nodiscard]] Finding finding_of(const Check& check) {
    Finding finding{.check = check};
    const auto request = request_of(check);
    const auto answer = known_.filled(check.answer);
    if (!request || !answer) {
      finding.verdict = Verdict::left_out;
      return finding;
    }
    try {
      const Response response = send(*request);
      without_answer_ = 0;
      remember(check, *request, response);
      judge(finding, *answer, response);
    } catch (const Error& error) {
      ++without_answer_;
      add(finding, {std::to_string(check.status), std::string("no answer: ") + error.what()});
    }
    return finding;
  }

  [[nodiscard]] bool is_cut_off() const { return without_answer_ >= most_without_answer; }

  /// Delete what was made, last things first, and return what is left. Some of it is gone already.
  std::vector<std::string> clean_up() {
    std::vector<std::string> left;
    for (; !made_.empty(); made_.pop_back()) {
      try {
        const int status = send({.method = "DELETE", .target = made_.back()}).status;
        if (status != 200 && status != 404) left.push_back(made_.back());
      } catch (const Error&) {
        left.push_back(made_.back());
      }
    }
    return left;
  }

 private:
  Response send(Request request, const ordered_json& other_headers = ordered_json::object()) {
    ordered_json headers = {{"x-api-key", asker_.api_key},
                            {"x-selected-account-id", asker_.account}};
    if (!request.body.empty()) headers["content-type"] = "application/json";
    headers.update(other_headers);
    for (const auto& [name, value] : headers.items()) {
      if (!value.is_null()) request.headers.push_back({name, value.get<std::string>()});
    }
    return send_patiently(transport_, request);
  }

  Response send(const std::pair<Request, ordered_json>& request) {
    return send(request.first, request.second);
  }

  /// Nothing if what it needs is not known.
  [[nodiscard]] std::optional<std::pair<Request, ordered_json>> request_of(
      const Check& check) const {
    const auto target = known_.filled(check.target, true);
    const auto headers = known_.filled(check.headers);
    if (!target || !headers) return std::nullopt;
    Request request{.method = check.method, .target = *target};
    if (check.text) {
      request.body = *check.text;
    } else if (!check.body.is_discarded()) {
      const auto body = known_.filled(check.body);
      if (!body) return std::nullopt;
      request.body = body->dump();
    }
    return std::pair(request, *headers);
  }

  /// Keep the id that the check asks for, and every record that was made, on purpose or not.
  void remember(const Check& check, const std::pair<Request, ordered_json>& request,
                const Response& response) {
    if (request.first.method != "POST" || response.status >= 300) return;
    const auto record = parsed(response.body);
    if (!record.is_object() || !record.contains("id") || !record["id"].is_string()) return;
    const std::string id = record["id"];
    if (!check.keep.empty()) known_.keep(check.keep, id);
    const std::string& target = request.first.target;
    const bool makes =
        target == "/v4/model-groups" || target == "/v4/models" || target.ends_with("/deployments");
    if (makes) made_.push_back(target + "/" + percent_encoded(id));
  }

  void judge(Finding& finding, const ordered_json& pattern, const Response& response) const {
    const Check& check = finding.check;
    if (response.status != check.status) {
      add(finding, {std::to_string(check.status), summary(response)});
      return;
    }
    if (const auto type = content_type(response); !type.starts_with("application/json")) {
      add(finding, {"content-type: application/json", "content-type: " + excerpt(type)});
    }
    const auto answer = parsed(response.body);
    if (answer.is_discarded()) {
      add(finding, {"JSON", excerpt(response.body)});
      return;
    }
    if (!pattern.is_null()) {
      for (const auto& difference : differences(pattern, answer)) add(finding, difference);
    }
    judge_headers(finding, response);
    judge_members(finding, answer);
  }

  static void judge_headers(Finding& finding, const Response& response) {
    ordered_json headers = ordered_json::object();
    for (const auto& [name, pattern] : finding.check.answer_headers.items()) {
      if (const auto* const value = find_header(response, name)) headers[name] = *value;
    }
    for (const auto& difference : differences(finding.check.answer_headers, headers)) {
      add(finding, difference);
    }
  }

  static void judge_members(Finding& finding, const ordered_json& answer) {
    const auto& only = finding.check.only;
    if (only.empty() || !answer.is_object()) return;
    for (const auto& [name, value] : answer.items()) {
      if (std::find(only.begin(), only.end(), name) != only.end()) continue;
      add(finding, {name + ": <absent>", name + ": " + excerpt(value.dump())});
    }
  }

  static void add(Finding& finding, const Difference& difference) {
    const char* const between = finding.expected.empty() ? "" : "; ";
    finding.verdict = Verdict::differs;
    finding.expected += between + difference.expected;
    finding.came += between + difference.came;
  }

  Transport& transport_;
  const Asker& asker_;
  Known known_;
  std::vector<std::string> made_;
  int without_answer_ = 0;
};

}  // namespace

ConformanceReport check_conformance(Transport& transport, const Asker& asker,
                                    const std::vector<Check>& checks, const BeforeCheck& before) {
  Run run(transport, asker);
  run.make_sure_that_it_is_a_registry();
  ConformanceReport report;
  bool going_on = true;
  for (const Check& check : checks) {
    going_on = going_on && !run.is_cut_off() && before(report.findings.size());
    report.findings.push_back(going_on ? run.finding_of(check)
                                       : Finding{.check = check, .verdict = Verdict::left_out});
  }
  report.left_behind = run.clean_up();
  return report;
}

}  // namespace modelreg::tool
