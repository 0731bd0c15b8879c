#include "storage/json_document_table.hpp"

#include "base/digest.hpp"
#include "modelreg/error.hpp"

namespace modelreg::storage {
namespace {

/// Few registries see more than the twelve schemas of the library; whoever imports others must not
/// fill the memory with them.
constexpr std::size_t most_objects_kept = 256;

}  // namespace

std::int64_t JsonDocumentTable::key_of(const JsonObject& object) {
  const std::string* const text = &object.text();
  if (const auto known = keys_.find(text); known != keys_.end()) return known->second.key;
  const std::int64_t key = find_or_insert(object);
  if (keys_.size() >= most_objects_kept) keys_.clear();
  keys_.emplace(text, Known{object, key});
  return key;
}

std::int64_t JsonDocumentTable::find_or_insert(const JsonObject& object) {
  const base::Digest digest = base::digest_of(object.text());
  if (const auto key = find_.start(digest).key()) return *key;
  return insert_.start(digest, object).key().value();
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
