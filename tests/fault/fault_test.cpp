#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <filesystem>
#include <iostream>
#include <new>
#include <optional>
#include <string>
#include <tuple>

#include "fault/faulty_file_system.hpp"
#include "fault/faulty_memory.hpp"
#include "fault/scenario.hpp"
#include "journals.hpp"
#include "session_fixture.hpp"
#include "storage/migrations.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

/// Whatever fails, at whatever moment: a call takes effect in full or not at all, its error says
/// which, the file is sound and the registry goes on working.
namespace modelreg {
namespace {

using test::Call;
using test::Fault;
using test::FaultyFileSystem;
using test::FaultyMemory;
using test::Heap;

namespace fs = std::filesystem;

/// What a call came to.
struct Outcome {
  std::optional<std::string> answer = {};  // none if it failed
  std::optional<Error> error = {};         // none, too, if the program's memory ran out
};

struct TakenBack {};

/// Whether opening and closing the registry fails, too, in all of its ways: with every call, or
/// with one, since it is the same each time.
enum class Opening : std::uint8_t { with_every_call = 1, once };

class FaultTest : public testing::Test {
 protected:
  explicit FaultTest(Journal journal) : journal_(journal) {
    test::make_registry(path);
    (void)Registry::open(path, options());
    bytes_before = test::read_bytes(path);
    before = test::contents(path);
  }

  /// Make every call again and again, with the first, the second, … chance to fail being taken by
  /// `fail`, until there are no more. `heal` tells whether one was.
  template <class Fail, class Heal>
  void fail_everything(const Fail& fail, const Heal& heal, Opening opening) {
    for (const Call& call : test::calls()) {
      const Outcome expected = in_fresh_registry(call, [] {});
      ASSERT_TRUE(expected.answer) << call.name;
      after = test::contents(path);
      for (const bool fresh : {true, false}) {
        if (fresh && opening == Opening::once && &call != &test::calls().front()) continue;
        for (long number = 1;; ++number) {
          const auto outcome = fresh ? in_fresh_registry(call, [&] { fail(number); })
                                     : in_long_lived_registry(
                                           call, [&] { fail(number); }, heal);
          const bool failed = fresh ? heal() : was_hit_;
          if (!failed) break;
          ++faults_;
          SCOPED_TRACE(call.name + ", chance " + std::to_string(number) + (fresh ? ", fresh" : ""));
          expect_all_or_nothing(outcome, *expected.answer);
          if (HasFailure()) return;  // one is enough to see
        }
      }
    }
    std::cout << faults_ << " faults\n";
  }

  /// Open the file that `restore_file` puts there again and again, each time with the next chance
  /// to fail taken. It must end as it was or, where the opening changes it, as that leaves it.
  template <class RestoreFile>
  void fail_opening(Fault fault, const RestoreFile& restore_file) {
    const auto open = [&] {
      return to_json_text(
          Registry::open(path, options()).session(test::caller).list_model_groups());
    };
    restore_file();
    const auto expected = open();
    after = test::contents(path);
    for (bool hit = true; hit;) {
      restore_file();
      FaultyFileSystem::fail(faults_ + 1, fault);
      const auto outcome = outcome_of(open);
      hit = FaultyFileSystem::heal();
      if (!hit) break;
      ++faults_;
      SCOPED_TRACE(faults_);
      const auto now = test::contents(path);
      EXPECT_TRUE(now == before || now == after);
      if (outcome.answer) {
        EXPECT_EQ(*outcome.answer, expected);
        EXPECT_EQ(now, after);
      }
      if (HasFailure()) return;
    }
    std::cout << faults_ << " faults\n";
  }

  /// Let the disk fail for good at the last moment of a change at which the change is taken back.
  void leave_a_journal_behind() {
    std::string database;
    std::string journal;
    for (long number = 1;; ++number) {
      restore();
      FaultyFileSystem::fail(number, Fault::from_then);
      const auto outcome = in_registry(
          [](Session& session) { session.delete_model_instance(ModelInstanceId("member")); });
      if (!FaultyFileSystem::heal()) break;
      const bool begun = journal_ == Journal::wal || test::read_bytes(path) != bytes_before;
      if (fs::exists(journal_path) && fs::file_size(journal_path) > 0 && outcome.error && begun) {
        database = test::read_bytes(path);
        journal = test::read_bytes(journal_path);
      }
    }
    ASSERT_FALSE(journal.empty());
    test::remove_journals(path);
    test::write_bytes(path, database);
    test::write_bytes(journal_path, journal);
  }

  void restore() {
    test::remove_journals(path);
    test::write_bytes(path, bytes_before);
  }

  Options options() const {
    Options options = test::repeatable_options();
    options.journal = journal_;
    return options;
  }

  template <class Work>
  static Outcome outcome_of(const Work& work) {
    Outcome outcome;
    try {
      outcome.answer = work();
    } catch (const Error& error) {
      outcome.error = error;
    } catch (const std::bad_alloc&) {
      // neither
    } catch (const std::exception& error) {
      ADD_FAILURE() << "an exception of others: " << error.what();
    }
    return outcome;
  }

