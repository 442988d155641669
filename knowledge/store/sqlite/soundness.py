"""Is a database sound? SQLite's own checks, the schema, the search index, the reviews."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge.audit import FIRST_HASH, erased_words, review_hash
from knowledge.errors import StoreError, StoreMissing
from knowledge.model import Review, Subject
from knowledge.standing import not_standing
from knowledge.store.claims_as_json import claim_from_json
from knowledge.store.sqlite.audit_chain import audited, persons, reaches
from knowledge.store.sqlite.auditing import HEAD
from knowledge.store.sqlite.failures import in_our_words
from knowledge.store.sqlite.migrate import check_version, migrations
from knowledge.store.sqlite.opening import address


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, whether all is well, and what was seen."""

    name: str
    sound: bool
    seen: str


def examine(path: Path, *, head: tuple[int, str] | None = None) -> list[Finding]:
    """Return what every check finds in the database at *path*, which is only read.

    With *head*, the audit's number and hash as they were noted earlier, the chain must still hold
    that entry. Raises `StoreMissing` when there is no database.
    """
    if not path.exists():
        raise StoreMissing(str(path))
    findings: list[Finding] = []
    with in_our_words(), closing(sqlite3.connect(address(path, "ro"), uri=True)) as database:
        for name, check in _CHECKS.items():
            try:
                problems = list(check(database))
            except (sqlite3.Error, StoreError, ValueError) as error:
                problems = [str(error)]
            findings.append(Finding(name, not problems, "; ".join(problems) or "ok"))
        if head is not None:
            wrong = reaches(database, *head)
            findings.append(Finding("noted head", not wrong, wrong or "ok"))
        if all(finding.sound for finding in findings):
            findings.append(Finding("contents", sound=True, seen=_counts(database)))
    return findings


def _integrity(database: sqlite3.Connection) -> Iterator[str]:
    for (line,) in database.execute("PRAGMA integrity_check(10)"):
        if line != "ok":
            yield line


def _foreign_keys(database: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in database.execute("PRAGMA foreign_key_check"):
        yield f"{table} row {row} points at a missing {parent}"


def _schema(database: sqlite3.Connection) -> Iterator[str]:
    ships = migrations()
    version = check_version(database, ships)
    if version < len(ships):
        yield f"schema {version} of {len(ships)}: run `onrecord db upgrade`"


def _search_index(database: sqlite3.Connection) -> Iterator[str]:
    missing = database.execute(
        "SELECT slug FROM claim WHERE id NOT IN (SELECT rowid FROM claim_words) LIMIT 5"
    )
    for (slug,) in missing:
        yield f"{slug} is not in the search index"


def _chain(database: sqlite3.Connection) -> Iterator[str]:
    previous = FIRST_HASH
    rows = database.execute(
        "SELECT r.id, c.slug, r.subject, r.rating, r.reason, r.reviewer, r.at, r.previous_hash, "
        "r.hash, r.proposes, r.signs, r.signed, p.id, p.platform || ':' || p.identifier "
        "|| CASE p.name WHEN '' THEN '' ELSE ' ' || p.name END "
        "FROM review r JOIN claim c ON c.id = r.claim LEFT JOIN person p "
        "ON r.signed <> '' AND p.mark = r.signed ORDER BY r.id"
    )
    for number, slug, subject, rating, reason, reviewer, at, stands_on, kept, *rest in rows:
        proposes, signs, *who = rest
        try:
            when = datetime.fromisoformat(at)
            review = Review(Subject(subject), rating, reason, reviewer, when, proposes, signs)
            untouched = stands_on == previous and kept == review_hash(
                previous, slug, review, who[0]
            )
            if who[0]:
                untouched &= reviewer == (who[2] or erased_words(who[1] or 0))
        except ValueError:  # a date or subject that we never write
            untouched = False
        if not untouched:
            yield f"review {number} (of {slug}) is not as it was written"
            return
        previous = kept


def _readings(database: sqlite3.Connection) -> Iterator[str]:
    """Look whether each text is the one that was hashed, and holds what is proposed from it."""
    rows = database.execute(
        "SELECT r.id, r.key, r.sha256, t.text FROM reading r LEFT JOIN reading_text t "
        "ON t.reading = r.id ORDER BY r.id"
    )
    for identity, key, sha256, text in rows:
        if text is None or hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield f"the text of {key} is not as it was read"
            continue
        proposals = database.execute(
            'SELECT id, claim, "end" FROM proposal WHERE reading = ? ORDER BY id', (identity,)
        )
        for number, proposed, end in proposals:
            wrong = not_standing(claim_from_json(proposed), text)
            if wrong or end > len(text):
                yield f"proposal {number}: {wrong or 'its passage ends past the end of the text'}"


def _decisions(database: sqlite3.Connection) -> Iterator[str]:
    """Look whether each proposal stands as its last decision says."""
    rows = database.execute(
        "SELECT p.id FROM proposal p LEFT JOIN proposal_decision d ON d.id = "
        "(SELECT max(id) FROM proposal_decision WHERE proposal = p.id) "
        "WHERE p.state <> coalesce(d.state, 'waiting') OR (p.\"into\" IS NOT NULL "
        'AND p."into" IS NOT d."into") ORDER BY p.id LIMIT 5'
    )
    for (number,) in rows:
        yield f"proposal {number} does not stand as its last decision says"


def _counts(database: sqlite3.Connection) -> str:
    tables = (
        *("claim", "document", "claimant", "review", "question", "reading", "proposal"),
        "person",
    )
    counts = (database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables)  # noqa: S608 - our own names
    told = [f"{count} {table}s" for count, table in zip(counts, tables, strict=True)]
    head = database.execute("SELECT value FROM keepsake WHERE name = ?", (HEAD,)).fetchone()
    return ", ".join([*told, f"audit up to {head[0]}" if head else "no audit yet"])


_CHECKS: dict[str, Callable[[sqlite3.Connection], Iterator[str]]] = {
    "file": _integrity,
    "schema": _schema,
    "references": _foreign_keys,
    "search index": _search_index,
    "chain of reviews": _chain,
    "persons": persons,
    "audit": audited,
    "documents": _readings,
    "decisions": _decisions,
}
