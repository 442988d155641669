-- why: what is to be told of its own accord waits in the database, is sent once, and its failures are seen

-- One message that is to reach a channel, a thread or a person. `key` says what it is, so that it
-- is made due once, whoever plans it and however often. `about` is what it is made from when it is
-- sent. `person` is the id of whom it is for and empty for a channel. `edits` is the notice whose
-- message it takes the place of. `held` is until when it is being sent, `begun` since when it may
-- have been, both in seconds since 1970. `message` is where it stands in the end, in the channel
-- `stands_in`, and `opened` is the thread that was opened under it. `at` is when it first was due.
CREATE TABLE notice (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT NOT NULL UNIQUE,
    kind      TEXT NOT NULL,
    about     TEXT NOT NULL CHECK (json_valid(about)),
    platform  TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel   TEXT NOT NULL,
    thread    TEXT NOT NULL,
    person    TEXT NOT NULL,
    edits     INTEGER REFERENCES notice,
    state     TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'doing', 'done', 'failed')),
    due       REAL NOT NULL,
    held      REAL,
    begun     REAL,
    tries     INTEGER NOT NULL DEFAULT 0,
    why       TEXT NOT NULL DEFAULT '',
    at        TEXT NOT NULL,
    ended     TEXT,
    message   TEXT NOT NULL DEFAULT '',
    more      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(more)),
    stands_in TEXT NOT NULL DEFAULT '',
    opened    TEXT NOT NULL DEFAULT '',
    CHECK ((channel = '') <> (person = ''))
) STRICT;
-- A place is told one thing after the other, in the order in which it was made.
CREATE INDEX notice_open ON notice (platform, channel, person, id) WHERE state IN ('due', 'doing');
CREATE INDEX notice_doing ON notice (platform, channel, person) WHERE state = 'doing';
CREATE INDEX notice_kind ON notice (kind, id);
-- However often a message is to be changed meanwhile, one change waits, and it makes it the newest.
CREATE UNIQUE INDEX notice_edit_waits_once ON notice (edits) WHERE state = 'due' AND edits IS NOT NULL;
