-- Channels, and what was told through them. Forgetting a person or a webhook forgets all that waits for it.

-- What a person wants told. Whoever has no row here has not chosen.
CREATE TABLE notice_choice (
  person TEXT PRIMARY KEY REFERENCES account (person) ON DELETE CASCADE,
  kinds TEXT NOT NULL,
  pace TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `secret` is under seal.
CREATE TABLE webhook (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL UNIQUE,
  secret BLOB NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

-- Whoever is told of things: a person or a webhook.
CREATE TABLE recipient (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT UNIQUE REFERENCES account (person) ON DELETE CASCADE,
  webhook INTEGER UNIQUE REFERENCES webhook (id) ON DELETE CASCADE,
  CHECK ((person IS NULL) <> (webhook IS NULL))
) STRICT;

-- One row for each thing that a recipient is to be told or was told, for as long as it lasts. `waits` is 1 until it
-- stands in a message; `over_at` is when it was over.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  recipient INTEGER NOT NULL REFERENCES recipient (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  what TEXT NOT NULL,
  noted_at INTEGER NOT NULL,
  waits INTEGER NOT NULL,
  over_at INTEGER
) STRICT;

-- What lasts is told once.
CREATE UNIQUE INDEX notice_lasts ON notice (recipient, key) WHERE over_at IS NULL;
CREATE INDEX notice_waits ON notice (recipient, id) WHERE waits = 1;

-- Messages that are not delivered yet: a row is deleted when the other side has taken it. `name` is the Message-ID or
-- the webhook-id; `failed_at` is when it was given up.
CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  recipient INTEGER NOT NULL REFERENCES recipient (id) ON DELETE CASCADE,
  name TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  body TEXT NOT NULL CHECK (length(body) <= 262144),
  made_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  failed_at INTEGER,
  problem TEXT,
  said TEXT
) STRICT;

CREATE INDEX message_due ON message (next_at, id) WHERE failed_at IS NULL;
CREATE INDEX message_of ON message (recipient);
