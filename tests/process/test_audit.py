"""Audit, erasing and backup as whoever runs the desk uses them: real processes, real exit codes."""

import getpass
import json
import shutil
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.process.command import onrecord


@pytest.fixture(scope="module")
def desk(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the sample desk with one claim restricted."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(sample_database, folder / "desk.sqlite3")
    assert onrecord(folder, "restrict", "living-stipend").code == Exit.OK
    return folder


def test_the_audit_lists_who_wrote_what_and_how(desk: Path) -> None:
    """One claim's entries, oldest first, with who typed it, what before and what after."""
    listed = onrecord(desk, "audit", "--slug", "living-stipend", fresh=True)
    assert (listed.code, listed.err) == (Exit.OK, "")
    assert listed.out.index("claim added") < listed.out.index("claim restricted")
    assert f"console:{getpass.getuser()}" in listed.out
    assert "console command line" in listed.out
    assert "before: restricted False" in listed.out
    assert "after: attribution Breitbart News, Ben Kew, 20 December 2019" in listed.out


def test_the_audit_as_json_is_one_object_a_line(desk: Path) -> None:
    """For programs every entry is a line, in the chain's order."""
    lines = onrecord(desk, "audit", "--json").out.splitlines()
    numbers = [json.loads(line)["number"] for line in lines]
    assert numbers == list(range(1, len(lines) + 1))
    assert json.loads(lines[-1])["after"] == {"restricted": True, "revision": 2}


def test_a_day_without_entries_and_a_day_that_is_none_are_told_apart(desk: Path) -> None:
    """Nothing since then ends with 1; what is no day is refused with an example."""
    assert onrecord(desk, "audit", "--since", "2999-01-01").code == Exit.NOTHING
    refused = onrecord(desk, "audit", "--since", "yesterday")
    assert (refused.code, refused.out) == (Exit.USAGE, "")
    assert "is no day. Give one such as 2026-11-25." in refused.err


def test_the_head_is_printed_checked_and_refused_in_words(desk: Path, tmp_path: Path) -> None:
    """`db check` and `db backup` print the head; `--head` holds the chain to it."""
    said = onrecord(desk, "db", "check").out
    head = said.split("audit up to ")[1].split()[0]
    copied = onrecord(desk, "db", "backup", str(tmp_path / "copy.sqlite3"))
    assert "is written and sound: 35 claims" in copied.out
    assert head in copied.out
    assert len(copied.out.splitlines()) == 1
    assert onrecord(desk, "db", "check", "--head", head).code == Exit.OK
    number, _, digest = head.partition(":")
    other = onrecord(desk, "db", "check", "--head", f"{int(number) + 1}:{digest}")
    assert other.code == Exit.NOTHING
    assert "FAIL noted head: the chain ends before entry" in other.out
    assert onrecord(desk, "db", "check", "--head", "here").code == Exit.USAGE


def test_erasing_says_what_was_erased(desk: Path) -> None:
    """A person goes from the audit; a stranger changes nothing, and a slip is refused."""
    stranger = onrecord(desk, "erase", "slack:U404")
    assert stranger.code == Exit.NOTHING
    assert "Nobody is known here as slack:U404; nothing was changed." in stranger.out
    assert onrecord(desk, "erase", "Ana").code == Exit.USAGE
    erased = onrecord(desk, "erase", f"console:{getpass.getuser()}", fresh=True)
    assert erased.code == Exit.OK
    assert "Erased from: conversations 1, entries of the audit 36." in erased.out
    listed = onrecord(desk, "audit", "--slug", "living-stipend").out
    assert getpass.getuser() not in listed
    assert "erased person 1" in listed
    assert onrecord(desk, "db", "check").code == Exit.OK
