-- All of this can be made again from the ledger and the blobs. No migration: another schema, another file.
CREATE TABLE position (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL,
  root BLOB NOT NULL
) STRICT;

-- One row a list that was neither withdrawn nor erased, of a system that is not gone. source: who gave it, empty when nobody is
-- named. blobs: digests as a JSON list. counts: whether it is the newest of its system and source; only such a list has its
-- products below. products: how many; NULL until it was read, -1 when it cannot be.
CREATE TABLE list (
  entry INTEGER PRIMARY KEY,
  system TEXT NOT NULL,
  source TEXT NOT NULL,
  at INTEGER NOT NULL,
  blobs TEXT NOT NULL,
  counts INTEGER NOT NULL DEFAULT 0,
  products INTEGER
) STRICT;

CREATE INDEX list_newest ON list (system, source, at, entry);

-- folded: the name in small letters, for finding and for the order.
CREATE TABLE product (
  entry INTEGER NOT NULL,
  number INTEGER NOT NULL,
  system TEXT NOT NULL,
  folded TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT,
  purl TEXT,
  maker TEXT,
  PRIMARY KEY (entry, number)
) STRICT, WITHOUT ROWID;

-- Both hold all that is looked at while looking, so that only what is shown is fetched.
CREATE INDEX product_all ON product (folded, entry, number, system, purl);
CREATE INDEX product_of_system ON product (system, folded, entry, number, purl);
