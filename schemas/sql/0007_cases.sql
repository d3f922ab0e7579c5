-- Version 7: tickets are found by what is said of them. The index holds overlapping pairs of Chinese characters and whole
-- words of other scripts, as svc cuts them; which tickets it does not know as they are now stands beside it.

CREATE VIRTUAL TABLE case_text USING fts5(body, tokenize = "unicode61 remove_diacritics 0");

CREATE TABLE case_stale (
  item INTEGER PRIMARY KEY REFERENCES item
) STRICT;
INSERT INTO case_stale (item) SELECT id FROM item WHERE kind = 'ticket';
