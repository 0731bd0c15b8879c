#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/digest.hpp"
#include "modelreg/registry.hpp"
#include "registry/validation.hpp"
#include "storage/store.hpp"

namespace modelreg {

using namespace registry;

namespace {

constexpr std::string_view prefix = "modelreg_";  // by which scanners recognise a leaked key
constexpr std::size_t id_bytes = 8;
constexpr std::size_t id_characters = 2 * id_bytes;
constexpr std::size_t secret_bytes = 32;

template <std::size_t size>
std::array<unsigned char, size> random_bytes() {
  std::array<unsigned char, size> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string new_key_id() {
  std::array<char, id_characters + 1> text{};
  const auto bytes = random_bytes<id_bytes>();
  return sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
}

std::string new_secret(const std::string& id) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::array<char, sodium_base64_ENCODED_LEN(secret_bytes, variant)> text{};
  auto bytes = random_bytes<secret_bytes>();
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  std::string secret = std::string(prefix) + id + "_" + text.data();
  sodium_memzero(bytes.data(), bytes.size());
  sodium_memzero(text.data(), text.size());
  return secret;
}

/// The id that a key names; nothing if it is no key. The digest decides whether the key is good.
std::optional<std::string> id_in(std::string_view api_key) {
  if (!api_key.starts_with(prefix)) return std::nullopt;
  api_key.remove_prefix(prefix.size());
  if (api_key.size() <= id_characters || api_key[id_characters] != '_') return std::nullopt;
  return std::string(api_key.substr(0, id_characters));
}

[[noreturn]] void refuse() {
  throw Error(ErrorCode::unauthenticated, "the API key is missing, unknown or revoked");
}

}  // namespace

NewApiKey Registry::create_api_key(const Identity& identity, std::string label) {
  auto violations = validate(identity);
  if (auto violation = check_text({.name = "label", .rule = base::TextRule::label}, label))
    violations.push_back(std::move(*violation));
  require_valid(std::move(violations));
  base::require_sodium();
  const ApiKey key{.id = new_key_id(),
                   .account_id = identity.account_id,
                   .user_id = identity.user_id,
                   .label = std::move(label),
                   .created_at = store_->now()};
  std::string secret = new_secret(key.id);
  store_->write([&] {
    const auto account = store_->accounts.find_or_insert(key.account_id);
    store_->api_keys.insert(account, key, base::digest_of(secret));
  });
  return {key.id, std::move(secret), key.account_id, key.user_id, key.label};
}

Session Registry::authenticate(std::string_view api_key) const {
  const auto id = id_in(api_key);
  if (!id) refuse();
  const base::Digest digest = base::digest_of(api_key);
  auto identity = store_->look_up([&] {
    auto holder = store_->api_keys.find(*id);
    if (!holder || !base::is_same(holder->digest, digest) || holder->revoked) refuse();
    return Identity{store_->accounts.get(holder->account).id, std::move(holder->user_id)};
  });
  return {store_, std::make_shared<const Identity>(std::move(identity))};
}

std::vector<ApiKey> Registry::list_api_keys() const {
  return store_->look_up([&] { return store_->api_keys.list(); });
}

void Registry::revoke_api_key(std::string_view key_id) {
  const bool found =
      store_->write([&] { return store_->api_keys.revoke(std::string(key_id), store_->now()); });
  if (!found) {
    throw Error(ErrorCode::not_found,
                {{"key_id", "there is no API key with this id", "not_found"}});
  }
}

}  // namespace modelreg
