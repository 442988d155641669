-- why: what was answered where is kept, so that a correction follows every answer that still stands

-- An answer that reached people, or was about to: where it stands and to whom it was given. The
-- question is not kept.
CREATE TABLE answer (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    platform  TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel   TEXT NOT NULL,
    thread    TEXT NOT NULL,
    message   TEXT NOT NULL,
    more      TEXT NOT NULL CHECK (json_valid(more)),
    asker     TEXT NOT NULL,
    shared    INTEGER NOT NULL CHECK (shared IN (0, 1)),
    public    INTEGER NOT NULL CHECK (public IN (0, 1)),
    card      INTEGER NOT NULL CHECK (card IN (0, 1)),
    at        TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('sending', 'standing', 'fixed', 'gone')),
    why       TEXT NOT NULL
) STRICT;
CREATE INDEX answer_asker ON answer (asker);
CREATE INDEX answer_private ON answer (at) WHERE NOT public;

-- Which claims it showed, and in which revision.
CREATE TABLE shown (
    answer   INTEGER NOT NULL REFERENCES answer ON DELETE CASCADE,
    position INTEGER NOT NULL,
    claim    INTEGER NOT NULL REFERENCES claim,
    revision INTEGER NOT NULL,
    PRIMARY KEY (answer, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX shown_claim ON shown (claim);

-- What the message, its thread and its asker have last been told of a claim: a print of every part
-- of it and, where the answer is public, the words. Closed once a restricted claim was taken back.
CREATE TABLE said (
    answer INTEGER NOT NULL REFERENCES answer ON DELETE CASCADE,
    step   TEXT NOT NULL CHECK (step IN ('edit', 'post', 'tell')),
    claim  INTEGER NOT NULL REFERENCES claim,
    print  TEXT NOT NULL,
    words  TEXT CHECK (words IS NULL OR json_valid(words)),
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    PRIMARY KEY (answer, step, claim)
) STRICT, WITHOUT ROWID;

-- Claims that some answer shows and that changed since, or were shown since; each is looked at once.
CREATE TABLE claim_to_check (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    claim INTEGER NOT NULL REFERENCES claim
) STRICT;

-- Written with the change itself, so that no change is missed, whoever makes it and however the
-- program ends.
CREATE TRIGGER claim_changed_after_answers AFTER UPDATE ON claim
WHEN EXISTS (SELECT 1 FROM shown WHERE claim = NEW.id)
BEGIN INSERT INTO claim_to_check (claim) VALUES (NEW.id); END;
CREATE TRIGGER document_changed_after_answers AFTER UPDATE ON document
BEGIN
    INSERT INTO claim_to_check (claim) SELECT c.id FROM claim c
    WHERE c.document = NEW.id AND EXISTS (SELECT 1 FROM shown WHERE claim = c.id);
END;
CREATE TRIGGER claimant_renamed_after_answers AFTER UPDATE OF name ON claimant
BEGIN
    INSERT INTO claim_to_check (claim) SELECT c.id FROM claim c
    WHERE EXISTS (SELECT 1 FROM shown WHERE claim = c.id)
        AND (EXISTS (SELECT 1 FROM maker WHERE claim = c.id AND claimant = NEW.id)
            OR c.document IN (SELECT id FROM document WHERE outlet = NEW.id));
END;

-- What is to be done for an answer about a change. `change` is a number of claim_to_check. A
-- delivery that is being done is held until `held`, a time in seconds since 1970; `begun` is when
-- the platform was asked for what cannot be asked for twice.
CREATE TABLE delivery (
    id      INTEGER PRIMARY KEY,
    answer  INTEGER NOT NULL REFERENCES answer ON DELETE CASCADE,
    change  INTEGER NOT NULL,
    step    TEXT NOT NULL CHECK (step IN ('edit', 'post', 'tell')),
    state   TEXT NOT NULL CHECK (state IN ('due', 'doing', 'done', 'failed')),
    due     REAL NOT NULL,
    held    REAL,
    begun   REAL,
    tries   INTEGER NOT NULL,
    why     TEXT NOT NULL,
    at      TEXT NOT NULL,
    ended   TEXT,
    UNIQUE (answer, change, step)
) STRICT;
-- However often a claim changes meanwhile, an answer waits for one correction: the newest.
CREATE UNIQUE INDEX delivery_waits_once ON delivery (answer, step) WHERE state = 'due';
CREATE INDEX delivery_open ON delivery (due) WHERE state IN ('due', 'doing');
