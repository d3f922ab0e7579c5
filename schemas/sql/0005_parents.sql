-- Version 5: the items that belong to another, such as the machines of a patch, are found by it.

CREATE INDEX item_parent ON item (parent) WHERE parent IS NOT NULL;
