-- Version 3: the registry of customers, contracts, equipment and spares; steps that svc takes itself when a clock falls due.

-- A record as its events make it: a projection, but for `base`, what an older svc knew of it without events.
CREATE TABLE record (
  key     INTEGER PRIMARY KEY,
  type    TEXT NOT NULL CHECK (length(type) BETWEEN 1 AND 20),
  id      TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
  base    TEXT NOT NULL,                -- a JSON object of strings
  fields  TEXT NOT NULL,                -- a JSON object of strings; lists have a value a line
  retired INTEGER NOT NULL CHECK (retired IN (0, 1)),
  -- What others are found by, copied from fields: an index on an expression is refused without trusted_schema.
  customer TEXT,
  contract TEXT,
  model    TEXT,
  serial   TEXT,
  UNIQUE (type, id)
) STRICT;
CREATE INDEX record_customer ON record (customer, type) WHERE customer IS NOT NULL;
CREATE INDEX record_contract ON record (contract, type) WHERE contract IS NOT NULL;
CREATE INDEX record_model ON record (model, type) WHERE model IS NOT NULL;
CREATE UNIQUE INDEX record_serial ON record (serial) WHERE serial IS NOT NULL;

INSERT INTO record (type, id, base, fields, retired)
  SELECT 'customer', id, json_object('name', name), json_object('name', name), 0 FROM customer ORDER BY id;
DROP TABLE customer;

-- As event and event_text are for items, with a chain of its own.
CREATE TABLE record_event (
  id          INTEGER PRIMARY KEY,
  record      INTEGER NOT NULL REFERENCES record,
  seq         INTEGER NOT NULL CHECK (seq > 0),
  step        TEXT NOT NULL CHECK (length(step) BETWEEN 1 AND 40),
  at          INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  flags       INTEGER NOT NULL CHECK (flags BETWEEN 0 AND 3),
  by          TEXT NOT NULL,
  typed_by    TEXT NOT NULL,
  fields      TEXT NOT NULL,
  digest      BLOB NOT NULL,
  hash        BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (record, seq)
) STRICT;
CREATE TABLE record_text (
  event INTEGER PRIMARY KEY REFERENCES record_event,
  body  TEXT NOT NULL
) STRICT;
CREATE TRIGGER record_event_keeps BEFORE UPDATE ON record_event
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER record_event_stays BEFORE DELETE ON record_event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER record_event_appends BEFORE INSERT ON record_event
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM record_event)
BEGIN SELECT RAISE(ABORT, 'events are only appended'); END;

-- Which equipment and contract an item is about: attributes of it, as its customer is.
ALTER TABLE item ADD COLUMN asset TEXT;
ALTER TABLE item ADD COLUMN contract TEXT;
UPDATE item SET asset = (SELECT json_extract(fields, '$.asset') FROM event
  WHERE event.item = item.id AND (step = 'open' OR step = 'change') AND json_extract(fields, '$.asset') IS NOT NULL
  ORDER BY at DESC, seq DESC LIMIT 1);
CREATE INDEX item_asset ON item (asset) WHERE asset IS NOT NULL;
CREATE INDEX item_contract ON item (contract) WHERE contract IS NOT NULL;
CREATE INDEX item_customer ON item (customer) WHERE customer IS NOT NULL AND live = 1;

-- 'step': a clock whose target takes a step when it falls due.
CREATE TABLE wake_3 (
  kind TEXT NOT NULL CHECK (kind IN ('rung', 'hold', 'step')),
  ref  INTEGER NOT NULL,
  at   INTEGER NOT NULL,
  PRIMARY KEY (kind, ref)
) STRICT, WITHOUT ROWID;
INSERT INTO wake_3 SELECT kind, ref, at FROM wake;
DROP TABLE wake;
ALTER TABLE wake_3 RENAME TO wake;
CREATE INDEX wake_at ON wake (at);
