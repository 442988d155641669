-- why: the first desk: what is on record, who says it, and what reviews and evidence say of it

CREATE TABLE claimant (
    id    INTEGER PRIMARY KEY,
    key   TEXT NOT NULL UNIQUE,
    name  TEXT NOT NULL,
    kind  TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'group', 'outlet')),
    about TEXT NOT NULL
) STRICT;

CREATE TABLE claimant_alias (
    claimant INTEGER NOT NULL REFERENCES claimant,
    position INTEGER NOT NULL,
    alias    TEXT NOT NULL,
    PRIMARY KEY (claimant, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE topic (
    id    INTEGER PRIMARY KEY,
    key   TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL
) STRICT;

CREATE TABLE document (
    id             INTEGER PRIMARY KEY,
    key            TEXT NOT NULL UNIQUE,
    outlet         INTEGER NOT NULL REFERENCES claimant,
    url            TEXT NOT NULL,
    kind           TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('current', 'corrected', 'withdrawn')),
    byline         TEXT NOT NULL,
    section        TEXT NOT NULL,
    language       TEXT NOT NULL,
    published      TEXT,
    published_from TEXT NOT NULL,
    details_from   TEXT NOT NULL,
    sha256         TEXT NOT NULL,
    note           TEXT NOT NULL
) STRICT;

-- `changed` grows with every change of a claim or its reviews; readers ask for what is newer.
CREATE TABLE claim (
    id             INTEGER PRIMARY KEY,
    slug           TEXT NOT NULL UNIQUE,
    label          TEXT NOT NULL,
    statement      TEXT NOT NULL,
    topic          INTEGER NOT NULL REFERENCES topic,
    document       INTEGER NOT NULL REFERENCES document,
    voice          TEXT NOT NULL CHECK (voice IN ('outlet', 'direct', 'indirect', 'mixed')),
    strength       TEXT NOT NULL CHECK (strength IN
                   ('stated', 'alleged', 'denied', 'estimated', 'predicted', 'conditional')),
    cue            TEXT NOT NULL,
    hedge          TEXT NOT NULL,
    relays         TEXT NOT NULL,
    accuser_named  INTEGER CHECK (accuser_named IN (0, 1)),
    accused        TEXT NOT NULL,
    answer         TEXT NOT NULL,
    anchor_exact   TEXT,
    anchor_start   INTEGER,
    anchor_end     INTEGER,
    anchor_prefix  TEXT,
    anchor_suffix  TEXT,
    passage_start  INTEGER,
    passage_end    INTEGER,
    passage_sha256 TEXT,
    places         TEXT NOT NULL CHECK (json_valid(places)),
    note           TEXT NOT NULL,
    revision       INTEGER NOT NULL CHECK (revision >= 1),
    changed        INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX claim_topic ON claim (topic);
CREATE INDEX claim_document ON claim (document);

CREATE TABLE claim_alias (
    alias TEXT PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES claim
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_alias_claim ON claim_alias (claim);

CREATE TABLE maker (
    claim    INTEGER NOT NULL REFERENCES claim,
    position INTEGER NOT NULL,
    claimant INTEGER NOT NULL REFERENCES claimant,
    written  TEXT NOT NULL,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX maker_claimant ON maker (claimant);

CREATE TABLE quote (
    claim    INTEGER NOT NULL REFERENCES claim,
    position INTEGER NOT NULL,
    exact    TEXT NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

-- Numbers are kept as text, so that 0.1 stays 0.1.
CREATE TABLE figure (
    claim      INTEGER NOT NULL REFERENCES claim,
    position   INTEGER NOT NULL,
    text       TEXT NOT NULL,
    qualifier  TEXT NOT NULL,
    value      TEXT,
    low        TEXT,
    high       TEXT,
    unit       TEXT NOT NULL,
    measure    TEXT NOT NULL,
    population TEXT NOT NULL,
    place      TEXT NOT NULL,
    period     TEXT NOT NULL,
    as_of      TEXT,
    start      INTEGER,
    "end"      INTEGER,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE date_mention (
    claim    INTEGER NOT NULL REFERENCES claim,
    position INTEGER NOT NULL,
    text     TEXT NOT NULL,
    resolved TEXT,
    start    INTEGER,
    "end"    INTEGER,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

-- A pair of claims about the same thing, said once, the lower id first.
CREATE TABLE related (
    claim INTEGER NOT NULL REFERENCES claim,
    other INTEGER NOT NULL REFERENCES claim,
    PRIMARY KEY (claim, other),
    CHECK (claim < other)
) STRICT, WITHOUT ROWID;
CREATE INDEX related_other ON related (other);

CREATE TABLE evidence (
    id       INTEGER PRIMARY KEY,
    claim    INTEGER NOT NULL REFERENCES claim,
    stance   TEXT NOT NULL,
    what     TEXT NOT NULL,
    url      TEXT NOT NULL,
    source   TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_claim ON evidence (claim);

-- Reviews are only ever added, and each row's hash covers the row before it.
CREATE TABLE review (
    id            INTEGER PRIMARY KEY,
    claim         INTEGER NOT NULL REFERENCES claim,
    subject       TEXT NOT NULL CHECK (subject IN ('quotation', 'claim')),
    rating        TEXT NOT NULL,
    reason        TEXT NOT NULL,
    reviewer      TEXT NOT NULL,
    at            TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX review_claim ON review (claim);
CREATE TRIGGER review_is_not_changed BEFORE UPDATE ON review
BEGIN SELECT RAISE(ABORT, 'reviews are only ever added'); END;
CREATE TRIGGER review_is_not_deleted BEFORE DELETE ON review
BEGIN SELECT RAISE(ABORT, 'reviews are only ever added'); END;
CREATE TRIGGER claim_is_not_deleted BEFORE DELETE ON claim
BEGIN SELECT RAISE(ABORT, 'a claim is withdrawn by a review, never deleted'); END;
CREATE TRIGGER claim_keeps_its_name BEFORE UPDATE OF id, slug ON claim
BEGIN SELECT RAISE(ABORT, 'a claim keeps its slug for good'); END;

CREATE TABLE change (
    id    INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES claim,
    at    TEXT NOT NULL,
    what  TEXT NOT NULL
) STRICT;

-- Questions that found nothing, kept with their askers' leave.
CREATE TABLE question (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    words    TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    platform TEXT NOT NULL,
    channel  TEXT NOT NULL,
    at       TEXT NOT NULL
) STRICT;

CREATE TABLE keepsake (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The words of each claim, for ranking; the rowid is the claim's id.
CREATE VIRTUAL TABLE claim_words USING fts5 (
    label, statement, words, names,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
