-- why: a claim can become restricted and be opened again; names that only restricted claims bring are theirs

-- Set for good once a claim is restricted, so that its opening is found without looking through the others.
ALTER TABLE claim ADD COLUMN once_restricted INTEGER NOT NULL DEFAULT 0 CHECK (once_restricted IN (0, 1));
UPDATE claim SET once_restricted = restricted WHERE restricted;
CREATE INDEX claim_once_restricted ON claim (changed) WHERE once_restricted;

-- By which names each claim calls its claimants and its outlet.
CREATE TABLE called (
    claimant INTEGER NOT NULL REFERENCES claimant,
    name     TEXT NOT NULL,
    claim    INTEGER NOT NULL REFERENCES claim,
    PRIMARY KEY (claimant, name, claim)
) STRICT, WITHOUT ROWID;
-- Who brought a name was not kept before: every claim of the claimant is taken to have.
INSERT INTO called
SELECT named.claimant, known.name, named.claim
FROM (
    SELECT claimant, claim FROM maker
    UNION SELECT d.outlet, c.id FROM claim c JOIN document d ON d.id = c.document
) named
JOIN (
    SELECT id AS claimant, name FROM claimant
    UNION SELECT claimant, alias FROM claimant_alias
) known ON known.claimant = named.claimant
ORDER BY 1, 2, 3;