  template <class Work>
  Outcome in_registry(const Work& work) {
    return outcome_of([&] {
      auto session = Registry::open(path, options()).session(test::caller);
      work(session);
      return std::string();
    });
  }

  const Journal journal_;
  test::TemporaryFolder folder;
  fs::path path = folder / "registry.db";
  fs::path journal_path = test::journal_of(path, journal_);
  std::string bytes_before;
  std::string before;
  std::string after;
  long faults_ = 0;

 private:
  /// The registry is opened, used and closed while something fails.
  template <class Fail>
  Outcome in_fresh_registry(const Call& call, const Fail& fail) {
    restore();
    const auto made = options();
    fail();
    return outcome_of([&] {
      auto registry = Registry::open(path, made);
      auto session = registry.session(test::caller);
      return call.make(registry, session);
    });
  }

  /// Something fails during the call alone; the registry must go on working.
  template <class Fail, class Heal>
  Outcome in_long_lived_registry(const Call& call, const Fail& fail, const Heal& heal) {
    restore();
    auto registry = Registry::open(path, options());
    auto session = registry.session(test::caller);
    fail();
    auto outcome = outcome_of([&] { return call.make(registry, session); });
    was_hit_ = heal();
    EXPECT_NO_THROW({
      (void)session.list_model_instances();
      try {
        session.transaction([](Session& inside) {
          inside.create_model_group({.name = "afterwards", .id = ModelGroupId("afterwards")});
          throw TakenBack{};
        });
      } catch (const TakenBack&) {
      }
    }) << call.name;
    return outcome;
  }

  void expect_all_or_nothing(const Outcome& outcome, const std::string& expected) {
    const auto now = test::contents(path);
    if (outcome.answer) {
      EXPECT_EQ(*outcome.answer, expected);
      EXPECT_TRUE(now == after) << "an acknowledged change is lost";
    } else if (outcome.error && outcome.error->code() == ErrorCode::outcome_unknown) {
      EXPECT_TRUE(now == before || now == after) << "half of a change is stored";
    } else {
      EXPECT_TRUE(now == before) << "a refused change is stored";
    }
    if (outcome.error) expect_told(*outcome.error);
  }

  /// An error names the kind of failure, SQLite's code and the file.
  void expect_told(const Error& error) const {
    EXPECT_TRUE(error.code() == ErrorCode::storage || error.code() == ErrorCode::outcome_unknown)
        << error.what();
    if (error.sqlite_code() != 0) {
      EXPECT_THAT(error.what(), testing::HasSubstr(std::to_string(error.sqlite_code())));
    }
  }

  bool was_hit_ = false;
};

using FileFault = std::tuple<Journal, Fault>;

class FileFaultTest : public FaultTest, public testing::WithParamInterface<FileFault> {
 protected:
  FileFaultTest() : FaultTest(std::get<Journal>(GetParam())) {}

