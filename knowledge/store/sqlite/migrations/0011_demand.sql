-- why: what found nothing is counted, so that the desk sees what is asked for; a thread keeps what it talks about

-- A question that found nothing. `print` is a keyed hash of its words as they are compared; the
-- words themselves are kept once an asker gives leave. `claim` is what answers it by now.
CREATE TABLE demand (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    print    TEXT NOT NULL UNIQUE,
    words    TEXT NOT NULL DEFAULT '',
    times    INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    last_at  TEXT NOT NULL,
    claim    INTEGER REFERENCES claim,
    ended_at TEXT,
    why      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX demand_open ON demand (times) WHERE ended_at IS NULL;

-- How many asked it: a keyed hash for each, and who they are where they wish to be told.
CREATE TABLE demand_asker (
    demand    INTEGER NOT NULL REFERENCES demand,
    mark      TEXT NOT NULL,
    times     INTEGER NOT NULL,
    last_at   TEXT NOT NULL,
    platform  TEXT NOT NULL DEFAULT '',
    workspace TEXT NOT NULL DEFAULT '',
    person    TEXT NOT NULL DEFAULT '',
    told      INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
    PRIMARY KEY (demand, mark)
) STRICT, WITHOUT ROWID;

-- The claims that a thread showed last, newest first, so that “and Kenya?” has something to refer to.
CREATE TABLE talk (
    platform TEXT NOT NULL,
    channel  TEXT NOT NULL,
    thread   TEXT NOT NULL,
    claims   TEXT NOT NULL CHECK (json_valid(claims)),
    at       TEXT NOT NULL,
    PRIMARY KEY (platform, channel, thread)
) STRICT, WITHOUT ROWID;
CREATE INDEX talk_at ON talk (at);

-- The messages that were heard as questions, so that one that is delivered again after a restart is
-- not answered twice.
CREATE TABLE heard (
    platform TEXT NOT NULL,
    channel  TEXT NOT NULL,
    message  TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (platform, channel, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX heard_at ON heard (at);
