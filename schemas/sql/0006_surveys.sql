-- Version 6: a record that belongs to an item, such as an invitation to a survey, is found by it.

ALTER TABLE record ADD COLUMN item TEXT;
CREATE INDEX record_item ON record (item, type) WHERE item IS NOT NULL;
