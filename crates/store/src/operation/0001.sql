CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A job waits while lease_until is null, and is held until then otherwise; what is done is deleted.
CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
  payload BLOB NOT NULL CHECK (length(payload) <= 16384),
  priority INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0,
  lease_until INTEGER,
  worker TEXT
) STRICT;

CREATE INDEX job_due ON job (priority DESC, not_before, id);
CREATE INDEX job_begins ON job (coalesce(lease_until, not_before));

-- One row a permit taken. Nothing deletes from it.
CREATE TABLE permit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  probe TEXT NOT NULL,
  subject TEXT NOT NULL,
  taken_at INTEGER NOT NULL
) STRICT;

CREATE INDEX permit_taken ON permit (probe, subject, taken_at);

CREATE TABLE control_token (
  domain TEXT PRIMARY KEY,
  token TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
