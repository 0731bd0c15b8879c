#include "modelreg/api_key.hpp"

#include "raw_database.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

namespace modelreg {
namespace {

using test::error_of;
using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Identity ada{.account_id = "acme", .user_id = "ada"};

class ApiKeyTest : public testing::Test {
 protected:
  Registry registry = Registry::in_memory();

  /// The words in which a key is refused; empty if it is good.
  std::string refusal(const std::string& key) {
    try {
      (void)registry.authenticate(key);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::unauthenticated);
      return error.what();
    }
    return {};
  }
};

TEST_F(ApiKeyTest, AKeyActsAsItsUserInItsAccount) {
  const auto key = registry.create_api_key(ada, "laptop");

  EXPECT_EQ(registry.authenticate(key.secret).identity(), ada);
  EXPECT_EQ(key.account_id, "acme");
  EXPECT_EQ(key.user_id, "ada");
  EXPECT_EQ(key.label, "laptop");
}

TEST_F(ApiKeyTest, ASecretHasAPrefixItsIdAnd32RandomBytes) {
  const auto key = registry.create_api_key(ada);

  EXPECT_THAT(key.secret, testing::MatchesRegex("modelreg_[0-9a-f]+_[-_A-Za-z0-9]+"));
  EXPECT_TRUE(key.secret.starts_with("modelreg_" + key.id + "_"));
  EXPECT_EQ(key.secret.size(), std::string("modelreg_").size() + 16 + 1 + 43);
  EXPECT_NE(registry.create_api_key(ada).secret, key.secret);
}

TEST_F(ApiKeyTest, UnknownMalformedAndRevokedKeysAreRefusedAlike) {
  const auto good = registry.create_api_key(ada);
  const auto revoked = registry.create_api_key(ada);
  registry.revoke_api_key(revoked.id);
  const auto words = refusal("");
  auto altered = good.secret;
  altered.back() = altered.back() == 'A' ? 'B' : 'A';
  auto unknown = good.secret;
  unknown.replace(9, 16, "0123456789abcdef");

  EXPECT_THAT(words, HasSubstr("missing, unknown or revoked"));
  for (const std::string& key :
       {revoked.secret, altered, unknown, std::string("modelreg_"), std::string("nonsense"),
        good.id, "modelreg_" + good.id, "modelreg_" + good.id + "_", good.secret + " ",
        good.secret + "A", " " + good.secret, good.secret + std::string(1, '\0'),
        std::string(1 << 20, 'x')}) {
    EXPECT_EQ(refusal(key), words);
  }
  EXPECT_EQ(refusal(good.secret), "");
}

TEST_F(ApiKeyTest, AListShowsWhoseTheKeysAreAndNoSecret) {
  const auto first = registry.create_api_key(ada, "laptop");
  const auto second = registry.create_api_key({.account_id = "globex", .user_id = "bob"});
  registry.revoke_api_key(second.id);
  const auto keys = registry.list_api_keys();

  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0], (ApiKey{first.id, "acme", "ada", "laptop", keys[0].created_at, {}}));
  EXPECT_EQ(keys[1].id, second.id);
  EXPECT_TRUE(keys[1].revoked_at);
}

TEST_F(ApiKeyTest, RevokingAgainKeepsTheMomentAndAMissingKeyIsNotFound) {
  const auto key = registry.create_api_key(ada);
  registry.revoke_api_key(key.id);
  const auto revoked_at = registry.list_api_keys().at(0).revoked_at;
  registry.revoke_api_key(key.id);

  EXPECT_EQ(registry.list_api_keys().at(0).revoked_at, revoked_at);
  EXPECT_EQ(error_of([&] { registry.revoke_api_key("nope"); }), ErrorCode::not_found);
}

TEST_F(ApiKeyTest, AnInvalidIdentityOrLabelIsRefused) {
  EXPECT_THAT(violations_of([&] {
                (void)registry.create_api_key({.account_id = "", .user_id = ""},
                                              std::string(1025, 'x'));
              }),
              ElementsAre(IsViolation("account_id", "string_too_short"),
                          IsViolation("user_id", "string_too_short"),
                          IsViolation("label", "string_too_long")));
  EXPECT_THAT(registry.list_api_keys(), testing::IsEmpty());
}

TEST_F(ApiKeyTest, TheFileHoldsADigestAndNeverTheSecret) {
  test::TemporaryFolder folder;
  const auto path = folder / "registry.db";
  const auto secret = Registry::open(path).create_api_key(ada).secret;

  EXPECT_THAT(test::read_bytes(path), Not(HasSubstr(secret)));
  EXPECT_THAT(test::read_bytes(path), Not(HasSubstr(secret.substr(26))));
  EXPECT_EQ(Registry::open(path).authenticate(secret).identity(), ada);
}

TEST_F(ApiKeyTest, TheSchemaKnowsTheRulesToo) {
  test::TemporaryFolder folder;
  (void)Registry::open(folder / "registry.db").create_api_key(ada, "label");
  test::RawDatabase database(folder / "registry.db");
  for (const char* change :
       {"id = NULL", "id = ''", "account = NULL", "account = 9", "user_id = NULL", "user_id = ''",
        "label = NULL", "label = hex(zeroblob(513))", "digest = NULL", "digest = x'00'",
        "created_at = NULL", "revoked_at = 'never'"}) {
    EXPECT_TRUE(database.refuses(std::string("UPDATE api_key SET ") + change)) << change;
  }
}

}  // namespace
}  // namespace modelreg
