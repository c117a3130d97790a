-- Canary accounts, one for each service: `target` (how the service logs in, the account, its password and seed) is under
-- seal. The last trial is kept as codes alone.
CREATE TABLE canary (
  service TEXT PRIMARY KEY,
  target BLOB NOT NULL,
  told TEXT NOT NULL,
  staff_groups TEXT NOT NULL,
  locks_after INTEGER,
  made_at INTEGER NOT NULL,
  rotated_at INTEGER NOT NULL,
  tried_at INTEGER,
  verdict TEXT,
  reason TEXT
) STRICT, WITHOUT ROWID;
