-- The registry: accounts, their model groups, model instances and deployments, and which instance
-- is in which group. Whoever writes past the library meets the same rules here: every required
-- field, every enum, every length, and no row that crosses accounts.
--
-- Inside, rows refer to each other by an integer `key`; `id` is what the world sees. Keys grow, so
-- their order is the order of creation. Moments are microseconds since 1970 in UTC.
--
-- An enum is checked as a chain of OR, since SQLite builds a tree for an IN list at every insert;
-- NUL is looked for among the bytes of a text, which takes half of the time that its characters do.

CREATE TABLE account (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  CONSTRAINT id_has_1_to_255_bytes
    CHECK (length(CAST(id AS BLOB)) BETWEEN 1 AND 255 AND instr(CAST(id AS BLOB), x'00') = 0)
) STRICT;

-- Request and response schemas repeat from instance to instance, so each text is kept once and found
-- by its BLAKE2b digest. A document is never changed nor deleted: its key names its text for good.
CREATE TABLE json_document (
  key INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  text TEXT NOT NULL,
  CONSTRAINT digest_has_32_bytes CHECK (length(digest) = 32),
  CONSTRAINT text_is_an_object
    CHECK (text GLOB '{*}' AND length(CAST(text AS BLOB)) <= 1048576
           AND instr(CAST(text AS BLOB), x'00') = 0)
) STRICT;

CREATE TABLE model_group (
  key INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (key),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  created_at INTEGER NOT NULL,
  created_by_user_id TEXT NOT NULL,
  UNIQUE (account, id),
  UNIQUE (account, key),
  CONSTRAINT id_has_1_to_255_bytes
    CHECK (length(CAST(id AS BLOB)) BETWEEN 1 AND 255 AND instr(CAST(id AS BLOB), x'00') = 0),
  CONSTRAINT name_has_1_to_1024_characters
    CHECK (length(name) BETWEEN 1 AND 1024 AND instr(CAST(name AS BLOB), x'00') = 0),
  CONSTRAINT description_has_at_most_1_mib
    CHECK (length(CAST(description AS BLOB)) <= 1048576
           AND instr(CAST(description AS BLOB), x'00') = 0),
  CONSTRAINT created_at_is_in_the_years_1_to_9999
    CHECK (created_at BETWEEN -62135596800000000 AND 253402300799999999),
  CONSTRAINT created_by_user_id_has_1_to_255_bytes
    CHECK (length(CAST(created_by_user_id AS BLOB)) BETWEEN 1 AND 255
           AND instr(CAST(created_by_user_id AS BLOB), x'00') = 0)
) STRICT;

CREATE TABLE model_instance (
  key INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (key),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  model_vendor TEXT,
  model_type TEXT NOT NULL,
  base_model_id TEXT,
  base_model_metadata TEXT,
  model_creation_parameters TEXT,
  model_card TEXT,
  training_data_card TEXT,
  description TEXT,
  model_template_id TEXT,
  created_at INTEGER NOT NULL,
  created_by_user_id TEXT NOT NULL,
  request_schema INTEGER NOT NULL REFERENCES json_document (key),
  response_schema INTEGER NOT NULL REFERENCES json_document (key),
  supports_multi_turn INTEGER NOT NULL,
  UNIQUE (account, id),
  UNIQUE (account, key),
  CONSTRAINT id_has_1_to_255_bytes
    CHECK (length(CAST(id AS BLOB)) BETWEEN 1 AND 255 AND instr(CAST(id AS BLOB), x'00') = 0),
  CONSTRAINT name_has_1_to_1024_characters
    CHECK (length(name) BETWEEN 1 AND 1024 AND instr(CAST(name AS BLOB), x'00') = 0),
  CONSTRAINT model_vendor_exists
    CHECK (model_vendor = 'OPENAI' OR model_vendor = 'COHERE' OR model_vendor = 'GOOGLE'
           OR model_vendor = 'ANTHROPIC' OR model_vendor = 'LAUNCH' OR model_vendor = 'LLMENGINE'
           OR model_vendor = 'BEDROCK' OR model_vendor = 'OTHER'),
  CONSTRAINT model_type_exists
    CHECK (model_type = 'COMPLETION' OR model_type = 'CHAT_COMPLETION' OR model_type = 'AGENT'
           OR model_type = 'EMBEDDING' OR model_type = 'RERANKING' OR model_type = 'GENERIC'),
  CONSTRAINT base_model_id_has_1_to_255_bytes
    CHECK (length(CAST(base_model_id AS BLOB)) BETWEEN 1 AND 255
           AND instr(CAST(base_model_id AS BLOB), x'00') = 0),
  CONSTRAINT base_model_metadata_is_an_object
    CHECK (base_model_metadata GLOB '{*}' AND length(CAST(base_model_metadata AS BLOB)) <= 1048576
           AND instr(CAST(base_model_metadata AS BLOB), x'00') = 0),
  CONSTRAINT model_creation_parameters_is_an_object
    CHECK (model_creation_parameters GLOB '{*}'
           AND length(CAST(model_creation_parameters AS BLOB)) <= 1048576
           AND instr(CAST(model_creation_parameters AS BLOB), x'00') = 0),
  CONSTRAINT model_card_has_at_most_1_mib
    CHECK (length(CAST(model_card AS BLOB)) <= 1048576
           AND instr(CAST(model_card AS BLOB), x'00') = 0),
  CONSTRAINT training_data_card_has_at_most_1_mib
    CHECK (length(CAST(training_data_card AS BLOB)) <= 1048576
           AND instr(CAST(training_data_card AS BLOB), x'00') = 0),
  CONSTRAINT description_has_at_most_1_mib
    CHECK (length(CAST(description AS BLOB)) <= 1048576
           AND instr(CAST(description AS BLOB), x'00') = 0),
  CONSTRAINT model_template_id_has_1_to_255_bytes
    CHECK (length(CAST(model_template_id AS BLOB)) BETWEEN 1 AND 255
           AND instr(CAST(model_template_id AS BLOB), x'00') = 0),
  CONSTRAINT created_at_is_in_the_years_1_to_9999
    CHECK (created_at BETWEEN -62135596800000000 AND 253402300799999999),
  CONSTRAINT created_by_user_id_has_1_to_255_bytes
    CHECK (length(CAST(created_by_user_id AS BLOB)) BETWEEN 1 AND 255
           AND instr(CAST(created_by_user_id AS BLOB), x'00') = 0),
  CONSTRAINT supports_multi_turn_is_0_or_1
    CHECK (supports_multi_turn = 0 OR supports_multi_turn = 1)
) STRICT;

