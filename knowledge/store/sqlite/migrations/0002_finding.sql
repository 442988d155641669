-- why: finding by words and by meaning, saved searches, relations that a person confirms, restricted claims

ALTER TABLE claim ADD COLUMN restricted INTEGER NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1));
-- So that an answer can be kept clear of restricted claims without looking through the others.
CREATE INDEX claim_restricted ON claim (changed) WHERE restricted;
-- Lists by outlet and by date.
CREATE INDEX document_outlet ON document (outlet);
CREATE INDEX document_published ON document (published);

-- Which rules or which model an index was made with, and how far a rebuild has come.
CREATE TABLE index_state (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How many claims have each word of `claim_words`, read straight from its index.
CREATE VIRTUAL TABLE claim_vocabulary USING fts5vocab(claim_words, row);

-- One vector a claim and model, as 32-bit floats; `text_sha256` is the hash of what it was made from.
CREATE TABLE claim_vector (
    claim       INTEGER NOT NULL REFERENCES claim,
    model       TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    vector      BLOB NOT NULL,
    PRIMARY KEY (claim, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_search (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    platform TEXT NOT NULL,
    owner    TEXT NOT NULL,
    query    TEXT NOT NULL,
    at       TEXT NOT NULL,
    UNIQUE (platform, owner, name)
) STRICT;

-- A relation that was suggested (by which rule and model, how strongly) or made by a person. It is
-- directed where its kind is: claim `supersedes` other, claim `answers` other.
CREATE TABLE relation (
    id    INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES claim,
    other INTEGER NOT NULL REFERENCES claim,
    kind  TEXT NOT NULL CHECK (kind IN ('appearance', 'repeats', 'answers', 'supersedes', 'differs')),
    rule  TEXT NOT NULL,
    model TEXT NOT NULL,
    score REAL,
    at    TEXT NOT NULL,
    UNIQUE (claim, other, kind),
    CHECK (claim <> other)
) STRICT;
CREATE INDEX relation_other ON relation (other);
-- So that “about” a source finds its allegations without looking through the other claims.
CREATE INDEX claim_accused ON claim (accused) WHERE accused <> '';

-- What people said of a relation; the last verdict holds, and none is ever taken away.
CREATE TABLE relation_verdict (
    id       INTEGER PRIMARY KEY,
    relation INTEGER NOT NULL REFERENCES relation,
    verdict  TEXT NOT NULL CHECK (verdict IN ('confirmed', 'refused')),
    by       TEXT NOT NULL,
    at       TEXT NOT NULL
) STRICT;
CREATE INDEX relation_verdict_relation ON relation_verdict (relation);
CREATE TRIGGER relation_verdict_is_not_changed BEFORE UPDATE ON relation_verdict
BEGIN SELECT RAISE(ABORT, 'verdicts are only ever added'); END;
CREATE TRIGGER relation_verdict_is_not_deleted BEFORE DELETE ON relation_verdict
BEGIN SELECT RAISE(ABORT, 'verdicts are only ever added'); END;
