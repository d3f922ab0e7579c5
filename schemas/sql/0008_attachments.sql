-- Version 8: signed copies and other files, each once, by its checksum. The events that attach them name it.

CREATE TABLE attachment (
  sha256 TEXT PRIMARY KEY,
  content BLOB NOT NULL
) STRICT;
CREATE TRIGGER attachment_stays BEFORE UPDATE ON attachment BEGIN SELECT RAISE(ABORT, 'attachments are never changed'); END;
