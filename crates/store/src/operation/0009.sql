-- What suppliers are asked through a secret link, and what they are about to answer. `questions` are ids of the catalogue, one a
-- line, as they were chosen. What was sent in stands in the ledger; `receipt` says where, as JSON.
CREATE TABLE supplier_request (
  id TEXT PRIMARY KEY,
  supplier TEXT NOT NULL,
  questions TEXT NOT NULL,
  due INTEGER NOT NULL,
  made_by TEXT,
  made_at INTEGER NOT NULL,
  receipt TEXT
) STRICT, WITHOUT ROWID;

-- What happened to a request, in order: its stage follows from it. `text` is what was asked further.
CREATE TABLE supplier_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request TEXT NOT NULL REFERENCES supplier_request (id) ON DELETE CASCADE,
  event TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX supplier_event_request ON supplier_event (request);

-- A link by SHA-256 of its code; the newest of a request is the one that is good.
CREATE TABLE supplier_link (
  hash BLOB PRIMARY KEY,
  request TEXT NOT NULL REFERENCES supplier_request (id) ON DELETE CASCADE,
  made_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX supplier_link_request ON supplier_link (request);

-- A browser that came with a link, by SHA-256 of its cookie.
CREATE TABLE supplier_visit (
  hash BLOB PRIMARY KEY,
  link BLOB NOT NULL REFERENCES supplier_link (hash) ON DELETE CASCADE,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX supplier_visit_link ON supplier_visit (link);

-- What stands at a question, right or wrong. `how` is `answer`, `unknown` or `sub`.
CREATE TABLE supplier_answer (
  request TEXT NOT NULL REFERENCES supplier_request (id) ON DELETE CASCADE,
  question TEXT NOT NULL,
  how TEXT NOT NULL,
  text TEXT NOT NULL,
  comment TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (request, question)
) STRICT, WITHOUT ROWID;

-- A file at a question, with SHA-256 of it. `blob` is its name among the blobs, from when it is about to be sent in; `bytes` are
-- here until it was.
CREATE TABLE supplier_file (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request TEXT NOT NULL REFERENCES supplier_request (id) ON DELETE CASCADE,
  question TEXT NOT NULL,
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  size INTEGER NOT NULL,
  bytes BLOB,
  blob BLOB,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX supplier_file_request ON supplier_file (request);
