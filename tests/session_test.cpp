#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

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

TEST(SessionOptionsTest, WhatTheOptionsThrowIsPassedOnAndNothingIsStored) {
  struct Broken {};
  bool broken = true;
  const auto throwing = [&] {
    if (broken) throw Broken{};
  };
  for (auto& options : std::vector<Options>{{.now =
                                                 [&] {
                                                   throwing();
                                                   return Timestamp();
                                                 }},
                                            {.new_id = [&] {
                                              throwing();
                                              return std::string("id");
                                            }}}) {
    auto registry = Registry::in_memory(options);
    auto session = registry.session({.account_id = "acme", .user_id = "ada"});
    broken = true;
    EXPECT_THROW(session.create_model_group({.name = "n"}), Broken);
    EXPECT_THROW(session.transaction([](Session& inside) {
      inside.create_model_group({.name = "n", .id = ModelGroupId("chosen")});
      inside.create_model_group({.name = "n"});
    }),
                 Broken);
    broken = false;
    session.create_model_group({.name = "n"});
    EXPECT_EQ(session.list_model_groups().total_item_count, 1);
  }
}

TEST(SessionOptionsTest, TheClockAndTheMakerOfIdsMayCallTheRegistry) {
  std::optional<Session> session;
  Options options;
  options.new_id = [&] {
    return "id-" + std::to_string(session->list_model_groups().total_item_count);
  };
  auto registry = Registry::in_memory(options);
  session = registry.session({.account_id = "acme", .user_id = "ada"});
  session->create_model_group({.name = "n"});

  EXPECT_EQ(session->create_model_group({.name = "n"}).id.str(), "id-1");
}

/// Let the system refuse random numbers to this process, for good. False if it cannot be had.
bool refuse_random_numbers() {
  auto filter = std::to_array<sock_filter>({
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getrandom, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EIO),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  });
  const sock_fprog program{.len = filter.size(), .filter = filter.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

TEST(SessionOptionsTest, WithoutRandomNumbersNoIdIsMadeAndAnErrorSaysWhatToDo) {
  enum Outcome { refused, cannot_be_had, made_an_id, other_error };
  const pid_t child = ::fork();
  if (child == 0) {
    auto session = Registry::in_memory().session({.account_id = "acme", .user_id = "ada"});
    if (!refuse_random_numbers()) ::_exit(cannot_be_had);
    try {
      session.create_model_group({.name = "n"});
      ::_exit(made_an_id);
    } catch (const Error& error) {
      const bool helps = std::string(error.what()).find("Options::new_id") != std::string::npos;
      ::_exit(error.code() == ErrorCode::storage && helps ? refused : other_error);
    } catch (...) {
      ::_exit(other_error);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);

  if (WEXITSTATUS(status) == cannot_be_had) GTEST_SKIP() << "needs seccomp";
  if (WEXITSTATUS(status) == made_an_id) GTEST_SKIP() << "this Boost asks not the system alone";
  EXPECT_EQ(status, 0);
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
