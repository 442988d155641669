"""Taking documents in from the command line: real processes, stopped at the worst moment."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.process.command import Ended, command, environment, onrecord

ARTICLE = """\
Council quarrels over bridge number {n}

By Ann Writer

The mayor said on Wednesday that bridge number {n} would cost about £{n}.5 million. “It is \
safe,” engineer Maria Gomez told reporters.

The council has been accused of hiding {n} reports about the bridge."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of six articles and one file that breaks."""
    made = tmp_path / "articles"
    made.mkdir()
    for number in range(2, 8):
        (made / f"{number:02}.txt").write_text(ARTICLE.format(n=number), encoding="utf-8")
    (made / "torn.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    return made


def rows(data_dir: Path, query: str) -> list[tuple[object, ...]]:
    """Return what the desk's database says."""
    with closing(sqlite3.connect(data_dir / "desk.sqlite3")) as connection:
        return connection.execute(query).fetchall()


def taken_in(data_dir: Path, folder: Path) -> Ended:
    """Take the folder in, in one process at a time."""
    return onrecord(
        data_dir,
        "ingest",
        str(folder),
        "--outlet",
        "The Gazette",
        EXTRACT__WORKERS="1",
    )


def test_a_killed_run_goes_on_and_repeats_nothing(tmp_path: Path, folder: Path) -> None:
    """Killed without warning in the middle, the same command takes in the rest, once each."""
    data_dir = tmp_path / "desk"
    with subprocess.Popen(
        command("ingest", str(folder), "--outlet", "The Gazette"),
        env=environment(data_dir, EXTRACT__WORKERS="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as first:
        assert first.stdout is not None
        seen = [first.stdout.readline() for _ in range(3)]
        first.kill()
    assert all("proposed" in line for line in seen)

    second = taken_in(data_dir, folder)
    assert second.code == Exit.NOTHING
    before = second.out.count(": taken in before")
    assert 3 <= before < 6
    assert "torn.pdf: That PDF" in second.err
    assert f"{before} taken in before, 1 not read; " in second.out
    assert rows(data_dir, "SELECT count(*) FROM reading") == [(6,)]
    proposed = rows(data_dir, "SELECT reading, fingerprint FROM proposal")
    assert len(proposed) == len(set(proposed)) >= 12

    third = taken_in(data_dir, folder)
    assert third.out.count(": taken in before") == 6
    assert "6 taken in before, 1 not read; 0 claims proposed." in third.out
    assert rows(data_dir, "SELECT reading, fingerprint FROM proposal") == proposed


def gone(group: int) -> bool:
    """Return whether the last process of the group ends within ten seconds."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_ctrl_c_ends_it_in_words(tmp_path: Path, folder: Path) -> None:
    """Ctrl-C stops at once, says what was done and how to go on, and leaves no process behind."""
    with subprocess.Popen(
        command("ingest", str(folder)),
        env=environment(tmp_path / "desk", EXTRACT__WORKERS="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate(timeout=30)
    assert run.returncode == Exit.STOPPED
    assert "new" in out
    assert "Give the same command to go on." in err
    assert "Traceback" not in err
    assert gone(run.pid)


def test_a_text_in_another_language_is_kept_and_said(tmp_path: Path) -> None:
    """It becomes a document without claims, and the line below says why there are none."""
    spanish = (
        "El ministro dijo el lunes que el gobierno no subirá los impuestos este año. "
        "La oposición acusó al ministro de mentir sobre las cuentas públicas. "
        "“No hay dinero para nadie”, afirmó la diputada en el Congreso de los Diputados.\n"
    )
    kept = onrecord(tmp_path, "ingest", "-", "--outlet", "La Gaceta", typed=spanish)
    assert (kept.code, kept.err) == (Exit.OK, "")
    assert "-: new, 0 claims proposed\n" in kept.out
    assert "The text is in Spanish; claims are found in English only" in kept.out
    assert rows(tmp_path, "SELECT count(*) FROM reading") == [(1,)]


def test_details_that_are_given_later_are_kept(tmp_path: Path) -> None:
    """The same file with --published is dated by it, in one line; a third time it is left aside."""
    given = ("ingest", "-", "--outlet", "The Gazette", "--published", "2019-12-20")
    said = "The mayor said on Monday that the bridge would cost £3 million.\n"
    first = onrecord(tmp_path, "ingest", "-", typed=said)
    assert "-: new, 1 claim proposed\n" in first.out
    again = onrecord(tmp_path, *given, typed=said)
    assert (
        "-: same, 0 claims proposed; kept as you give it: outlet, day; "
        "dates of 1 claim reckoned again\n"
    ) in again.out
    assert rows(tmp_path, "SELECT claim ->> '$.dates[0].resolved.value' FROM proposal") == [
        ("2019-12-16",)
    ]
    assert "-: taken in before\n" in onrecord(tmp_path, *given, typed=said).out


def test_a_dry_run_shows_and_keeps_nothing(tmp_path: Path) -> None:
    """What would be proposed is shown, whole and in the document's words; no desk is made."""
    shown = onrecord(
        tmp_path / "desk",
        "ingest",
        "-",
        "--dry-run",
        "--outlet",
        "The Gazette",
        "--published",
        "2019-12-20",
        "--title",
        "Bridges",
        typed=ARTICLE.format(n=7),
    )
    assert (shown.code, shown.err) == (Exit.OK, "")
    assert "  Bridges\n  The Gazette" in shown.out
    assert "20 December 2019" in shown.out
    assert "bridge number 7 would cost about £7.5 million" in shown.out
    assert not (tmp_path / "desk" / "desk.sqlite3").exists()


def test_extract_prints_offsets_into_the_files_own_text(tmp_path: Path) -> None:
    """Line ends, marks and odd letters stay as they are; a page has the hash of what was read."""
    text = ARTICLE.format(n=3).replace("\n", "\r\n").replace("mayor", "mayor 🙂")
    (tmp_path / "raw.txt").write_bytes(text.encode())
    lines = [{"doc": "one", "text": ARTICLE.format(n=4)}, {"doc": "two"}]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    body = "".join(f"<p>{part}</p>" for part in ARTICLE.format(n=5).split("\n\n"))
    page = f"<html><head><title>T</title></head><body><article>{body}</article></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("raw.txt", "many.jsonl", "page.html")]
    ended = onrecord(tmp_path / "desk", "extract", "--jsonl", *files, fresh=True)
    assert ended.code == Exit.NOTHING
    assert "line 2: It has no doc and text" in ended.err
    raw, one, read = map(json.loads, ended.out.splitlines())
    assert [raw["doc"], one["doc"], read["doc"]] == ["raw", "one", "page"]
    assert "text_sha256" in read
    assert "text_sha256" not in raw
    contents = [text[slice(*span)] for each in raw["attributions"] for span in each["content"]]
    assert any("bridge number 3 would cost about £3.5 million" in content for content in contents)
    figures = [figure for claim in raw["claims"] for figure in claim["figures"]]
    assert "about £3.5 million" in [text[figure["start"] : figure["end"]] for figure in figures]
    assert not (tmp_path / "desk").exists()
