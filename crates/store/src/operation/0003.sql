-- Answers to requests that named themselves, so that a repeated one is answered alike. `holder` is the key or the person
-- that it came with, `person` the key's owner, `key` the SHA-256 of the name, `request` that of the request. While status is null it
-- is under way.
CREATE TABLE answer (
  holder TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  key BLOB NOT NULL CHECK (length(key) = 32),
  request BLOB NOT NULL CHECK (length(request) = 32),
  begun_at INTEGER NOT NULL,
  status INTEGER,
  head TEXT,
  body BLOB CHECK (length(body) <= 65536),
  PRIMARY KEY (holder, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX answer_begun ON answer (begun_at);
CREATE INDEX answer_of ON answer (person);
