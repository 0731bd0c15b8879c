#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "modelreg/json_object.hpp"
#include "storage/statement.hpp"

namespace modelreg::storage {

/// Rows of `json_document`: JSON objects that many rows share, each stored once. The
/// library never changes one, so an object that was read once is kept until somebody else changes
/// the file.
class JsonDocumentTable {
 public:
  explicit JsonDocumentTable(Connection& connection) : connection_(connection) {}

  /// The key of `object`, which is stored if it is new.
  [[nodiscard]] std::int64_t key_of(const JsonObject& object);
  /// The object with that key; the same text is shared by all that are given out.
  [[nodiscard]] JsonObject get(std::int64_t key);

  /// Forget the documents: a transaction that stored some was rolled back, or others changed the
  /// file.
  void forget() {
    objects_.clear();
    keys_.clear();
    kept_bytes_ = 0;
  }

 private:
  Connection& connection_;
  /// The key of an object by where its text is, which the object keeps from being anything else.
  struct Known {
    JsonObject object;
    std::int64_t key;
  };

  std::int64_t find_or_insert(const JsonObject& object);
  void make_room_for(const JsonObject& object);

  std::size_t kept_bytes_ = 0;
  std::unordered_map<std::int64_t, JsonObject> objects_;
  std::unordered_map<const std::string*, Known> keys_;
  Statement find_{connection_, "SELECT key FROM json_document WHERE digest = ?1"};
  Statement insert_{connection_,
                    "INSERT INTO json_document (digest, text) VALUES (?1, ?2) RETURNING key"};
  Statement get_{connection_, "SELECT text FROM json_document WHERE key = ?1"};
};

}  // namespace modelreg::storage
