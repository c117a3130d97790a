-- Drills: `sealed` (the plan with its nonce, the definition, the key of a webhook) is under seal until it is judged and opened;
-- `seal` is the hash that stands in the ledger, at `entry`.
CREATE TABLE drill (
  id TEXT PRIMARY KEY,
  sealed BLOB NOT NULL,
  seal TEXT NOT NULL UNIQUE,
  entry INTEGER,
  made_at INTEGER NOT NULL,
  stopped_at INTEGER,
  judged_at INTEGER,
  verdict TEXT
) STRICT, WITHOUT ROWID;

-- What was done, as JSON. One that is not `done` was begun, and then this machine went down.
CREATE TABLE drill_emission (
  drill TEXT NOT NULL REFERENCES drill (id),
  number INTEGER NOT NULL,
  emission TEXT NOT NULL,
  done INTEGER NOT NULL,
  PRIMARY KEY (drill, number)
) STRICT, WITHOUT ROWID;

-- What came back, as JSON, and the blob with its raw bytes.
CREATE TABLE drill_receipt (
  drill TEXT NOT NULL REFERENCES drill (id),
  number INTEGER NOT NULL,
  receipt TEXT NOT NULL,
  blob TEXT NOT NULL,
  PRIMARY KEY (drill, number)
) STRICT, WITHOUT ROWID;
