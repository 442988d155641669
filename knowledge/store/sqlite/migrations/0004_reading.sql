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

-- How often what answers are made of has changed. A desk keeps what it has read until this moves, so
-- documents that are taken in, and all else that no card shows, cost no answer anything.
CREATE TABLE record_version (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    n   INTEGER NOT NULL
) STRICT;
INSERT INTO record_version VALUES (1, 0);
CREATE TRIGGER claim_added_counts AFTER INSERT ON claim BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claim_changed_counts AFTER UPDATE ON claim BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claim_alias_added_counts AFTER INSERT ON claim_alias BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claim_alias_changed_counts AFTER UPDATE ON claim_alias BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claim_alias_gone_counts AFTER DELETE ON claim_alias BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER maker_added_counts AFTER INSERT ON maker BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER maker_changed_counts AFTER UPDATE ON maker BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER maker_gone_counts AFTER DELETE ON maker BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claimant_added_counts AFTER INSERT ON claimant BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claimant_changed_counts AFTER UPDATE ON claimant BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claimant_alias_added_counts AFTER INSERT ON claimant_alias BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claimant_alias_changed_counts AFTER UPDATE ON claimant_alias BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claimant_alias_gone_counts AFTER DELETE ON claimant_alias BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER called_added_counts AFTER INSERT ON called BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER called_changed_counts AFTER UPDATE ON called BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER called_gone_counts AFTER DELETE ON called BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER topic_added_counts AFTER INSERT ON topic BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER topic_changed_counts AFTER UPDATE ON topic BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER document_added_counts AFTER INSERT ON document BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER document_changed_counts AFTER UPDATE ON document BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER quote_added_counts AFTER INSERT ON quote BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER quote_changed_counts AFTER UPDATE ON quote BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER quote_gone_counts AFTER DELETE ON quote BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER figure_added_counts AFTER INSERT ON figure BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER figure_changed_counts AFTER UPDATE ON figure BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER figure_gone_counts AFTER DELETE ON figure BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER date_mention_added_counts AFTER INSERT ON date_mention BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER date_mention_changed_counts AFTER UPDATE ON date_mention BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER date_mention_gone_counts AFTER DELETE ON date_mention BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER related_added_counts AFTER INSERT ON related BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER related_gone_counts AFTER DELETE ON related BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER evidence_added_counts AFTER INSERT ON evidence BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER evidence_changed_counts AFTER UPDATE ON evidence BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER evidence_gone_counts AFTER DELETE ON evidence BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER review_added_counts AFTER INSERT ON review BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER review_changed_counts AFTER UPDATE ON review BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER relation_added_counts AFTER INSERT ON relation BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER relation_changed_counts AFTER UPDATE ON relation BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER relation_gone_counts AFTER DELETE ON relation BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER relation_verdict_added_counts AFTER INSERT ON relation_verdict BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER relation_verdict_changed_counts AFTER UPDATE ON relation_verdict BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claim_vector_added_counts AFTER INSERT ON claim_vector BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claim_vector_changed_counts AFTER UPDATE ON claim_vector BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER claim_vector_gone_counts AFTER DELETE ON claim_vector BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER index_state_added_counts AFTER INSERT ON index_state BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER index_state_changed_counts AFTER UPDATE ON index_state BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER index_state_gone_counts AFTER DELETE ON index_state BEGIN UPDATE record_version SET n = n + 1; END;
