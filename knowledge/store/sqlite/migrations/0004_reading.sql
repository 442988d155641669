-- why: documents are kept as they were read, and what is found in them waits for a person to accept it

-- One version of a document as it was read. Its text is the same in no other version. `chain` is
-- the first version of the document, `document` what it says of itself; it is on record (in the
-- table of that name, under the same key) once a claim of it was accepted.
CREATE TABLE reading (
    id           INTEGER PRIMARY KEY,
    key          TEXT NOT NULL UNIQUE,
    chain        INTEGER NOT NULL REFERENCES reading,
    number       INTEGER NOT NULL CHECK (number >= 1),
    previous     INTEGER UNIQUE REFERENCES reading,
    sha256       TEXT NOT NULL UNIQUE,
    outlet       TEXT NOT NULL,
    title        TEXT NOT NULL,
    address      TEXT NOT NULL,
    document     TEXT NOT NULL CHECK (json_valid(document)),
    origins      TEXT NOT NULL CHECK (json_valid(origins)),
    modified     TEXT NOT NULL,
    media        TEXT NOT NULL,
    notes        TEXT NOT NULL CHECK (json_valid(notes)),
    retrieved_at TEXT NOT NULL,
    brought_by   TEXT NOT NULL,
    source       TEXT NOT NULL,
    CHECK ((number = 1) = (previous IS NULL)),
    UNIQUE (chain, number)
) STRICT;

CREATE TABLE reading_text (
    reading INTEGER PRIMARY KEY REFERENCES reading,
    text    TEXT NOT NULL
) STRICT;

-- Where a document stands; the same text may stand at several addresses.
CREATE TABLE reading_address (
    address TEXT PRIMARY KEY,
    chain   INTEGER NOT NULL REFERENCES reading
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_address_chain ON reading_address (chain);

-- How far a file or page has come, so that a run that was broken off can go on.
CREATE TABLE intake_item (
    id        INTEGER PRIMARY KEY,
    source    TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('done', 'failed')),
    run       TEXT NOT NULL,
    at        TEXT NOT NULL,
    failure   TEXT NOT NULL,
    documents TEXT NOT NULL CHECK (json_valid(documents)),
    UNIQUE (source, sha256)
) STRICT;
CREATE INDEX intake_item_run ON intake_item (run);

-- What is proposed from a version, and how it stands after the last decision.
CREATE TABLE proposal (
    id          INTEGER PRIMARY KEY,
    reading     INTEGER NOT NULL REFERENCES reading,
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    claim       TEXT NOT NULL CHECK (json_valid(claim)),
    topic       TEXT NOT NULL,
    who         TEXT NOT NULL,
    rule        TEXT NOT NULL,
    confidence  REAL NOT NULL,
    worth       REAL NOT NULL,
    parent      INTEGER REFERENCES proposal,
    fingerprint TEXT NOT NULL,
    same        TEXT NOT NULL,
    nearest     TEXT NOT NULL CHECK (json_valid(nearest)),
    at          TEXT NOT NULL,
    state       TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN
                ('waiting', 'held', 'accepted', 'joined', 'dropped')),
    "into"      INTEGER REFERENCES claim,
    CHECK (0 <= start AND start < "end"),
    CHECK ((state IN ('accepted', 'joined')) = ("into" IS NOT NULL)),
    UNIQUE (reading, fingerprint)
) STRICT;
CREATE INDEX proposal_state ON proposal (state);
CREATE INDEX proposal_same ON proposal (same);
CREATE INDEX proposal_fingerprint ON proposal (fingerprint);
CREATE INDEX proposal_into ON proposal ("into") WHERE "into" IS NOT NULL;

-- What people made of a proposal; the last decision holds, and none is ever taken away.
CREATE TABLE proposal_decision (
    id       INTEGER PRIMARY KEY,
    proposal INTEGER NOT NULL REFERENCES proposal,
    state    TEXT NOT NULL,
    by       TEXT NOT NULL,
    at       TEXT NOT NULL,
    why      TEXT NOT NULL,
    "into"   INTEGER REFERENCES claim,
    joined   INTEGER REFERENCES claim
) STRICT;
CREATE INDEX proposal_decision_proposal ON proposal_decision (proposal);
CREATE TRIGGER proposal_decision_is_not_changed BEFORE UPDATE ON proposal_decision
BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END;
CREATE TRIGGER proposal_decision_is_not_deleted BEFORE DELETE ON proposal_decision
BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END;
CREATE TRIGGER proposal_is_not_deleted BEFORE DELETE ON proposal
BEGIN SELECT RAISE(ABORT, 'a proposal is dropped by a decision, never deleted'); END;
