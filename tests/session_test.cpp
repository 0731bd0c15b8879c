#include "session_fixture.hpp"

namespace modelreg {
namespace {

using test::an_instance;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;

TEST(SessionOptionsTest, TheClockAndTheIdsComeFromTheOptions) {
  const Timestamp now = *parse_timestamp("2030-01-02T03:04:05.000006Z");
  int made = 0;
  auto registry = Registry::in_memory(
      {.now = [&] { return now; }, .new_id = [&] { return "id-" + std::to_string(++made); }});
  auto session = registry.session({.account_id = "acme", .user_id = "ada"});
  const auto group = session.create_model_group({.name = "n"});
  const auto instance = session.create_model_instance(an_instance());

  EXPECT_EQ(group.id.str(), "id-1");
  EXPECT_EQ(group.created_at, now);
  EXPECT_EQ(instance.id.str(), "id-2");
  EXPECT_EQ(session.get_model_instance(instance.id).created_at, now);
}

TEST(SessionOptionsTest, WhatTheOptionsMakeIsCheckedToo) {
  using namespace std::chrono_literals;
  auto registry =
      Registry::in_memory({.now = [] { return Timestamp(std::chrono::sys_days(20000y / 1 / 1)); },
                           .new_id = [] { return std::string(); }});
  auto session = registry.session({.account_id = "acme", .user_id = "ada"});

  EXPECT_THAT(violations_of([&] { session.create_model_instance(an_instance()); }),
              ElementsAre(IsViolation("id", "string_too_short"),
                          IsViolation("created_at", "less_than_equal")));
}

TEST(SessionOptionsTest, TheSystemClockIsTheDefault) {
  const auto before =
      std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  auto registry = Registry::in_memory();
  const auto group =
      registry.session({.account_id = "a", .user_id = "u"}).create_model_group({.name = "n"});

  EXPECT_GE(group.created_at, before);
  EXPECT_LE(group.created_at, std::chrono::system_clock::now());
}

TEST(SessionIdentityTest, AnInvalidIdentityIsRefused) {
  auto registry = Registry::in_memory();

  EXPECT_THAT(violations_of([&] {
                (void)registry.session({.account_id = "", .user_id = std::string(256, 'u')});
              }),
              ElementsAre(IsViolation("account_id", "string_too_short"),
                          IsViolation("user_id", "string_too_long")));
}

TEST(SessionIdentityTest, ASessionKnowsWhoActs) {
  auto registry = Registry::in_memory();
  const Identity ada{.account_id = "acme", .user_id = "ada"};

  EXPECT_EQ(registry.session(ada).identity(), ada);
}

TEST(SessionLifetimeTest, ASessionOutlivesItsRegistry) {
  const auto session_of_a_dead_registry = [] {
    return Registry::in_memory().session({.account_id = "acme", .user_id = "ada"});
  };
  auto session = session_of_a_dead_registry();
  const auto group = session.create_model_group({.name = "n"});

  EXPECT_EQ(session.get_model_group(group.id), group);
}

TEST(SessionLifetimeTest, RegistriesInMemoryShareNothing) {
  auto first = Registry::in_memory();
  auto second = Registry::in_memory();
  const Identity ada{.account_id = "acme", .user_id = "ada"};
  first.session(ada).create_model_group({.name = "n"});

  EXPECT_EQ(second.session(ada).list_model_groups().total_item_count, 0);
}

}  // namespace
}  // namespace modelreg
