#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "session_fixture.hpp"

namespace modelreg {
namespace {

using test::an_instance;
using test::error_of;

class TransactionTest : public test::SessionTest {
 protected:
  std::int64_t groups() const { return session.list_model_groups().total_item_count; }
};

TEST_F(TransactionTest, AllCallsTakeEffectWhenItReturns) {
  session.transaction([&](Session& inside) {
    const auto group = inside.create_model_group({.name = "n"});
    const auto instance = inside.create_model_instance(an_instance());
    inside.add_model_instance(group.id, instance.id);
  });

  EXPECT_EQ(groups(), 1);
  EXPECT_TRUE(session.list_model_instances().items.at(0).model_group_id);
}

TEST_F(TransactionTest, NoCallTakesEffectIfItThrowsAndWhatItThrowsIsPassedOn) {
  EXPECT_THROW(session.transaction([&](Session& inside) {
    inside.create_model_group({.name = "n"});
    throw std::out_of_range("mine");
  }),
               std::out_of_range);
  EXPECT_EQ(groups(), 0);
}

TEST_F(TransactionTest, ItReturnsWhatItsWorkReturns) {
  const auto group =
      session.transaction([](Session& inside) { return inside.create_model_group({.name = "n"}); });

  EXPECT_EQ(session.get_model_group(group.id), group);
  EXPECT_EQ(*session.transaction([](auto&) { return std::make_unique<int>(7); }), 7);
}

TEST_F(TransactionTest, WhatItsWorkReturnsByReferenceIsCopied) {
  const std::string text = "kept elsewhere";
  const auto returned = session.transaction([&](Session&) -> const std::string& { return text; });
  static_assert(std::is_same_v<decltype(session.transaction(
                                   [&](Session&) -> const std::string& { return text; })),
                               std::string>);

  EXPECT_EQ(returned, text);
}

TEST_F(TransactionTest, OneThatReturnsAndThrowsTakesEffectNeither) {
  const bool fails = true;
  EXPECT_THROW(session.transaction([&](Session& inside) {
    auto group = inside.create_model_group({.name = "n"});
    if (fails) throw std::out_of_range("mine");
    return group;
  }),
               std::out_of_range);
  EXPECT_EQ(groups(), 0);
}

TEST_F(TransactionTest, ItsWorkMayBeAFunctionObjectOfEitherKind) {
  const std::function<int(Session&)> answers = [](Session&) { return 7; };
  const std::function<void(Session&)> is_silent = [](Session& inside) {
    inside.create_model_group({.name = "n"});
  };

  static_assert(std::is_void_v<decltype(session.transaction(is_silent))>);
  session.transaction(is_silent);
  EXPECT_EQ(session.transaction(answers), 7);
  EXPECT_EQ(groups(), 1);
}

TEST_F(TransactionTest, ItSeesItsOwnChanges) {
  session.transaction([&](Session& inside) {
    const auto group = inside.create_model_group({.name = "n"});
    EXPECT_EQ(inside.get_model_group(group.id), group);
    EXPECT_EQ(groups(), 1);
  });
}

TEST_F(TransactionTest, ACallThatFailsInsideTakesBackItselfAlone) {
  session.transaction([&](Session& inside) {
    const auto group = inside.create_model_group({.name = "n"});
    const auto instance = inside.create_model_instance(an_instance());
    const std::vector ids{instance.id, missing_instance};
    EXPECT_EQ(error_of([&] { inside.add_model_instances(group.id, ids); }), ErrorCode::not_found);
    EXPECT_EQ(inside.get_model_instance(instance.id), instance);
  });

  EXPECT_EQ(groups(), 1);
}

TEST_F(TransactionTest, AnInnerOneThatThrowsTakesBackItsOwnCallsAlone) {
  session.transaction([&](Session& outer) {
    outer.create_model_group({.name = "outer"});
    EXPECT_THROW(outer.transaction([](Session& inner) {
      inner.create_model_group({.name = "inner"});
      throw std::runtime_error("inner");
    }),
                 std::runtime_error);
    outer.transaction([](Session& inner) { inner.create_model_group({.name = "second"}); });
  });

  EXPECT_EQ(session.list_model_groups().items.at(0).name, "outer");
  EXPECT_EQ(session.list_model_groups().items.at(1).name, "second");
  EXPECT_EQ(groups(), 2);
}

TEST_F(TransactionTest, AnOuterOneThatThrowsTakesBackTheInnerOnesToo) {
  EXPECT_THROW(session.transaction([](Session& outer) {
    outer.transaction([](Session& inner) { inner.create_model_group({.name = "inner"}); });
    throw std::runtime_error("outer");
  }),
               std::runtime_error);
  EXPECT_EQ(groups(), 0);
}

TEST_F(TransactionTest, AnotherAccountsCallsOfTheSameThreadBelongToIt) {
  EXPECT_THROW(session.transaction([&](Session&) {
    stranger.create_model_group({.name = "theirs"});
    throw std::runtime_error("all of it");
  }),
               std::runtime_error);
  EXPECT_EQ(stranger.list_model_groups().total_item_count, 0);
}

TEST_F(TransactionTest, AnAccountAndADocumentThatWereTakenBackAreForgotten) {
  auto record = test::a_complete_record({.account_id = "new", .user_id = "u"});
  auto fresh = registry.session({.account_id = "new", .user_id = "u"});
  EXPECT_THROW(fresh.transaction([&](Session& inside) {
    inside.import_model_instance(record);
    (void)inside.get_model_instance(record.id);
    throw std::runtime_error("taken back");
  }),
               std::runtime_error);
  auto other = test::a_complete_record({.account_id = "other", .user_id = "u"});
  other.request_schema = JsonObject(R"({"title":"other"})");
  auto session_of_other = registry.session({.account_id = "other", .user_id = "u"});
  session_of_other.import_model_instance(other);  // takes the keys that were given back

  EXPECT_EQ(session_of_other.get_model_instance(other.id), other);
  EXPECT_EQ(fresh.find_model_instance(record.id), std::nullopt);
  EXPECT_EQ(fresh.import_model_instance(record), record);
  EXPECT_EQ(fresh.get_model_instance(record.id), record);
}

}  // namespace
}  // namespace modelreg
