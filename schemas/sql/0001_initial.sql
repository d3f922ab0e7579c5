-- The database of svc, version 1. Instants are whole seconds since 1970-01-01T00:00:00Z.
-- Events are the truth; item, clock and wake are projections of them, written in the same transaction.
-- A CHECK with OR costs nothing, where IN would fill a table of its own for each row.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Rules, calendars and people as canonical JSON, named by the SHA-256 of their text.
CREATE TABLE part (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  kind TEXT NOT NULL CHECK (kind = 'rules' OR kind = 'calendar' OR kind = 'calendars' OR kind = 'directory'),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What an item lives under: a profile with its ladders, and the calendars that it counts on.
CREATE TABLE revision (
  id        INTEGER PRIMARY KEY,
  rules     BLOB NOT NULL REFERENCES part,
  calendars BLOB NOT NULL REFERENCES part,
  UNIQUE (rules, calendars)
) STRICT;

CREATE TABLE customer (
  id       TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 1000),
  added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
  id        INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 20),
  number    INTEGER NOT NULL CHECK (number > 0),
  revision  INTEGER NOT NULL REFERENCES revision,
  profile   TEXT NOT NULL,
  state     TEXT NOT NULL,
  live      INTEGER NOT NULL CHECK (live IN (0, 1)),
  cycle     INTEGER NOT NULL,
  severity  TEXT,
  type      TEXT,
  customer  TEXT,
  team      TEXT,
  assignee  TEXT,
  parent    TEXT,
  opened_at INTEGER NOT NULL,
  ended_at  INTEGER,
  source    TEXT,      -- of an imported item: which system
  external  TEXT,      -- and its id there
  UNIQUE (kind, number)
) STRICT;
CREATE INDEX item_live ON item (kind, number) WHERE live = 1;
CREATE UNIQUE INDEX item_external ON item (source, external) WHERE external IS NOT NULL;

CREATE TABLE event (
  id          INTEGER PRIMARY KEY,
  item        INTEGER NOT NULL REFERENCES item,
  seq         INTEGER NOT NULL CHECK (seq > 0),
  step        TEXT NOT NULL CHECK (length(step) BETWEEN 1 AND 40),
  at          INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  flags       INTEGER NOT NULL CHECK (flags BETWEEN 0 AND 3),  -- 1: the clock was given; 2: imported
  by          TEXT NOT NULL,
  typed_by    TEXT NOT NULL,
  fields      TEXT NOT NULL,                                   -- a JSON object of strings
  digest      BLOB NOT NULL,                                   -- SHA-256 of the text, empty if there is none
  hash        BLOB NOT NULL CHECK (length(hash) = 32),         -- SHA-256 of the previous hash and all of the above
  UNIQUE (item, seq)
) STRICT;

-- The free text of an event, kept apart so that it can be blanked while the chain still holds.
CREATE TABLE event_text (
  event INTEGER PRIMARY KEY REFERENCES event,
  body  TEXT NOT NULL                                          -- a JSON object of strings
) STRICT;

CREATE TRIGGER event_keeps BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER event_appends BEFORE INSERT ON event
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'events are only appended'); END;

CREATE TABLE clock (
  id           INTEGER PRIMARY KEY,
  item         INTEGER NOT NULL REFERENCES item,
  target       TEXT NOT NULL,
  start_seq    INTEGER NOT NULL,
  cycle        INTEGER NOT NULL,
  term         INTEGER NOT NULL,
  term_at      INTEGER NOT NULL,
  limit_text   TEXT NOT NULL,
  calendar     TEXT NOT NULL,
  ladder       TEXT NOT NULL,
  started_at   INTEGER NOT NULL,
  due_at       INTEGER,
  overdue_from INTEGER,             -- the first second at which it is overdue
  stopped_at   INTEGER,
  stopped_seq  INTEGER,
  breached_at  INTEGER,
  outcome      TEXT NOT NULL CHECK (outcome = 'open' OR outcome = 'met' OR outcome = 'missed' OR outcome = 'cancelled'),
  paused_from  INTEGER,             -- the last pause, while the clock is open
  paused_until INTEGER,
  schedule     TEXT NOT NULL,       -- "rung:instant …" in the order of time
  recorded_at  INTEGER NOT NULL,    -- when the event that opened the term was recorded
  passed_until INTEGER,             -- rungs reached by then are passed over: an import recorded them late
  kind         TEXT NOT NULL,       -- of the item, as is its number: a list of what is overdue reads nothing but the index
  number       INTEGER NOT NULL,
  UNIQUE (item, target, start_seq)
) STRICT;
CREATE INDEX clock_overdue ON clock (overdue_from, item, kind, number) WHERE outcome = 'open';

-- Every timed effect, by what it concerns: 'rung' a clock, 'hold' an item whose hold a cap ends.
CREATE TABLE wake (
  kind TEXT NOT NULL CHECK (kind IN ('rung', 'hold')),
  ref  INTEGER NOT NULL,
  at   INTEGER NOT NULL,
  PRIMARY KEY (kind, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX wake_at ON wake (at);

CREATE TABLE alert (
  id          INTEGER PRIMARY KEY,
  item        INTEGER NOT NULL REFERENCES item,
  target      TEXT NOT NULL,
  start_seq   INTEGER NOT NULL,
  term        INTEGER NOT NULL,
  rung        TEXT NOT NULL,
  repeat      INTEGER NOT NULL,
  cycle       INTEGER NOT NULL,
  due_at      INTEGER,
  rung_at     INTEGER NOT NULL,
  raised_at   INTEGER NOT NULL,
  late_by     INTEGER NOT NULL,
  recipients  TEXT NOT NULL,        -- a JSON array of contacts
  passed_over TEXT NOT NULL,        -- a JSON array of rungs
  breach      INTEGER NOT NULL CHECK (breach IN (0, 1)),
  ladder      TEXT NOT NULL,
  state       TEXT NOT NULL,        -- of the clock when it was raised
  acked_at    INTEGER,
  acked_by    TEXT,
  void_at     INTEGER
) STRICT;
CREATE INDEX alert_clock ON alert (item, target, start_seq);
-- Raised once; but what a rewritten history withdrew may be reached again.
CREATE UNIQUE INDEX alert_once ON alert (item, target, start_seq, term, rung, repeat) WHERE void_at IS NULL;

-- What is to be delivered, and what became of it. An empty sink is standard output.
CREATE TABLE outbox (
  id         INTEGER PRIMARY KEY,
  alert      INTEGER NOT NULL REFERENCES alert,
  kind       TEXT NOT NULL CHECK (kind = 'raised' OR kind = 'withdrawn' OR kind = 'resolved'),
  sink       TEXT NOT NULL,
  recipient  TEXT NOT NULL,
  status     TEXT NOT NULL CHECK (status = 'pending' OR status = 'delivered' OR status = 'dropped' OR status = 'failed'),
  tries      INTEGER NOT NULL,
  first_at   INTEGER NOT NULL,
  next_at    INTEGER NOT NULL,
  done_at    INTEGER,
  last_error TEXT
) STRICT;
CREATE INDEX outbox_pending ON outbox (next_at, id) WHERE status = 'pending';
CREATE INDEX outbox_alert ON outbox (alert);

-- Answers to commands that were given a --request-id.
CREATE TABLE request (
  id     TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 255),
  digest BLOB NOT NULL,
  answer TEXT NOT NULL,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Runs of the escalation that did something, and how long it had been silent before.
CREATE TABLE run (
  id        INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  raised    INTEGER NOT NULL,
  previous  INTEGER               -- when the escalation ran before, if that is known
) STRICT;
