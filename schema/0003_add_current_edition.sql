-- The current edition of the hosted contract: the vendor VERTEX_AI and the text display_name. SQLite
-- changes no CHECK of a table that is there, so the table is made anew, its rows are copied with their
-- keys, and it takes the old one's name. Foreign keys are off meanwhile: what refers to a row by its
-- key finds it under the same.

CREATE TABLE new_model_instance (
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
  display_name TEXT,
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
           OR model_vendor = 'BEDROCK' OR model_vendor = 'OTHER' OR model_vendor = 'VERTEX_AI'),
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
  CONSTRAINT display_name_has_at_most_1_mib
    CHECK (length(CAST(display_name AS BLOB)) <= 1048576
           AND instr(CAST(display_name AS BLOB), x'00') = 0),
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

INSERT INTO new_model_instance
  (key, account, id, name, model_vendor, model_type, base_model_id, base_model_metadata,
   model_creation_parameters, model_card, training_data_card, description, model_template_id,
   created_at, created_by_user_id, request_schema, response_schema, supports_multi_turn)
  SELECT key, account, id, name, model_vendor, model_type, base_model_id, base_model_metadata,
    model_creation_parameters, model_card, training_data_card, description, model_template_id,
    created_at, created_by_user_id, request_schema, response_schema, supports_multi_turn
  FROM model_instance;

DROP TABLE model_instance;
ALTER TABLE new_model_instance RENAME TO model_instance;
