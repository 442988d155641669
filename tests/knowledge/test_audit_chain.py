"""The audit's chain on SQLite: what was changed behind our back is named, whoever is erased."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.acting import acting
from knowledge.audit import (
    FIRST_HASH,
    By,
    Deed,
    Note,
    Person,
    differing,
    head_from,
    mark_of,
    new_known,
    next_row,
    person_of,
    review_hash,
    signed_by,
)
from knowledge.errors import RecordError
from knowledge.store.sqlite.audit_chain import audited
from knowledge.store.sqlite.soundness import examine
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.making import AT, claim, review
from tests.knowledge.test_soundness import run, unsound

ANA = "slack:U1 Ana"
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.fixture
def written(database: Path) -> Path:
    """Return a desk on which Ana and somebody unsigned have written."""

    async def write() -> None:
        store = SqliteStore(database)
        await store.add([claim("beds"), claim("wards")])
        with acting(By(Person("slack", "U1", "Ana"), "slack", "T1", "C1")):
            await store.review("beds", review(reviewer=ANA))
            await store.restrict("wards", restricted=True)
        await store.review("beds", review())
        await store.close()

    asyncio.run(write())
    return database


def entries(path: Path) -> int:
    """Return how many entries there are."""
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM audit").fetchone()[0])


@pytest.mark.parametrize(
    "change",
    [
        "after = '{}'",
        'before = \'{"claim":"Disputed"}\'',
        "why = 'Another.'",
        "at = '2020-01-01T00:00:00.000+00:00'",
        "clock = '2020-01-01T00:00:00.000+00:00'",
        "deed = 'claim added'",
        "slug = 'wards'",
        "other = 'wards'",
        "about = 'relation 1'",
        "channel = 'C2'",
        "workspace = ''",
        "platform = 'discord'",
        "person = NULL",
        "whom = person",
        "previous_hash = hash",
    ],
)
def test_an_entry_that_was_changed_is_named(written: Path, change: str) -> None:
    """Whatever of an entry is changed, the check names the first that is not as it was."""
    number = entries(written) - 2
    run(
        written,
        "DROP TRIGGER audit_is_not_changed",
        f"UPDATE audit SET {change} WHERE id = {number}",
    )
    seen = unsound(examine(written))
    assert list(seen) == ["audit"]
    assert seen["audit"].startswith(f"entry {number} (")
    assert "not as it was written" in seen["audit"]


def test_an_entry_that_was_taken_out_is_named(written: Path) -> None:
    """A gap in the middle is named by its number."""
    number = entries(written) - 1
    run(written, "DROP TRIGGER audit_is_not_deleted", f"DELETE FROM audit WHERE id = {number}")
    assert unsound(examine(written)) == {"audit": f"entry {number} is missing"}


def test_a_tail_that_was_cut_off_is_noticed(written: Path) -> None:
    """The head is kept apart from the chain, so that its end cannot go alone."""
    last = entries(written)
    run(written, "DROP TRIGGER audit_is_not_deleted", f"DELETE FROM audit WHERE id = {last}")
    said = unsound(examine(written))["audit"]
    assert said == f"the chain ends at entry {last - 1}, and its head was entry {last}"
    run(written, "DELETE FROM keepsake WHERE name = 'audit head'")
    assert "its head was entry none" in unsound(examine(written))["audit"]


def test_a_tail_cut_off_with_its_head_shows_against_a_noted_one(written: Path) -> None:
    """Whoever can write the file can mend the head as well; what was noted elsewhere stays."""

    async def head() -> str:
        store = SqliteStore(written)
        found = await store.audit_head()
        await store.close()
        return found

    noted = head_from(asyncio.run(head()))
    assert unsound(examine(written, head=noted)) == {}
    run(
        written,
        "DROP TRIGGER audit_is_not_deleted",
        f"DELETE FROM audit WHERE id = {noted[0]}",
        "INSERT OR REPLACE INTO keepsake SELECT 'audit head', id || ':' || hash FROM audit "
        "ORDER BY id DESC LIMIT 1",
    )
    assert unsound(examine(written)) == {}
    said = unsound(examine(written, head=noted))
    assert said == {
        "noted head": f"the chain ends before entry {noted[0]}, which was its head once"
    }
    other = (noted[0] - 1, "0" * 64)
    assert "not the one that was noted" in unsound(examine(written, head=other))["noted head"]


def test_an_entry_written_past_us_is_named(written: Path) -> None:
    """An entry that was put in with SQL does not fit, though the trigger moves the head."""
    run(
        written,
        "INSERT INTO audit SELECT id + 1, at, clock, deed, person, platform, workspace, channel, "
        "slug, other, about, whom, before, after, why, hash, replace(hash, '0', '1') FROM audit "
        "ORDER BY id DESC LIMIT 1",
    )
    assert f"entry {entries(written)} (" in unsound(examine(written))["audit"]


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ("name = 'Bo'", "persons"),
        ("identifier = 'U2'", "persons"),
        ("platform = 'discord'", "persons"),
        ("salt = '00'", "persons"),
        ("mark = 'ab'", "audit"),
    ],
)
def test_a_person_who_was_put_in_anothers_place_is_noticed(
    written: Path, change: str, check: str
) -> None:
    """Who wrote cannot be changed: the mark in the chain is theirs alone."""
    run(written, "DROP TRIGGER person_is_only_erased", f"UPDATE person SET {change} WHERE id = 1")
    assert check in unsound(examine(written))


def test_a_signature_on_a_review_is_that_of_the_mark(written: Path) -> None:
    """The name under a review stands beside the hash, and is held to the person's mark."""
    run(
        written,
        "DROP TRIGGER review_is_not_changed",
        "UPDATE review SET reviewer = 'slack:U2 Bo' WHERE signed <> ''",
    )
    assert "not as it was written" in unsound(examine(written))["chain of reviews"]