  const Fault fault = std::get<Fault>(GetParam());
};

TEST_P(FileFaultTest, EveryCallTakesEffectInFullOrNotAtAll) {
  const auto memory = sqlite3_memory_used();
  fail_everything([&](long number) { FaultyFileSystem::fail(number, fault); },
                  [] { return FaultyFileSystem::heal(); }, Opening::with_every_call);

  EXPECT_EQ(sqlite3_memory_used(), memory);
  EXPECT_GE(faults_, journal_ == Journal::wal ? 400 : 700);  // a log takes fewer writes
}

/// A process died while it wrote a change to the file; its journal is still there. What fails while
/// the next one takes the change back must not make it worse.
TEST_P(FileFaultTest, ATakingBackThatFailsCanBeTriedAgain) {
  leave_a_journal_behind();
  const auto database = test::read_bytes(path);
  const auto journal = test::read_bytes(journal_path);
  fail_opening(fault, [&] {
    test::remove_journals(path);
    test::write_bytes(path, database);
    test::write_bytes(journal_path, journal);
  });

  EXPECT_GE(faults_, 5);
}

TEST_P(FileFaultTest, AFileIsMigratedInFullOrNotAtAll) {
  fs::remove(path);
  {
    SQLite::Database old(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    storage::write_schema(old, 1);
    old.exec("INSERT INTO account (id) VALUES ('acme')");
  }
  fs::permissions(path, fs::perms(0600));
  bytes_before = test::read_bytes(path);
  before = test::contents(path);
  fail_opening(fault, [&] { restore(); });

  EXPECT_NE(before, after);
  EXPECT_GE(faults_, 10);
}

TEST_P(FileFaultTest, ASnapshotIsMadeInFullOrNotAtAll) {
  const auto copy = folder / "copy.db";
  auto registry = Registry::open(path, options());
  bool made = false;
  for (long number = 1; !made; ++number) {
    SCOPED_TRACE(number);
    FaultyFileSystem::fail(number, fault);
    const auto outcome = outcome_of([&] {
      registry.snapshot_to(copy);
      return std::string();
    });
    made = !FaultyFileSystem::heal();
    EXPECT_EQ(fs::exists(copy), outcome.answer.has_value());
    EXPECT_FALSE(fs::exists(folder / "copy.db-journal"));
    if (outcome.answer) {
      EXPECT_EQ(test::contents(copy), before);
    }
    fs::remove(copy);
    EXPECT_TRUE(registry.check().sound());
  }
}

std::string name_of(Fault fault) {
  switch (fault) {
    case Fault::once:
      return "Once";
    case Fault::thrice:
      return "Thrice";
    case Fault::flaky:
      return "Flaky";
    case Fault::from_then:
      return "FromThen";
    case Fault::torn:
      return "Torn";
    case Fault::disk_full:
      return "DiskFull";
  }
  return {};
}

std::string name_of_file_fault(const testing::TestParamInfo<FileFault>& test) {
  return name_of(std::get<Fault>(test.param)) + test::name_of(std::get<Journal>(test.param));
}

INSTANTIATE_TEST_SUITE_P(Faults, FileFaultTest,
                         testing::Combine(testing::ValuesIn(test::sound_journals()),
                                          testing::Values(Fault::once, Fault::thrice, Fault::flaky,
                                                          Fault::from_then, Fault::torn,
                                                          Fault::disk_full)),
                         name_of_file_fault);

using MemoryFault = std::tuple<Journal, Heap, bool>;

class MemoryFaultTest : public FaultTest, public testing::WithParamInterface<MemoryFault> {
 protected:
  MemoryFaultTest() : FaultTest(std::get<Journal>(GetParam())) {}

  const Heap heap = std::get<Heap>(GetParam());
  const bool from_then = std::get<bool>(GetParam());
};

TEST_P(MemoryFaultTest, EveryCallTakesEffectInFullOrNotAtAll) {
  const auto memory = sqlite3_memory_used();
  fail_everything([&](long number) { FaultyMemory::fail(heap, number, from_then); },
                  [] { return FaultyMemory::heal(); }, Opening::once);

  EXPECT_EQ(sqlite3_memory_used(), memory);
  EXPECT_GE(faults_, 900);
}

TEST_P(MemoryFaultTest, ACopyThatFailsSaysSoAndAnotherRegistryCanBeCopiedTo) {
  const auto original = Registry::open(path, options());
  const ModelInstanceId member("member");
  for (long number = 1;; ++number) {
    SCOPED_TRACE(number);
    auto copy = Registry::in_memory(test::repeatable_options());
    FaultyMemory::fail(heap, number, from_then);
    const auto outcome = outcome_of([&] {
      copy.copy_from(original);
      return std::string();
    });
    if (!FaultyMemory::heal()) break;
    ++faults_;
    if (outcome.answer) {
      EXPECT_TRUE(copy.session(test::caller).has_model_instance(member));
    }
    auto another = Registry::in_memory(test::repeatable_options());
    another.copy_from(original);
    EXPECT_TRUE(another.session(test::caller).has_model_instance(member));
    if (HasFailure()) return;
  }
  std::cout << faults_ << " faults\n";
  EXPECT_GE(faults_, 5);
}

TEST_P(MemoryFaultTest, ACallThatFailsInATransactionTakesBackItselfAlone) {
  const std::vector ids{ModelInstanceId("single"), ModelInstanceId("another")};
  const auto state_after = [&](const std::function<void(Session&)>& inner) {
    restore();
    (void)in_registry([&](Session& session) {
      session.transaction([&](Session& inside) {
        inside.create_model_group({.name = "n", .id = ModelGroupId("new")});
        try {
          inner(inside);
        } catch (const std::exception&) {
          // the work goes on
        }
      });
    });
    return test::contents(path);
  };
  const auto without = state_after([](Session&) {});
  const auto with =
      state_after([&](Session& inside) { inside.add_model_instances(ModelGroupId("other"), ids); });
  for (bool hit = true; hit; ++faults_) {
    const auto now = state_after([&](Session& inside) {
      FaultyMemory::fail(heap, faults_ + 1, from_then);
      try {
        inside.add_model_instances(ModelGroupId("other"), ids);
      } catch (const std::exception&) {
        hit = FaultyMemory::heal();
        throw;
      }
      hit = FaultyMemory::heal();
    });
    ASSERT_TRUE(now == before || now == without || now == with) << faults_;
  }

  EXPECT_NE(with, without);
}

std::string name_of_memory_fault(const testing::TestParamInfo<MemoryFault>& test) {
  const auto [journal, heap, from_then] = test.param;
  return std::string(heap == Heap::sqlite ? "SqlitesMemory" : "Memory") +
         (from_then ? "FromThen" : "Once") + test::name_of(journal);
}

INSTANTIATE_TEST_SUITE_P(Faults, MemoryFaultTest,
                         testing::Combine(testing::ValuesIn(test::sound_journals()),
                                          testing::Values(Heap::sqlite, Heap::program),
                                          testing::Bool()),
                         name_of_memory_fault);

}  // namespace
}  // namespace modelreg

int main(int argc, char** argv) {
  modelreg::test::FaultyMemory::install();
  modelreg::test::FaultyFileSystem::install();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
