-- Accounts at OpenID providers: known by issuer and subject, never by an address. Such an account has no other.
CREATE TABLE openid_account (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person TEXT NOT NULL UNIQUE REFERENCES account (person) ON DELETE CASCADE,
  linked_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

-- Which roles and units of a person the provider gave at the newest log-in. The others were given here, and stay.
CREATE TABLE openid_role (
  person TEXT NOT NULL REFERENCES openid_account (person) ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (person, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE openid_unit (
  person TEXT NOT NULL REFERENCES openid_account (person) ON DELETE CASCADE,
  unit TEXT NOT NULL,
  PRIMARY KEY (person, unit)
) STRICT, WITHOUT ROWID;