def test_erasing_a_person_leaves_the_chains_whole_and_no_trace(written: Path) -> None:
    """Every check is content afterwards, and neither file nor log holds a letter of the person."""

    async def erase() -> None:
        store = SqliteStore(written)
        with acting(By(Person("slack", "U0SECRET", "Zacharias"), "slack", "T1", "C1")):
            await store.review("beds", review(reviewer="slack:U0SECRET Zacharias"))
        await store.erase_person("slack", "U0SECRET")
        await store.review("beds", review(reviewer=ANA))
        await store.close()

    asyncio.run(erase())
    assert unsound(examine(written)) == {}
    for file in written.parent.iterdir():
        assert b"U0SECRET" not in file.read_bytes(), file
        assert b"Zacharias" not in file.read_bytes(), file


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE audit SET why = ''", "only ever added to"),
        ("DELETE FROM audit", "only ever added to"),
        ("DELETE FROM person", "never deleted"),
        ("UPDATE person SET name = 'Bo'", "erased or left"),
        ("UPDATE person SET mark = 'ab', salt = NULL, name = NULL, platform = NULL", "erased"),
        ("UPDATE review SET reviewer = 'erased person x'", "only ever added"),
        ("UPDATE review SET reviewer = 'erased person 1', rating = 'Disputed'", "only ever added"),
        ("UPDATE review SET reviewer = 'erased person 1' WHERE signed = ''", "only ever added"),
    ],
)
def test_the_audit_cannot_be_rewritten(written: Path, statement: str, says: str) -> None:
    """Triggers refuse it, whoever tries; erasing is all that may be done to a person."""
    with pytest.raises(sqlite3.IntegrityError, match=says):
        run(written, statement)
    assert unsound(examine(written)) == {}


def test_an_entry_and_its_write_are_kept_together(written: Path) -> None:
    """Where the entry cannot be kept, the review is not kept either."""
    run(written, "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END")
    with closing(sqlite3.connect(written)) as database:
        before = database.execute("SELECT count(*) FROM review").fetchone()

    async def write() -> None:
        store = SqliteStore(written)
        try:
            await store.review("beds", review())
        finally:
            await store.close()

    with pytest.raises(Exception, match="no"):
        asyncio.run(write())
    with closing(sqlite3.connect(written)) as database:
        assert database.execute("SELECT count(*) FROM review").fetchone() == before


