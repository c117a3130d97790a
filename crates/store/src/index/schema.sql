-- All of this can be made again from the ledger. No migration: another schema, another file.
CREATE TABLE position (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL,
  root BLOB NOT NULL
) STRICT;

-- One row an entry. kind: the evidence kind, the claim of an exemption, the kind of an obligation.
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  fact TEXT NOT NULL,
  subject TEXT,
  kind TEXT,
  result TEXT,
  received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX entry_subject ON entry (subject, kind) WHERE subject IS NOT NULL;

-- How many entries a thing has, and a digest over their numbers: a lost row is noticed.
CREATE TABLE subject (
  id TEXT PRIMARY KEY,
  entries INTEGER NOT NULL,
  chain TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the first so many entries amount to: kind is `state` or `keys`. The root says of which ledger.
CREATE TABLE snapshot (
  kind TEXT NOT NULL,
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  checksum BLOB NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (kind, size)
) STRICT;
