-- why: every write says who, from where, what and why; what a newer version of a document does to its claims

-- Whoever has written something, under each name. Only `mark`, a hash over the other columns, goes
-- into the chains; erasing a person empties the others for good, and the chains still hold.
CREATE TABLE person (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    mark       TEXT NOT NULL UNIQUE,
    platform   TEXT,
    identifier TEXT,
    name       TEXT,
    salt       TEXT,
    UNIQUE (platform, identifier, name),
    CHECK ((platform IS NULL) = (salt IS NULL) AND (identifier IS NULL) = (salt IS NULL)
        AND (name IS NULL) = (salt IS NULL))
) STRICT;
CREATE TRIGGER person_is_only_erased BEFORE UPDATE ON person
WHEN NEW.id <> OLD.id OR NEW.mark <> OLD.mark OR NEW.salt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a person is erased or left as they are'); END;
CREATE TRIGGER person_is_not_deleted BEFORE DELETE ON person
BEGIN SELECT RAISE(ABORT, 'a person is erased, never deleted'); END;

-- Each row's hash covers the row and the hash before it. `clock` is what the machine's clock said,
-- `at` the same, or the time of the row before where the clock had gone back.
CREATE TABLE audit (
    id            INTEGER PRIMARY KEY,
    at            TEXT NOT NULL,
    clock         TEXT NOT NULL,
    deed          TEXT NOT NULL,
    person        INTEGER REFERENCES person,
    platform      TEXT NOT NULL,
    workspace     TEXT NOT NULL,
    channel       TEXT NOT NULL,
    slug          TEXT NOT NULL,
    other         TEXT NOT NULL,
    about         TEXT NOT NULL,
    whom          INTEGER REFERENCES person,
    before        TEXT NOT NULL CHECK (json_valid(before)),
    after         TEXT NOT NULL CHECK (json_valid(after)),
    why           TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX audit_slug ON audit (slug) WHERE slug <> '';
CREATE INDEX audit_other ON audit (other) WHERE other <> '';
CREATE INDEX audit_person ON audit (person);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
-- The chain's head is kept apart from the chain, so that a tail cut off alone is noticed.
CREATE TRIGGER audit_moves_its_head AFTER INSERT ON audit
BEGIN INSERT OR REPLACE INTO keepsake VALUES ('audit head', NEW.id || ':' || NEW.hash); END;

-- The reviews' chain takes the mark in place of the name, where a review is signed `platform:id name`.
ALTER TABLE review ADD COLUMN signed TEXT NOT NULL DEFAULT '';

-- Signatures may give way to “erased person N”, and to nothing else.
DROP TRIGGER review_is_not_changed;
CREATE TRIGGER review_is_not_changed BEFORE UPDATE ON review
WHEN NEW.reviewer NOT GLOB 'erased person [0-9]*' OR OLD.signed = ''
    OR (NEW.id, NEW.claim, NEW.subject, NEW.rating, NEW.reason, NEW.at, NEW.previous_hash, NEW.hash,
        NEW.signed) IS NOT (OLD.id, OLD.claim, OLD.subject, OLD.rating, OLD.reason, OLD.at,
        OLD.previous_hash, OLD.hash, OLD.signed)
BEGIN SELECT RAISE(ABORT, 'reviews are only ever added'); END;
DROP TRIGGER relation_verdict_is_not_changed;
CREATE TRIGGER relation_verdict_is_not_changed BEFORE UPDATE ON relation_verdict
WHEN NEW.by NOT GLOB 'erased person [0-9]*' OR (NEW.id, NEW.relation, NEW.verdict, NEW.at)
    IS NOT (OLD.id, OLD.relation, OLD.verdict, OLD.at)
BEGIN SELECT RAISE(ABORT, 'verdicts are only ever added'); END;
DROP TRIGGER proposal_decision_is_not_changed;
CREATE TRIGGER proposal_decision_is_not_changed BEFORE UPDATE ON proposal_decision
WHEN NEW.by NOT GLOB 'erased person [0-9]*'
    OR (NEW.id, NEW.proposal, NEW.state, NEW.at, NEW.why, NEW."into", NEW.joined)
    IS NOT (OLD.id, OLD.proposal, OLD.state, OLD.at, OLD.why, OLD."into", OLD.joined)
BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END;

-- How the words of each claim fared in a later version of its document. A finding changes no claim.
CREATE TABLE anchor_finding (
    id      INTEGER PRIMARY KEY,
    claim   INTEGER NOT NULL REFERENCES claim,
    reading INTEGER NOT NULL REFERENCES reading,
    fate    TEXT NOT NULL CHECK (fate IN
            ('in place', 'moved', 'ambiguous', 'changed', 'not found')),
    start   INTEGER,
    "end"   INTEGER,
    times   INTEGER NOT NULL,
    whole   INTEGER NOT NULL CHECK (whole IN (0, 1)),
    at      TEXT NOT NULL,
    UNIQUE (claim, reading),
    CHECK ((start IS NULL) = ("end" IS NULL))
) STRICT;
CREATE INDEX anchor_finding_reading ON anchor_finding (reading);
