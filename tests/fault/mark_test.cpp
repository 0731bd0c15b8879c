#include <filesystem>
#include <iostream>
#include <new>
#include <optional>
#include <string>
#include <tuple>

#include "fault/faulty_memory.hpp"
#include "fault/scenario.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"

/// Whichever allocation fails in a registry in memory that has a mark: a call takes effect in full
/// or fails and changes nothing, unless everything since the mark is taken back with it; and the
/// registry comes back to the mark.
namespace modelreg {
namespace {

using test::FaultyMemory;
using test::Heap;

const Identity newcomer{.account_id = "new", .user_id = "eve"};

std::string held_by(Registry& registry) {
  std::string text;
  const auto append = [&](std::string_view part) { text += part; };
  for (const auto& identity : {test::caller, newcomer}) {
    export_to(registry.session(identity), append);
  }
  for (const auto& key : registry.list_api_keys()) text += to_json_text(key);
  return text;
}

/// A registry with a mark and a change since.
struct Marked {
  explicit Marked(Registry& original) : at_mark(held_by(original)) {
    registry.copy_from(original);
    registry.mark();
    change();
    changed = held_by(registry);
  }

  /// Whatever has happened, it can be changed, comes back to the mark, and is as it was.
  void come_back() {
    change();
    registry.rewind();
    EXPECT_EQ(held_by(registry), at_mark);
    next_id = 0;
    change();
  }

  /// The same calls give the same records, from the mark on.
  Options options() {
    auto options = test::repeatable_options();
    options.new_id = [this] { return "id-" + std::to_string(next_id++); };
    return options;
  }

  /// An account is made, too, whose key the registry remembers.
  void change() {
    auto other = registry.session(newcomer);
    const auto group = other.create_model_group({.name = "since the mark"});
    EXPECT_EQ(other.get_model_group(group.id), group);
  }

  int next_id = 0;
  Registry registry = Registry::in_memory(options());
  Session session = registry.session(test::caller);
  std::string at_mark;
  std::string changed;
};

/// Whether `call` does not fail for want of memory.
template <class Call>
bool succeeds(const Call& call) {
  try {
    call();
    return true;
  } catch (const Error& error) {
    EXPECT_TRUE(error.code() == ErrorCode::storage || error.code() == ErrorCode::outcome_unknown)
        << error.what();
  } catch (const std::bad_alloc&) {
    // the program's
  }
  return false;
}

using MarkFault = std::tuple<Heap, bool>;

class MarkFaultTest : public testing::TestWithParam<MarkFault> {
 protected:
  MarkFaultTest() {
    const auto path = folder / "registry.db";
    test::make_registry(path);
    original.copy_from(Registry::open(path));
  }

  /// Make `call` on a registry with a mark again and again, with the first, the second, …
  /// allocation failing, and look at what has come of it, until there are no more; and once more
  /// from the first, when every statement is prepared. `look` has the answer, or none if the call
  /// failed.
  template <class Call, class Look>
  void fail_everywhere(const Call& call, const Look& look) {
    const auto [heap, from_then] = GetParam();
    Marked marked(original);
    for (const bool prepared : {false, true}) {
      for (long number = 1; !HasFailure(); number += 1 + number / 50) {
        SCOPED_TRACE((prepared ? "prepared, " : "") + std::to_string(number));
        std::optional<std::string> answer;
        FaultyMemory::fail(heap, number, from_then);
        succeeds([&] { answer = call(marked); });
        if (!FaultyMemory::heal()) break;
        ++faults;
        look(marked, answer);
        marked.come_back();
      }
      if (!HasFailure()) marked.come_back();
    }
    EXPECT_TRUE(marked.registry.check().sound());
  }

  test::TemporaryFolder folder;
  Registry original = Registry::in_memory();
  long faults = 0;
};

TEST_P(MarkFaultTest, ACallTakesEffectInFullOrNotAtAllOrEverythingIsTakenBackToTheMark) {
  long taken_back = 0;
  for (const auto& call : test::calls()) {
    SCOPED_TRACE(call.name);
    Marked all_well(original);
    const auto expected = call.make(all_well.registry, all_well.session);
    const auto after = held_by(all_well.registry);
    fail_everywhere([&](Marked& marked) { return call.make(marked.registry, marked.session); },
                    [&](Marked& marked, const std::optional<std::string>& answer) {
                      const auto now = held_by(marked.registry);
                      if (answer) {
                        EXPECT_EQ(*answer, expected);
                        EXPECT_EQ(now, after);
                      } else {
                        EXPECT_TRUE(now == marked.changed || now == marked.at_mark) << now;
                        if (now == marked.at_mark) ++taken_back;
                      }
                    });
  }
  std::cout << faults << " faults, of which " << taken_back << " took back all since the mark\n";
  EXPECT_GE(faults, 1000);
}

TEST_P(MarkFaultTest, RewindingNeedsNoMemory) {
  Marked marked(original);
  FaultyMemory::fail(std::get<Heap>(GetParam()), 1, true);

  marked.registry.rewind();

  EXPECT_FALSE(FaultyMemory::heal());
  EXPECT_EQ(held_by(marked.registry), marked.at_mark);
}

TEST_P(MarkFaultTest, AMarkThatFailsLeavesTheOneBefore) {
  const auto [heap, from_then] = GetParam();
  for (long number = 1; !HasFailure(); ++number) {
    SCOPED_TRACE(number);
    Marked marked(original);
    FaultyMemory::fail(heap, number, from_then);
    const bool set = succeeds([&] { marked.registry.mark(); });
    if (!FaultyMemory::heal()) break;
    ++faults;
    EXPECT_EQ(held_by(marked.registry), marked.changed);
    if (!set) marked.come_back();
  }
  std::cout << faults << " faults\n";
}

TEST_P(MarkFaultTest, TheFirstChangeAfterACopyIsTakenBackIfItFails) {
  const auto [heap, from_then] = GetParam();
  const auto before = held_by(original);
  for (long number = 1; !HasFailure(); ++number) {
    SCOPED_TRACE(number);
    auto registry = Registry::in_memory(test::repeatable_options());
    registry.copy_from(original);
    auto session = registry.session(newcomer);
    FaultyMemory::fail(heap, number, from_then);
    const bool made = succeeds([&] { session.create_model_group({.name = "n"}); });
    if (!FaultyMemory::heal()) break;
    ++faults;
    if (!made) {
      EXPECT_EQ(held_by(registry), before);
    }
    session.create_model_group({.name = "n"});
  }
  std::cout << faults << " faults\n";
  EXPECT_GE(faults, 10);
}

std::string name_of_mark_fault(const testing::TestParamInfo<MarkFault>& test) {
  const auto [heap, from_then] = test.param;
  return std::string(heap == Heap::sqlite ? "SqlitesMemory" : "Memory") +
         (from_then ? "FromThen" : "Once");
}

INSTANTIATE_TEST_SUITE_P(Faults, MarkFaultTest,
                         testing::Combine(testing::Values(Heap::sqlite, Heap::program),
                                          testing::Bool()),
                         name_of_mark_fault);

}  // namespace
}  // namespace modelreg
