-- Answers to requests that named themselves, so that a repeated one is answered alike. `holder` is whose key or session it
-- came with, `key` the SHA-256 of the name, `request` that of the request. While status is null it is under way.
CREATE TABLE answer (
  holder TEXT NOT NULL,
  key BLOB NOT NULL CHECK (length(key) = 32),
  request BLOB NOT NULL CHECK (length(request) = 32),
  begun_at INTEGER NOT NULL,
  status INTEGER,
  head TEXT,
  body BLOB CHECK (length(body) <= 65536),
  PRIMARY KEY (holder, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX answer_begun ON answer (begun_at);
