-- All of this can be made again from the ledger. No migration: another schema, another file.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

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

-- How many entries a thing has, and the digest over their numbers: a lost row is noticed.
CREATE TABLE subject (
  id TEXT PRIMARY KEY,
  entries INTEGER NOT NULL,
  chain BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Bytes with the place in the ledger that they belong to, and a checksum over all that.
CREATE TABLE sealed (
  name TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  leaf BLOB NOT NULL,
  checksum BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sealed_part (
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (name, number)
) STRICT;
