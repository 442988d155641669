-- why: roles, a second signature, claims added and edited by hand, and what the accused were asked

-- A person or a group of a platform, and the role it was given. The audit has who gave it and when.
CREATE TABLE role_holder (
    platform TEXT NOT NULL,
    id       TEXT NOT NULL,
    role     TEXT NOT NULL CHECK (role IN ('reader', 'reporter', 'editor', 'standards', 'admin')),
    name     TEXT NOT NULL,
    is_group INTEGER NOT NULL CHECK (is_group IN (0, 1)),
    PRIMARY KEY (platform, id)
) STRICT, WITHOUT ROWID;

-- `proposes` is a rating that waits for a second signature; `signs` is the number, among the claim's
-- reviews of the same subject, of the review that this one signs off. Both are in the chain.
ALTER TABLE review ADD COLUMN proposes TEXT NOT NULL DEFAULT '';
ALTER TABLE review ADD COLUMN signs INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER review_is_not_changed;
CREATE TRIGGER review_is_not_changed BEFORE UPDATE ON review
WHEN NEW.reviewer NOT GLOB 'erased person [0-9]*' OR OLD.signed = ''
    OR (NEW.id, NEW.claim, NEW.subject, NEW.rating, NEW.reason, NEW.at, NEW.previous_hash, NEW.hash,
        NEW.signed, NEW.proposes, NEW.signs)
    IS NOT (OLD.id, OLD.claim, OLD.subject, OLD.rating, OLD.reason, OLD.at, OLD.previous_hash,
        OLD.hash, OLD.signed, OLD.proposes, OLD.signs)
BEGIN SELECT RAISE(ABORT, 'reviews are only ever added'); END;

-- When the accused were asked for comment, until when there was no answer, and whether a lawyer looks.
ALTER TABLE claim ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE claim ADD COLUMN none_by TEXT NOT NULL DEFAULT '';
ALTER TABLE claim ADD COLUMN legal INTEGER NOT NULL DEFAULT 0 CHECK (legal IN (0, 1));

-- A claim as it was before an edit, without its reviews and evidence.
CREATE TABLE claim_revision (
    id       INTEGER PRIMARY KEY,
    claim    INTEGER NOT NULL REFERENCES claim,
    revision INTEGER NOT NULL,
    was      TEXT NOT NULL CHECK (json_valid(was)),
    by       TEXT NOT NULL,
    at       TEXT NOT NULL,
    why      TEXT NOT NULL,
    UNIQUE (claim, revision)
) STRICT;
CREATE TRIGGER claim_revision_is_not_changed BEFORE UPDATE ON claim_revision
WHEN NEW.by NOT GLOB 'erased person [0-9]*'
    OR (NEW.id, NEW.claim, NEW.revision, NEW.was, NEW.at, NEW.why)
    IS NOT (OLD.id, OLD.claim, OLD.revision, OLD.was, OLD.at, OLD.why)
BEGIN SELECT RAISE(ABORT, 'revisions are only ever added'); END;
CREATE TRIGGER claim_revision_is_not_deleted BEFORE DELETE ON claim_revision
BEGIN SELECT RAISE(ABORT, 'revisions are only ever added'); END;

-- Who took a claim to work on it, and what they noted for the desk. Readers are shown neither.
CREATE TABLE desk_work (
    id    INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES claim,
    kind  TEXT NOT NULL CHECK (kind IN ('taken', 'noted')),
    words TEXT NOT NULL,
    by    TEXT NOT NULL,
    at    TEXT NOT NULL
) STRICT;
CREATE INDEX desk_work_claim ON desk_work (claim);
CREATE TRIGGER desk_work_is_not_changed BEFORE UPDATE ON desk_work
WHEN NEW.by NOT GLOB 'erased person [0-9]*' OR (NEW.id, NEW.claim, NEW.kind, NEW.words, NEW.at)
    IS NOT (OLD.id, OLD.claim, OLD.kind, OLD.words, OLD.at)
BEGIN SELECT RAISE(ABORT, 'the work on a claim is only ever added to'); END;
CREATE TRIGGER desk_work_is_not_deleted BEFORE DELETE ON desk_work
BEGIN SELECT RAISE(ABORT, 'the work on a claim is only ever added to'); END;

-- What a person filled in to add a claim, while they look at what is on record already.
CREATE TABLE hand_draft (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    by     TEXT NOT NULL,
    at     TEXT NOT NULL,
    fields TEXT NOT NULL CHECK (json_valid(fields))
) STRICT;
