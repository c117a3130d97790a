-- Call-out tests. `sealed` (the plan with its nonce and moment; names and addresses until people's times are erased) is under seal;
-- `seal` is the hash that stands in the ledger, at `entry`. `ground` is the entry that says on which ground people's times are
-- collected: nothing is called without it. `found` is what came of it by role, as JSON without a time, and stays.
CREATE TABLE callout (
  id TEXT PRIMARY KEY,
  sealed BLOB NOT NULL,
  seal TEXT NOT NULL UNIQUE,
  entry INTEGER,
  made_at INTEGER NOT NULL,
  ground INTEGER,
  armed_at INTEGER,
  stopped_at INTEGER,
  judged_at INTEGER,
  evidence INTEGER,
  found TEXT,
  erase_at INTEGER,
  erased_at INTEGER,
  CHECK (armed_at IS NULL OR (ground IS NOT NULL AND entry IS NOT NULL AND erase_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- A message to somebody on the list: noted before it goes (`begun_at`), and again when the other side has taken it (`sent_at`).
-- `hash` is SHA-256 of the code in its link.
CREATE TABLE callout_call (
  callout TEXT NOT NULL REFERENCES callout (id),
  step INTEGER NOT NULL,
  way TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  begun_at INTEGER NOT NULL,
  sent_at INTEGER,
  problem TEXT,
  final INTEGER NOT NULL DEFAULT 0,
  acknowledged_at INTEGER,
  PRIMARY KEY (callout, step, way, attempt)
) STRICT, WITHOUT ROWID;
