-- Version 4: duties that come round. An item that serves one says which, for whom, for which period, by when, and since when
-- it has been done; of an item for a given period there is one.

ALTER TABLE item ADD COLUMN duty TEXT;
ALTER TABLE item ADD COLUMN subject TEXT;
ALTER TABLE item ADD COLUMN period TEXT;
ALTER TABLE item ADD COLUMN duty_due INTEGER;
ALTER TABLE item ADD COLUMN done_at INTEGER;
ALTER TABLE item ADD COLUMN counts_for TEXT;
CREATE UNIQUE INDEX item_duty ON item (profile, duty, subject, period) WHERE duty IS NOT NULL AND period IS NOT NULL;
CREATE INDEX item_served ON item (profile, duty) WHERE duty IS NOT NULL;

-- When the periods of a duty were looked at last: what had ended before svc knew of the duty is nobody's fault.
CREATE TABLE turn (
  profile TEXT NOT NULL,
  duty    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (profile, duty)
) STRICT, WITHOUT ROWID;

-- 'duty': all duties, when a day begins or the registry changes.
CREATE TABLE wake_4 (
  kind TEXT NOT NULL CHECK (kind IN ('rung', 'hold', 'step', 'duty')),
  ref  INTEGER NOT NULL,
  at   INTEGER NOT NULL,
  PRIMARY KEY (kind, ref)
) STRICT, WITHOUT ROWID;
INSERT INTO wake_4 SELECT kind, ref, at FROM wake;
DROP TABLE wake;
ALTER TABLE wake_4 RENAME TO wake;
CREATE INDEX wake_at ON wake (at);
INSERT INTO wake (kind, ref, at) SELECT 'duty', 0, 0 FROM record WHERE type = 'contract' LIMIT 1;
