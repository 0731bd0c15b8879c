#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "modelreg/modelreg.hpp"
#include "modelreg/testing.hpp"

/// Opt-in: the fixture kit for GoogleTest. A fixture, matchers, and printers for every record,
/// which must be the same in all files of a program: include it in each that compares records.
///
/// It is a header alone; link `modelreg::testing` and GoogleMock.
namespace modelreg {

namespace testing {

template <class Record>
concept SpeltAsJson = requires(const Record& record) {
  to_json_text(record);
};

[[nodiscard]] std::string_view name_of(ErrorCode code) noexcept;

}  // namespace testing

/// Records, pages, requests and answers are printed as their JSON.
template <testing::SpeltAsJson Record>
void PrintTo(const Record& record, std::ostream* out) {
  try {
    *out << to_json_text(record);
  } catch (const Error& error) {
    *out << "no JSON: " << error.what();
  }
}
template <class Record>
void PrintTo(const Id<Record>& id, std::ostream* out) {
  *out << '"' << id.str() << '"';
}
template <TextEnum E>
void PrintTo(const E& value, std::ostream* out) {
  *out << to_string(value);
}
inline void PrintTo(const NewApiKey& key, std::ostream* out) { *out << "the key " << key.id; }
inline void PrintTo(const JsonObject& object, std::ostream* out) { *out << object.text(); }
inline void PrintTo(const Violation& violation, std::ostream* out) {
  *out << violation.field << ": " << violation.problem << " (" << violation.type << ')';
}
inline void PrintTo(ErrorCode code, std::ostream* out) { *out << testing::name_of(code); }
inline void PrintTo(const Error& error, std::ostream* out) {
  *out << testing::name_of(error.code()) << ": " << error.what();
}
inline void PrintTo(const Identity& identity, std::ostream* out) {
  *out << identity.user_id << " in " << identity.account_id;
}
inline void PrintTo(const Header& header, std::ostream* out) {
  *out << header.name << ": " << header.value;
}

namespace testing {

inline void PrintTo(const Call& call, std::ostream* out) { *out << text_of(call); }
inline void PrintTo(const Journal& journal, std::ostream* out) {
  *out << journal.entries().size() << " calls";
  for (const auto& entry : journal.entries()) {
    *out << "\n  " << text_of(entry.call) << ", answered with " << entry.status;
  }
}

/// A test registry, a session and a client of it. A call that `strict` refused fails the test.
///
///     class ChatTest : public RegistryTest {
///      protected:
///       ChatTest() : RegistryTest(Seed().group({.name = "chat"})) {}
///     };
///
///     TEST_F(ChatTest, TheGroupIsThere) {
///       EXPECT_THAT(client.list_model_groups().items, ElementsAre(HasName("chat")));
///     }
class RegistryTest : public ::testing::Test {
 protected:
  explicit RegistryTest(Seed seed = {}, TestOptions options = {})
      : registry(std::move(seed), std::move(options)) {}

  void TearDown() override { EXPECT_NO_THROW(registry.verify()); }

  TestRegistry registry;
  Session session = registry;
  Client client = registry.client();
};

/// A model that is in the group with this id, or in none.
MATCHER_P(IsInGroup, id, "") { return arg.model_group_id == id; }
MATCHER(IsInNoGroup, "") { return !arg.model_group_id.has_value(); }
/// A record whose name, id, type or vendor is that, or matches it.
MATCHER_P(HasName, name, "") {
  return ::testing::ExplainMatchResult(name, arg.name, result_listener);
}
MATCHER_P(HasId, id, "") { return ::testing::ExplainMatchResult(id, arg.id, result_listener); }
MATCHER_P(HasType, type, "") {
  return ::testing::ExplainMatchResult(type, arg.model_type, result_listener);
}
MATCHER_P(HasVendor, vendor, "") {
  return ::testing::ExplainMatchResult(vendor, arg.model_vendor, result_listener);
}

/// An answer with that status.
MATCHER_P(HasStatus, status, "") {
  *result_listener << "status " << arg.status << ", body " << arg.body;
  return ::testing::ExplainMatchResult(status, arg.status, result_listener);
}

/// An `Error` with that code.
MATCHER_P(IsErrorWith, code, "") {
  return ::testing::ExplainMatchResult(code, arg.code(), result_listener);
}
/// An `Error`, or a list of violations, that names the field with that type of violation.
MATCHER_P2(HasViolation, field, type, "") {
  const auto violations = [&] {
    if constexpr (requires { arg.violations(); }) {
      return arg.violations();
    } else {
      return arg;
    }
  }();
  *result_listener << ::testing::PrintToString(violations);
  for (const auto& violation : violations) {
    if (violation.field == field && violation.type == type) return true;
  }
  return false;
}

/// Something that can be called and throws an `Error` with that code.
///
///     EXPECT_THAT([&] { session.delete_model_group(group.id); }, Fails(ErrorCode::not_found));
MATCHER_P(Fails, code, "") {
  try {
    arg();
  } catch (const Error& error) {
    *result_listener << "it throws " << name_of(error.code()) << ": " << error.what();
    return error.code() == code;
  }
  *result_listener << "it throws nothing";
  return false;
}

/// A journal in which that call is, so often.
MATCHER_P(Asked, call, "") { return arg.count(call) > 0; }
MATCHER_P2(AskedTimes, call, times, "") {
  const auto count = arg.count(call);
  *result_listener << "it was asked " << count << " times";
  return count == static_cast<std::size_t>(times);
}
/// A journal with exactly these calls, each once.
///
///     EXPECT_THAT(registry.journal(),
///                 AskedOnly({call(Operation::add_model_instance, group.id, model.id)}));
MATCHER_P(AskedOnlyThese, calls, "") {
  const auto difference = arg.difference_from(calls);
  *result_listener << "\n" << difference;
  return difference.empty();
}
inline auto AskedOnly(std::vector<Call> calls) { return AskedOnlyThese(std::move(calls)); }

inline std::string_view name_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::unauthenticated:
      return "unauthenticated";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::busy:
      return "busy";
    case ErrorCode::outcome_unknown:
      return "outcome_unknown";
    case ErrorCode::schema_mismatch:
      return "schema_mismatch";
    case ErrorCode::storage:
      return "storage";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::unexpected_answer:
      return "unexpected_answer";
  }
  return "no error code";
}

}  // namespace testing
}  // namespace modelreg
