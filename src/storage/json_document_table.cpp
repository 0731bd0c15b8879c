#include "storage/json_document_table.hpp"

#include <sodium.h>

#include "modelreg/error.hpp"

namespace modelreg::storage {
namespace {

/// Few registries see more than the twelve schemas of the library; whoever imports others must not
/// fill the memory with them.
constexpr std::size_t most_objects_kept = 256;

Digest digest_of(const std::string& text) {
  if (sodium_init() < 0) throw Error(ErrorCode::storage, "libsodium cannot be initialised");
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  return digest;
}

}  // namespace

std::int64_t JsonDocumentTable::key_of(const JsonObject& object) {
  const Digest digest = digest_of(object.text());
  std::int64_t key = 0;
  auto found = find_.start(digest);
  if (found.step()) {
    found.read_all(key);
    return key;
  }
  auto inserted = insert_.start(digest, object);
  inserted.step();
  inserted.read_all(key);
  return key;
}

JsonObject JsonDocumentTable::get(std::int64_t key) {
  if (const auto known = objects_.find(key); known != objects_.end()) return known->second;
  auto row = get_.start(key);
  if (!row.step()) throw Error(ErrorCode::storage, "the file is damaged: a document is missing");
  JsonObject object;
  row.read_all(object);
  if (objects_.size() >= most_objects_kept) objects_.clear();
  return objects_.emplace(key, std::move(object)).first->second;
}

}  // namespace modelreg::storage
