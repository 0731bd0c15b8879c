-- Callers from outside the process act with an API key, which names one user in one account. The key
-- itself is not here: a BLAKE2b digest of it is enough to recognise it and useless to a thief.

CREATE TABLE api_key (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES account (key),
  user_id TEXT NOT NULL,
  label TEXT NOT NULL,
  digest BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  CONSTRAINT id_has_1_to_255_bytes
    CHECK (length(CAST(id AS BLOB)) BETWEEN 1 AND 255 AND instr(CAST(id AS BLOB), x'00') = 0),
  CONSTRAINT user_id_has_1_to_255_bytes
    CHECK (length(CAST(user_id AS BLOB)) BETWEEN 1 AND 255
           AND instr(CAST(user_id AS BLOB), x'00') = 0),
  CONSTRAINT label_has_at_most_1024_characters
    CHECK (length(label) <= 1024 AND instr(CAST(label AS BLOB), x'00') = 0),
  CONSTRAINT digest_has_32_bytes CHECK (length(digest) = 32),
  CONSTRAINT created_at_is_in_the_years_1_to_9999
    CHECK (created_at BETWEEN -62135596800000000 AND 253402300799999999),
  CONSTRAINT revoked_at_is_in_the_years_1_to_9999
    CHECK (revoked_at BETWEEN -62135596800000000 AND 253402300799999999)
) STRICT;
