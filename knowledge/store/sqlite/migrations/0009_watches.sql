-- why: people and channels are told when what they watch changes, and get briefs at the times they set

-- What somebody watches, for themselves or, where `channel` is given, for a channel. `what` is a
-- slug, the key of a topic, a claimant or a document, or the words of a question; `label` is what
-- it was called. `seen` is the audit's entry up to which it has been told, `due` when a digest is
-- next due, in seconds since 1970.
CREATE TABLE watch (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT NOT NULL CHECK (kind IN ('claim', 'topic', 'source', 'about', 'document', 'question')),
    what      TEXT NOT NULL,
    label     TEXT NOT NULL,
    platform  TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel   TEXT NOT NULL,
    person    TEXT NOT NULL,
    cadence   TEXT NOT NULL CHECK (cadence IN ('at once', 'daily', 'weekly')),
    paused    INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    seen      INTEGER NOT NULL,
    due       REAL,
    made_at   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX watch_of_person ON watch (platform, person, kind, what) WHERE channel = '';
CREATE UNIQUE INDEX watch_of_channel ON watch (platform, channel, kind, what) WHERE channel <> '';
CREATE INDEX watch_what ON watch (kind, what);

-- When a channel or a person gets a brief by itself. `rule` is a cron expression in the time zone
-- `zone`, `words` what was typed, `due` the next time in seconds since 1970.
CREATE TABLE brief_schedule (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    rule      TEXT NOT NULL,
    words     TEXT NOT NULL,
    zone      TEXT NOT NULL,
    topic     TEXT NOT NULL,
    density   TEXT NOT NULL CHECK (density IN ('headlines', 'in context')),
    platform  TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel   TEXT NOT NULL,
    person    TEXT NOT NULL,
    paused    INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    due       REAL NOT NULL,
    made_at   TEXT NOT NULL,
    UNIQUE (platform, channel, person, rule, zone, topic)
) STRICT;
CREATE INDEX brief_schedule_due ON brief_schedule (due) WHERE NOT paused;

-- Up to which entry of the audit a place has been briefed on a topic, or on everything.
CREATE TABLE brief_given (
    platform TEXT NOT NULL,
    channel  TEXT NOT NULL,
    person   TEXT NOT NULL,
    topic    TEXT NOT NULL,
    entry    INTEGER NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (platform, channel, person, topic)
) STRICT, WITHOUT ROWID;

-- What a place was briefed on last is looked up each time it gets a brief.
CREATE INDEX notice_brief ON notice (platform, channel, person, id) WHERE kind = 'brief';

-- A brief that was asked for says how things stood on its day: it is not replaced by what is on
-- record later, and only taken back or, where a claim was withdrawn, followed by a word on that.
ALTER TABLE answer ADD COLUMN dated INTEGER NOT NULL DEFAULT 0 CHECK (dated IN (0, 1));
