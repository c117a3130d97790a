-- Where a supplier's system posts what it has to say: an address by SHA-256 of its code, which stands under seal too, to be shown again.
CREATE TABLE drill_address (
  hash BLOB PRIMARY KEY,
  supplier TEXT NOT NULL,
  sealed BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- How far a mailbox was read. `name` tells which (user, server and folder); a UID means something only under its `validity` (RFC 9051,
-- section 2.3.1.1). `failed` is why the last reading came to nothing.
CREATE TABLE mailbox (
  name TEXT PRIMARY KEY,
  validity INTEGER NOT NULL,
  last_uid INTEGER NOT NULL,
  read_at INTEGER,
  tried_at INTEGER,
  failed TEXT
) STRICT, WITHOUT ROWID;

-- What came in by itself, counted: how much was taken, and how much was left alone since it fitted nothing.
CREATE TABLE inbound_count (
  what TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
