-- Where mail to a supplier goes, as the municipality says, and to whom there one turns when nobody answers. `lang` is what is
-- written there.
CREATE TABLE supplier_address (
  supplier TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  leader TEXT,
  lang TEXT NOT NULL,
  set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- That a request goes by mail: to which address, and whether whoever opens the link is sent a code there. Nobody but the
-- municipality changes the address.
CREATE TABLE supplier_sending (
  request TEXT PRIMARY KEY REFERENCES supplier_request (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  leader TEXT,
  lang TEXT NOT NULL,
  wants_code INTEGER NOT NULL,
  wave TEXT
) STRICT, WITHOUT ROWID;

-- Mails to suppliers. `sealed` is the code that belongs where the body has its place for it; code and body are gone when the
-- relay has taken the mail, or it is not to be sent any more. `number` tells mails of one kind apart, so that each is made once.
-- `unsure_at`: it was handed over, this program was killed, and what the relay said was never read. `maybe_twice`: it was sent
-- again although the relay may have taken it.
CREATE TABLE supplier_mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request TEXT NOT NULL REFERENCES supplier_request (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL UNIQUE,
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  sealed BLOB,
  made_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  problem TEXT,
  said TEXT,
  maybe_twice INTEGER NOT NULL DEFAULT 0,
  unsure_at INTEGER,
  taken_at INTEGER,
  is_recorded INTEGER NOT NULL DEFAULT 0,
  failed_at INTEGER,
  dropped_at INTEGER,
  bounced_at INTEGER,
  UNIQUE (request, kind, number)
) STRICT;
CREATE INDEX supplier_mail_waits ON supplier_mail (id)
  WHERE taken_at IS NULL AND failed_at IS NULL AND dropped_at IS NULL AND unsure_at IS NULL;
CREATE INDEX supplier_mail_unrecorded ON supplier_mail (id) WHERE taken_at IS NOT NULL AND is_recorded = 0;

-- A code of six digits for whoever opened a link, by SHA-256 of 16 random bytes and it. `entrance` is SHA-256 of what the browser
-- that asked for it holds.
CREATE TABLE supplier_code (
  entrance BLOB PRIMARY KEY,
  link BLOB NOT NULL REFERENCES supplier_link (hash) ON DELETE CASCADE,
  salt BLOB NOT NULL,
  hash BLOB NOT NULL,
  tries INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX supplier_code_link ON supplier_code (link);