def test_an_empty_audit_is_sound(tmp_path: Path) -> None:
    """Before the first entry there is no head, and nothing is missing."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(
            "CREATE TABLE person (id, mark); CREATE TABLE keepsake (name, value);"
            "CREATE TABLE audit (id, at, clock, deed, person, platform, workspace, channel, slug,"
            "other, about, whom, before, after, why, previous_hash, hash);"
        )
        assert list(audited(database)) == []


@given(
    st.lists(_texts, min_size=6, max_size=6),
    st.dictionaries(_texts, _texts | st.integers() | st.booleans() | st.none(), max_size=3),
    st.integers(0, 5),
    _texts,
)
def test_no_part_of_an_entry_can_be_moved_into_another(
    texts: list[str], facts: dict[str, str | int | bool | None], which: int, other: str
) -> None:
    """Two entries that differ in any part have different hashes, wherever the difference stands."""
    slug, about, why, platform, workspace, channel = texts
    note = Note(Deed.ADDED, slug, about=about, why=why, after=facts)
    by = By(None, platform, workspace, channel)
    row = next_row(note, by, ("", ""), (0, ""), AT)
    changes = (
        *(row._replace(slug=other), row._replace(about=other), row._replace(why=other)),
        *(row._replace(platform=other), row._replace(workspace=other)),
        row._replace(channel=other),
    )
    changed = changes[which]
    assert (changed.hash(FIRST_HASH) == row.hash(FIRST_HASH)) == (changed == row)
    swapped = row._replace(slug=row.slug + row.other + "a", other="")
    assert swapped.hash(FIRST_HASH) != row._replace(slug=row.slug, other="a").hash(FIRST_HASH)


@given(_texts, _texts, _texts)
def test_a_signature_says_who_signed_or_nothing(platform: str, identifier: str, name: str) -> None:
    """A signature is read back as the person who gave it, whatever their name is made of."""
    person = person_of(platform, identifier, name)
    read = signed_by(person.signature)
    assert read is None or read.signature == person.signature
    sure = person_of("slack", "U1", name)
    assert signed_by(sure.signature) == sure


@pytest.mark.parametrize(
    "text", ["Ana", "", ":", "slack:", "slack: Ana", "Ana Ruiz: mayor", "a:b "]
)
def test_a_name_is_no_signature(text: str) -> None:
    """What says no platform and id is left as it is."""
    assert signed_by(text) is None


def test_a_mark_tells_nothing_without_its_salt() -> None:
    """The same person has another mark on every desk, and another again after being erased."""
    ana = Person("slack", "U1", "Ana")
    one, two = new_known(ana), new_known(ana)
    assert one.mark != two.mark
    assert mark_of(ana, one.salt) == one.mark
    assert mark_of(replace(ana, name="Bo"), one.salt) != one.mark


def test_reviews_from_before_are_hashed_as_they_were() -> None:
    """A review without a mark has the hash that it always had."""
    assert review_hash("0" * 64, "beds", review()) == (
        "d2ae244daed74dc8dd78e863ada585e7faaa9fc1d8ba05521f59c2db0f8fd588"
    )


def test_only_what_differs_is_kept() -> None:
    """What is the same before and after is in neither; what is only in one stays in that one."""
    assert differing({"a": 1, "b": 2}, {"b": 3, "a": 1, "c": None}) == ({"b": 2}, {"b": 3})


@pytest.mark.parametrize(
    "text", ["", "12", "12:", "x:" + "0" * 64, "1:" + "g" * 64, "-1:" + "0" * 64]
)
def test_what_is_no_head_is_refused_in_words(text: str) -> None:
    """A head is a number and a hash; anything else is refused with what it should be."""
    with pytest.raises(RecordError, match="is no head of the audit"):
        head_from(text)
