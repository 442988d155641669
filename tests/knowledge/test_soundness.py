"""Is a database sound? What the checks see, and what cannot be done to a database at all."""

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import StoreMissing
from knowledge.model import ClaimRating
from knowledge.sample.loader import sample_claims
from knowledge.store.sqlite.migrate import Migration, migrations, upgrade
from knowledge.store.sqlite.soundness import Finding, examine
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.making import review
from tests.knowledge.proposing import take_in


def run(path: Path, *statements: str) -> None:
    """Run *statements* on the database as somebody with a SQLite shell would."""
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


def unsound(findings: Iterable[Finding]) -> dict[str, str]:
    """Return what was seen by each check that is not content."""
    return {finding.name: finding.seen for finding in findings if not finding.sound}


@pytest.fixture
def reviewed(database: Path) -> Path:
    """Return the sample desk with three more reviews."""

    async def add() -> None:
        store = SqliteStore(database)
        for rating in (ClaimRating.CHECKING, ClaimRating.DISPUTED, ClaimRating.SUPPORTED):
            await store.review("doctors-salary", review(rating))
        await store.close()

    asyncio.run(add())
    return database


def test_the_sample_desk_is_sound(reviewed: Path) -> None:
    """Every check of a healthy database is content, and what it holds is counted."""
    before = reviewed.read_bytes()
    findings = examine(reviewed)
    assert unsound(findings) == {}
    assert findings[-1].name == "contents"
    assert f"{len(sample_claims())} claims" in findings[-1].seen
    assert reviewed.read_bytes() == before, "it is only read"


def test_a_relative_path_will_do(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database may be named from where one stands."""
    monkeypatch.chdir(reviewed.parent)
    assert unsound(examine(Path(reviewed.name))) == {}


@pytest.mark.parametrize(
    "change",
    [
        "rating = 'Supported by evidence' WHERE rating = 'Disputed'",
        "reason = 'Another.' WHERE rating = 'Disputed'",
        "reviewer = 'Bo' WHERE rating = 'Disputed'",
        "at = '2020-01-01T00:00:00+00:00' WHERE rating = 'Disputed'",
        "at = 'yesterday' WHERE rating = 'Disputed'",
        "claim = 1 + (claim = 1) WHERE rating = 'Disputed'",
        "previous_hash = hash WHERE rating = 'Disputed'",
    ],
)
def test_a_review_that_was_tampered_with_is_named(reviewed: Path, change: str) -> None:
    """Whoever changes a row of the reviews behind our back is found out."""
    run(
        reviewed,
        "DROP TRIGGER review_is_not_changed",
        f"UPDATE review SET {change}",
    )
    seen = unsound(examine(reviewed))
    assert list(seen) == ["chain of reviews"]
    assert "not as it was written" in seen["chain of reviews"]
    assert "doctors-salary" in seen["chain of reviews"] or "claim = " in change


def test_a_review_that_was_taken_out_is_noticed(reviewed: Path) -> None:
    """A gap in the chain shows at the next review."""
    run(
        reviewed,
        "DROP TRIGGER review_is_not_deleted",
        "DELETE FROM review WHERE rating = 'Disputed'",
    )
    assert list(unsound(examine(reviewed))) == ["chain of reviews"]


def test_a_claim_missing_from_the_search_index_is_named(reviewed: Path) -> None:
    """A claim that no search would find is named."""
    one = "SELECT id FROM claim WHERE slug = 'living-stipend'"
    run(reviewed, f"DELETE FROM claim_words WHERE rowid = ({one})")
    assert unsound(examine(reviewed)) == {
        "search index": "living-stipend is not in the search index"
    }


@pytest.mark.parametrize(
    ("statement", "check", "says"),
    [
        ("UPDATE reading_text SET text = text || '.'", "documents", "not as it was read"),
        ("DELETE FROM reading_text", "documents", "not as it was read"),
        (
            "UPDATE proposal SET claim = replace(claim, '300 beds', '301 beds')",
            "documents",
            "proposal 1",
        ),
        ("UPDATE proposal SET state = 'dropped'", "decisions", "proposal 1"),
        ('UPDATE proposal SET "end" = 99999', "documents", "past the end"),
    ],
)
def test_what_was_read_and_proposed_is_examined(
    database: Path, statement: str, check: str, says: str
) -> None:
    """A text, a proposal or a decision that was changed behind our back is named."""

    async def add() -> None:
        store = SqliteStore(database)
        await take_in(store)
        await store.close()

    asyncio.run(add())
    assert unsound(examine(database)) == {}
    run(database, statement)
    seen = unsound(examine(database))
    assert list(seen) == [check]
    assert says in seen[check]


def test_a_reference_to_nothing_is_named(reviewed: Path) -> None:
    """A row that points at nothing is found, with both tables."""
    run(reviewed, "INSERT INTO change (claim, at, what) VALUES (999, '', '')")
    (seen,) = unsound(examine(reviewed)).values()
    assert "change" in seen
    assert "claim" in seen


def test_a_damaged_file_is_not_sound(reviewed: Path) -> None:
    """Pages overwritten with noise are noticed, and nothing is raised."""
    content = bytearray(reviewed.read_bytes())
    for start in range(3 * 4_096, len(content) - 4_096, 5 * 4_096):
        content[start : start + 2_048] = b"\xa5" * 2_048
    reviewed.write_bytes(content)
    assert "file" in unsound(examine(reviewed))


@pytest.mark.parametrize("content", [b"Minutes of the meeting" * 500, b""])
def test_what_is_no_desk_is_not_sound(tmp_path: Path, content: bytes) -> None:
    """A text file and an empty one are examined without a crash, and found wanting."""
    path = tmp_path / "desk.sqlite3"
    path.write_bytes(content)
    assert "schema" in unsound(examine(path))
    assert path.read_bytes() == content


def test_an_older_and_a_newer_schema_are_told_apart(tmp_path: Path) -> None:
    """The older one is to be upgraded; the newer one is not ours to judge."""
    path = tmp_path / "desk.sqlite3"
    more = Migration(len(migrations()) + 1, "more", "CREATE TABLE more (a) ;")
    upgrade(path, ships=[*migrations(), more])
    assert "this version knows" in unsound(examine(path))["schema"]


def test_a_missing_database_is_missing(tmp_path: Path) -> None:
    """There is nothing to examine where there is no file, and none is made."""
    with pytest.raises(StoreMissing):
        examine(tmp_path / "none.sqlite3")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE review SET rating = 'Supported by evidence'", "only ever added"),
        ("UPDATE review SET hash = hash", "only ever added"),
        ("DELETE FROM review", "only ever added"),
        ("DELETE FROM claim", "never deleted"),
        ("DELETE FROM claim WHERE slug = 'doctors-salary'", "never deleted"),
        ("UPDATE claim SET slug = 'other' WHERE slug = 'doctors-salary'", "keeps its slug"),
        ("UPDATE claim SET id = 99 WHERE slug = 'doctors-salary'", "keeps its slug"),
    ],
)
def test_the_record_cannot_be_rewritten(reviewed: Path, statement: str, says: str) -> None:
    """Reviews are only ever added, and a claim is neither deleted nor renamed, whoever tries."""
    before = reviewed.read_bytes()
    with pytest.raises(sqlite3.IntegrityError, match=says):
        run(reviewed, statement)
    assert reviewed.read_bytes() == before
    assert unsound(examine(reviewed)) == {}
