-- Accounts. What a person is called stands in `person` alone; forgetting a person forgets all of this.
CREATE TABLE account (
  person TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  user_name TEXT NOT NULL UNIQUE,
  email TEXT UNIQUE,
  lang TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  closed_at INTEGER,
  last_log_in INTEGER,
  password TEXT,
  totp BLOB,
  totp_step INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE account_role (
  person TEXT NOT NULL REFERENCES account (person) ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (person, role)
) STRICT, WITHOUT ROWID;

-- Whoever has no row here is not limited to units.
CREATE TABLE account_unit (
  person TEXT NOT NULL REFERENCES account (person) ON DELETE CASCADE,
  unit TEXT NOT NULL,
  PRIMARY KEY (person, unit)
) STRICT, WITHOUT ROWID;

-- What was done to an account, by whom, and why.
CREATE TABLE account_note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT NOT NULL REFERENCES account (person) ON DELETE CASCADE,
  made_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  reason TEXT
) STRICT;

CREATE INDEX account_note_of ON account_note (person, id);

CREATE TABLE recovery_code (
  person TEXT NOT NULL REFERENCES account (person) ON DELETE CASCADE,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE passkey (
  id BLOB PRIMARY KEY,
  person TEXT NOT NULL REFERENCES account (person) ON DELETE CASCADE,
  name TEXT NOT NULL,
  credential TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX passkey_of ON passkey (person);

CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  person TEXT NOT NULL REFERENCES account (person) ON DELETE CASCADE,
  factors TEXT NOT NULL,
  client TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_of ON session (person);

-- Links that work once, and keys for the API. `person` is whom it is for; nobody has an invitation yet.
CREATE TABLE token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  kind TEXT NOT NULL,
  person TEXT REFERENCES account (person) ON DELETE CASCADE,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  units TEXT NOT NULL,
  scopes TEXT NOT NULL,
  made_by TEXT,
  made_at INTEGER NOT NULL,
  ends_at INTEGER,
  used_at INTEGER
) STRICT;

CREATE INDEX token_kind ON token (kind, id);

-- Failed log-ins. `subject` is the SHA-256 of an account's name or a client's address: what is typed in the wrong
-- field may be a password.
CREATE TABLE failure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject BLOB NOT NULL CHECK (length(subject) = 32),
  factor TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX failure_of ON failure (subject, factor, at);
CREATE INDEX failure_at ON failure (at);
