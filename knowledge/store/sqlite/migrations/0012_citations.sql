-- why: documents repeat one another, so what counts is where a claim comes from and not who printed it

-- What a document takes from another, or from an outlet whose document is not here. `cited` is the
-- document where it is on record, `outlet` the claimant where only that is known. `how` says by
-- what, `words` are the words in the citing document and `start` and `end` where they stand, or
-- empty where a person said so.
CREATE TABLE citation (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document,
    cited    INTEGER REFERENCES document,
    outlet   TEXT NOT NULL DEFAULT '',
    how      TEXT NOT NULL CHECK (how IN ('words', 'link', 'quotation', 'person')),
    words    TEXT NOT NULL DEFAULT '',
    start    INTEGER,
    "end"    INTEGER,
    address  TEXT NOT NULL DEFAULT '',
    claim    INTEGER REFERENCES claim,
    by       TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL,
    refused  INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1)),
    CHECK ((start IS NULL) = ("end" IS NULL)),
    UNIQUE (document, how, outlet, address, start, claim)
) STRICT;
CREATE INDEX citation_document ON citation (document);
CREATE INDEX citation_cited ON citation (cited) WHERE cited IS NOT NULL;
CREATE TRIGGER citation_added_counts AFTER INSERT ON citation BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER citation_changed_counts AFTER UPDATE ON citation BEGIN UPDATE record_version SET n = n + 1; END;
CREATE TRIGGER citation_gone_counts AFTER DELETE ON citation BEGIN UPDATE record_version SET n = n + 1; END;
