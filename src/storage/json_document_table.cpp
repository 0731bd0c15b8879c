#include "storage/json_document_table.hpp"

#include "base/digest.hpp"
#include "modelreg/error.hpp"

namespace modelreg::storage {
namespace {

/// Few registries see more than the twelve schemas of the library, 20 KiB in all; whoever imports
/// others must not fill the memory with them.
constexpr std::size_t most_bytes_kept = 4 << 20;
constexpr std::size_t bytes_beside_text = 200;

}  // namespace

std::int64_t JsonDocumentTable::key_of(const JsonObject& object) {
  const std::string* const text = &object.text();
  if (const auto known = keys_.find(text); known != keys_.end()) return known->second.key;
  const std::int64_t key = find_or_insert(object);
  make_room_for(object);
  keys_.emplace(text, Known{object, key});
  return key;
}

std::int64_t JsonDocumentTable::find_or_insert(const JsonObject& object) {
  const base::Digest digest = base::digest_of(object.text());
  if (const auto key = find_.start(digest).key()) return *key;
  return insert_.start(digest, object).key().value();
}

void JsonDocumentTable::make_room_for(const JsonObject& object) {
  const std::size_t bytes = object.text().size() + bytes_beside_text;
  if (kept_bytes_ + bytes > most_bytes_kept) forget();
  kept_bytes_ += bytes;
}

JsonObject JsonDocumentTable::get(std::int64_t key) {
  if (const auto known = objects_.find(key); known != objects_.end()) return known->second;
  auto row = get_.start(key);
  if (!row.step()) throw Error(ErrorCode::storage, "the file is damaged: a document is missing");
  JsonObject object;
  row.read_all(object);
  make_room_for(object);
  return objects_.emplace(key, std::move(object)).first->second;
}

}  // namespace modelreg::storage
