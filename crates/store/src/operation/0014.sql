-- How often a leave for a drill's act was used: a row is durable before the first byte of a try, and never goes away. `leave` is made of
-- the signed text, the act and what it is done towards, so that the same text taken in twice counts once.
CREATE TABLE drill_leave_use (
  leave TEXT NOT NULL,
  number INTEGER NOT NULL,
  drill TEXT NOT NULL REFERENCES drill (id),
  taken_at INTEGER NOT NULL,
  PRIMARY KEY (leave, number)
) STRICT, WITHOUT ROWID;

-- Drills whose test file may lie in its folder: a row is there before the file is, and goes away after it. Where that is stands under seal.
CREATE TABLE drill_left (
  drill TEXT PRIMARY KEY REFERENCES drill (id),
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
