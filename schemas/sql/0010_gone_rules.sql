-- Version 10: rules may be known to be gone, too. `ref` is then the id of a revision whose rules are those of the configuration
-- that was in force when the file was salvaged, and others than those that the first events of its items seal.

CREATE TABLE gone_too (
  what TEXT NOT NULL CHECK (what IN ('event', 'event_text', 'record_event', 'record_text', 'attachment', 'revision')),
  ref  TEXT NOT NULL,
  seal BLOB,
  PRIMARY KEY (what, ref)
) STRICT, WITHOUT ROWID;
INSERT INTO gone_too SELECT what, ref, seal FROM gone;
DROP TABLE gone;
ALTER TABLE gone_too RENAME TO gone;
