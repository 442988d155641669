-- why: documents repeat one another, so what counts is where a claim comes from and not who printed it

-- What a document takes from another. `document` and `cited` are keys, since a document is read, and
-- what it cites found, before it is on record; what is found counts once it is. `outlet` is the name
-- of who is cited and `address` the canonical address of a page. `words` stand in the document from
-- `start` to `end`, and what they cover from `covers` to `covers_to`; all are -1 where a person said
-- so. Where `claim` is given it concerns that claim alone. Whoever refuses a citation is kept with it.
CREATE TABLE citation (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    document   TEXT NOT NULL,
    how        TEXT NOT NULL CHECK (how IN ('words', 'link', 'person')),
    outlet     TEXT NOT NULL DEFAULT '',
    address    TEXT NOT NULL DEFAULT '',
    cited      TEXT NOT NULL DEFAULT '',
    words      TEXT NOT NULL DEFAULT '',
    start      INTEGER NOT NULL DEFAULT -1,
    "end"      INTEGER NOT NULL DEFAULT -1,
    covers     INTEGER NOT NULL DEFAULT -1,
    covers_to  INTEGER NOT NULL DEFAULT -1,
    claim      TEXT NOT NULL DEFAULT '',
    by         TEXT NOT NULL DEFAULT '',
    at         TEXT NOT NULL,
    refused_by TEXT NOT NULL DEFAULT '',
    why        TEXT NOT NULL DEFAULT '',
    CHECK (outlet <> '' OR address <> '' OR cited <> ''),
    CHECK ((start < 0) = ("end" < 0)),
    UNIQUE (document, how, outlet, address, start, claim)
) STRICT;
-- `touched` counts what is written here, see 0013.
