-- Which record here is which at a hosted platform: what was pushed to one or pulled from it is found
-- again there, and what has changed since is told from what has not. A row goes with its record.

CREATE TABLE remote_record (
  key INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (key),
  remote TEXT NOT NULL,
  kind TEXT NOT NULL,
  model_group INTEGER,
  model_instance INTEGER,
  model_deployment INTEGER REFERENCES model_deployment (key) ON DELETE CASCADE,
  remote_id TEXT,
  state_here TEXT NOT NULL,
  state_there TEXT,
  UNIQUE (account, remote, kind, remote_id),
  FOREIGN KEY (account, model_group) REFERENCES model_group (account, key) ON DELETE CASCADE,
  FOREIGN KEY (account, model_instance) REFERENCES model_instance (account, key) ON DELETE CASCADE,
  CONSTRAINT remote_has_1_to_1024_characters
    CHECK (length(remote) BETWEEN 1 AND 1024 AND instr(CAST(remote AS BLOB), x'00') = 0),
  CONSTRAINT one_record_of_its_kind
    CHECK ((kind = 'model_group' AND model_group IS NOT NULL AND model_instance IS NULL
            AND model_deployment IS NULL)
           OR (kind = 'model_instance' AND model_group IS NULL AND model_instance IS NOT NULL
               AND model_deployment IS NULL)
           OR (kind = 'model_deployment' AND model_group IS NULL AND model_instance IS NULL
               AND model_deployment IS NOT NULL)),
  CONSTRAINT remote_id_has_1_to_255_bytes
    CHECK (length(CAST(remote_id AS BLOB)) BETWEEN 1 AND 255
           AND instr(CAST(remote_id AS BLOB), x'00') = 0),
  CONSTRAINT state_here_has_at_most_255_bytes
    CHECK (length(CAST(state_here AS BLOB)) <= 255 AND instr(CAST(state_here AS BLOB), x'00') = 0),
  CONSTRAINT state_there_has_at_most_255_bytes
    CHECK (length(CAST(state_there AS BLOB)) <= 255 AND instr(CAST(state_there AS BLOB), x'00') = 0)
) STRICT;

CREATE UNIQUE INDEX remote_record_of_model_group ON remote_record (model_group, remote)
  WHERE model_group IS NOT NULL;
CREATE UNIQUE INDEX remote_record_of_model_instance ON remote_record (model_instance, remote)
  WHERE model_instance IS NOT NULL;
CREATE UNIQUE INDEX remote_record_of_model_deployment ON remote_record (model_deployment, remote)
  WHERE model_deployment IS NOT NULL;