-- An instance is in one group at most, since it is the primary key here. Moving it writes three
-- integers and leaves its wide row alone.
CREATE TABLE model_group_member (
  model_instance INTEGER PRIMARY KEY,
  model_group INTEGER NOT NULL,
  account INTEGER NOT NULL,
  FOREIGN KEY (account, model_instance) REFERENCES model_instance (account, key) ON DELETE CASCADE,
  FOREIGN KEY (account, model_group) REFERENCES model_group (account, key) ON DELETE CASCADE
) STRICT;

CREATE INDEX model_group_member_by_group ON model_group_member (model_group, model_instance);

-- An instance's deployment_count is the number of its rows here, and so cannot be wrong.
CREATE TABLE model_deployment (
  key INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (key),
  id TEXT NOT NULL,
  model_instance INTEGER NOT NULL,
  name TEXT NOT NULL,
  model_endpoint_id TEXT,
  model_creation_parameters TEXT,
  vendor_configuration TEXT,
  deployment_metadata TEXT,
  created_at INTEGER NOT NULL,
  created_by_user_id TEXT NOT NULL,
  status TEXT NOT NULL,
  UNIQUE (account, id),
  FOREIGN KEY (account, model_instance) REFERENCES model_instance (account, key) ON DELETE CASCADE,
  CONSTRAINT id_has_1_to_255_bytes
    CHECK (length(CAST(id AS BLOB)) BETWEEN 1 AND 255 AND instr(CAST(id AS BLOB), x'00') = 0),
  CONSTRAINT name_has_1_to_1024_characters
    CHECK (length(name) BETWEEN 1 AND 1024 AND instr(CAST(name AS BLOB), x'00') = 0),
  CONSTRAINT model_endpoint_id_has_1_to_255_bytes
    CHECK (length(CAST(model_endpoint_id AS BLOB)) BETWEEN 1 AND 255
           AND instr(CAST(model_endpoint_id AS BLOB), x'00') = 0),
  CONSTRAINT model_creation_parameters_is_an_object
    CHECK (model_creation_parameters GLOB '{*}'
           AND length(CAST(model_creation_parameters AS BLOB)) <= 1048576
           AND instr(CAST(model_creation_parameters AS BLOB), x'00') = 0),
  CONSTRAINT vendor_configuration_is_an_object
    CHECK (vendor_configuration GLOB '{*}' AND length(CAST(vendor_configuration AS BLOB)) <= 1048576
           AND instr(CAST(vendor_configuration AS BLOB), x'00') = 0),
  CONSTRAINT deployment_metadata_is_an_object
    CHECK (deployment_metadata GLOB '{*}' AND length(CAST(deployment_metadata AS BLOB)) <= 1048576
           AND instr(CAST(deployment_metadata AS BLOB), x'00') = 0),
  CONSTRAINT created_at_is_in_the_years_1_to_9999
    CHECK (created_at BETWEEN -62135596800000000 AND 253402300799999999),
  CONSTRAINT created_by_user_id_has_1_to_255_bytes
    CHECK (length(CAST(created_by_user_id AS BLOB)) BETWEEN 1 AND 255
           AND instr(CAST(created_by_user_id AS BLOB), x'00') = 0),
  CONSTRAINT status_is_a_word
    CHECK (length(CAST(status AS BLOB)) BETWEEN 1 AND 255
           AND instr(CAST(status AS BLOB), x'00') = 0)
) STRICT;

CREATE INDEX model_deployment_by_account ON model_deployment (account, key);
CREATE INDEX model_deployment_by_instance ON model_deployment (model_instance, key);
