#include "modelreg/remote_records.hpp"

#include "mirror/mirror_fixture.hpp"

/// Which record here is which at a platform.
namespace modelreg {
namespace {

class RemoteRecordsTest : public test::MirrorTest {
 protected:
  RemoteRecords pairs{here, "https://api.example.com"};
  ModelGroup group = here.create_model_group({.name = "chat"});
  ModelInstance model = here.create_model_instance(a_model("first", group.id));
  ModelDeployment deployment = here.create_model_deployment(model.id, {.name = "live"});

  RemoteRecord pair_of(RecordKind kind, const std::string& id) const {
    return {kind, id, "there-" + id, "a", "b"};
  }

  template <class Call>
  static std::optional<ErrorCode> error_of(Call&& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    return std::nullopt;
  }
};

TEST_F(RemoteRecordsTest, APairIsFoundFromEitherSide) {
  const std::vector<RemoteRecord> all{pair_of(RecordKind::model_group, group.id.str()),
                                      pair_of(RecordKind::model_instance, model.id.str()),
                                      pair_of(RecordKind::model_deployment, deployment.id.str())};
  for (const auto& pair : all) pairs.save(pair);

  for (const auto& pair : all) {
    EXPECT_EQ(pairs.find(pair.kind, pair.id), pair);
    EXPECT_EQ(pairs.find_there(pair.kind, *pair.remote_id), pair);
    EXPECT_EQ(pairs.list(pair.kind), std::vector{pair});
    EXPECT_TRUE(pairs.list_unanswered(pair.kind).empty());
  }
  EXPECT_TRUE(local.registry().check().sound());
}

TEST_F(RemoteRecordsTest, ARecordHasOneAtEachPlatform) {
  const auto pair = pair_of(RecordKind::model_group, group.id.str());
  pairs.save(pair);
  RemoteRecords elsewhere(here, "https://api.example.org");
  EXPECT_EQ(elsewhere.find(pair.kind, pair.id), std::nullopt);

  elsewhere.save({pair.kind, pair.id, "other"});
  pairs.save({pair.kind, pair.id, "moved"});

  EXPECT_EQ(pairs.find(pair.kind, pair.id)->remote_id, "moved");
  EXPECT_EQ(elsewhere.find(pair.kind, pair.id)->remote_id, "other");
}

TEST_F(RemoteRecordsTest, APairGoesWhenItsRecordDoes) {
  for (const auto& pair : {pair_of(RecordKind::model_group, group.id.str()),
                           pair_of(RecordKind::model_instance, model.id.str()),
                           pair_of(RecordKind::model_deployment, deployment.id.str())}) {
    pairs.save(pair);
  }
  here.delete_model_group(group.id);
  here.delete_model_instance(model.id);

  for (const auto& [kind, text] : enum_texts<RecordKind>) {
    EXPECT_TRUE(pairs.list(kind).empty()) << text;
  }
}

TEST_F(RemoteRecordsTest, OneWithoutAnAnswerIsListedUntilItHasOne) {
  RemoteRecord pair{.kind = RecordKind::model_instance, .id = model.id.str(), .state_here = "a"};
  pairs.save(pair);
  EXPECT_EQ(pairs.list_unanswered(pair.kind), std::vector{pair});

  pair.remote_id = "x";
  pairs.save(pair);
  EXPECT_TRUE(pairs.list_unanswered(pair.kind).empty());
}

TEST_F(RemoteRecordsTest, AnIdThereIsOneRecords) {
  const auto other = here.create_model_group({.name = "other"});
  pairs.save({RecordKind::model_group, group.id.str(), "g1"});

  EXPECT_EQ(error_of([&] {
              pairs.save({RecordKind::model_group, other.id.str(), "g1"});
            }),
            ErrorCode::conflict);
  pairs.forget(RecordKind::model_group, group.id.str());
  EXPECT_NO_THROW(pairs.save({RecordKind::model_group, other.id.str(), "g1"}));
}

TEST_F(RemoteRecordsTest, WhatIsNotThereOrCannotBeIsRefused) {
  EXPECT_EQ(error_of([&] {
              pairs.save({RecordKind::model_group, "none", "g1"});
            }),
            ErrorCode::not_found);
  EXPECT_EQ(error_of([&] {
              pairs.save({RecordKind::model_group, group.id.str(), ""});
            }),
            ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] {
              pairs.save({RecordKind::model_group, group.id.str(), "g1", std::string(256, 'x')});
            }),
            ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { (void)pairs.list(RecordKind(9)); }), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { RemoteRecords(here, ""); }), ErrorCode::invalid_argument);
}

TEST_F(RemoteRecordsTest, AnotherAccountSeesNone) {
  const auto pair = pair_of(RecordKind::model_group, group.id.str());
  pairs.save(pair);
  auto others = local.session({.account_id = "others", .user_id = "eve"});
  RemoteRecords theirs(others, "https://api.example.com");

  EXPECT_EQ(theirs.find(pair.kind, pair.id), std::nullopt);
  others.create_model_group({.name = "n"});
  EXPECT_EQ(theirs.find(pair.kind, pair.id), std::nullopt);
  EXPECT_EQ(theirs.find_there(pair.kind, *pair.remote_id), std::nullopt);
  theirs.forget(pair.kind, pair.id);
  EXPECT_EQ(pairs.find(pair.kind, pair.id), pair);
}

TEST_F(RemoteRecordsTest, CallsInATransactionBelongToIt) {
  const auto pair = pair_of(RecordKind::model_group, group.id.str());
  EXPECT_THROW(here.transaction([&](Session&) {
    pairs.save(pair);
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_EQ(pairs.find(pair.kind, pair.id), std::nullopt);
}

}  // namespace
}  // namespace modelreg
