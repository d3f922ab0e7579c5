-- Version 9: what is known to be gone. A salvage says what a damaged file did not give back, so that the rest can still be
-- checked: `ref` is the id of an event, or of the event whose text it was, or the checksum of an attachment. `seal` is that of an
-- event which could be read, but not be kept, so that the next one can still be checked against it.

CREATE TABLE gone (
  what TEXT NOT NULL CHECK (what IN ('event', 'event_text', 'record_event', 'record_text', 'attachment')),
  ref  TEXT NOT NULL,
  seal BLOB,
  PRIMARY KEY (what, ref)
) STRICT, WITHOUT ROWID;
