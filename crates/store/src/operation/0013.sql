-- Workbooks with a supplier's answers that came by mail: one row for each mail about a request that is known, by SHA-256 of the mail.
-- fate: waits, taken, discarded; or why it was not kept: closed, revoked, two, other, graded. mail: the bytes as they came, while
-- somebody has yet to look them over. results: the topmost Authentication-Results, as it stood there.
CREATE TABLE supplier_workbook (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  request TEXT NOT NULL,
  supplier TEXT NOT NULL,
  came_at INTEGER NOT NULL,
  sender TEXT NOT NULL,
  results TEXT NOT NULL,
  file TEXT NOT NULL,
  fate TEXT NOT NULL,
  decided_at INTEGER,
  decided_by TEXT,
  mail BLOB
) STRICT;

CREATE INDEX supplier_workbook_of ON supplier_workbook (request, fate);
