-- Version 2: a clock lives under rules of its own, since `svc config apply` moves an item to others and leaves the clocks
-- that were stopped before as they are.

ALTER TABLE clock ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
UPDATE clock SET revision = (SELECT item.revision FROM item WHERE item.id = clock.item);

-- How many live items live under which rules.
CREATE INDEX item_revision ON item (revision, profile) WHERE live = 1;
