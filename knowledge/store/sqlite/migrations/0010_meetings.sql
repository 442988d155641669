-- why: a meeting has a board, items, decisions and tickets, and its minutes are kept

-- A meeting in a channel; one at a time is open there. `board` is the notice that posted the board,
-- one of so many `boards`, and `minutes` the one that posted the minutes. `current` is the item that
-- is talked about, `turn` counts how often the agenda was changed, and `left_out` what it had no
-- room for.
CREATE TABLE meeting (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    platform   TEXT NOT NULL,
    workspace  TEXT NOT NULL,
    channel    TEXT NOT NULL,
    board      INTEGER REFERENCES notice,
    boards     INTEGER NOT NULL DEFAULT 1,
    minutes    INTEGER REFERENCES notice,
    current    INTEGER REFERENCES meeting_item,
    turn       INTEGER NOT NULL DEFAULT 0,
    left_out   INTEGER NOT NULL DEFAULT 0,
    started_by TEXT NOT NULL,
    started_at TEXT NOT NULL,
    active_at  TEXT NOT NULL,
    ended_at   TEXT,
    ended_by   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX meeting_open_once ON meeting (platform, channel) WHERE ended_at IS NULL;

-- One line of the agenda. `what` is a slug, a topic's key or nothing, `words` what the line says,
-- and `why` what brought it there.
CREATE TABLE meeting_item (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting  INTEGER NOT NULL REFERENCES meeting,
    position REAL NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('claim', 'topic', 'question', 'words')),
    what     TEXT NOT NULL,
    words    TEXT NOT NULL,
    why      TEXT NOT NULL,
    state    TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'current', 'done', 'dropped')),
    added_by TEXT NOT NULL,
    at       TEXT NOT NULL
) STRICT;
CREATE INDEX meeting_item_meeting ON meeting_item (meeting, position);

-- Which claims were shown under which item, and in which revision.
CREATE TABLE meeting_shown (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting  INTEGER NOT NULL REFERENCES meeting,
    item     INTEGER REFERENCES meeting_item,
    claim    INTEGER NOT NULL REFERENCES claim,
    revision INTEGER NOT NULL,
    at       TEXT NOT NULL
) STRICT;
CREATE INDEX meeting_shown_meeting ON meeting_shown (meeting);

CREATE TABLE meeting_decision (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting INTEGER NOT NULL REFERENCES meeting,
    item    INTEGER REFERENCES meeting_item,
    words   TEXT NOT NULL,
    by      TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT;
CREATE INDEX meeting_decision_meeting ON meeting_decision (meeting);

-- Something that needs a source. `owner` is who took it, `deadline` until when, in seconds since
-- 1970; `demand` is the unanswered question it came from, `claim` what settled it.
CREATE TABLE ticket (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    words     TEXT NOT NULL,
    state     TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'done', 'dropped')),
    owner     TEXT NOT NULL DEFAULT '',
    deadline  REAL,
    meeting   INTEGER REFERENCES meeting,
    item      INTEGER REFERENCES meeting_item,
    demand    INTEGER,
    claim     INTEGER REFERENCES claim,
    platform  TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel   TEXT NOT NULL,
    thread    TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   TEXT NOT NULL,
    ended_at  TEXT,
    why       TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX ticket_open ON ticket (deadline) WHERE state IN ('open', 'taken');
CREATE INDEX ticket_meeting ON ticket (meeting);
CREATE INDEX ticket_demand ON ticket (demand);
