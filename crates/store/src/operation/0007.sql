-- Tenants of vendors, one for each name: `target` (where it is asked, and what lets us ask) is under seal. `services` are the
-- services that people log in to through it, one a line.
CREATE TABLE tenant (
  name TEXT PRIMARY KEY,
  target BLOB NOT NULL,
  services TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  rotated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
