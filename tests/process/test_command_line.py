"""The command line as people use it: real processes, real files, real exit codes."""

import asyncio
import json
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.exits import Exit
from knowledge.sample.loader import sample_claims
from knowledge.store.sqlite.migrate import migrations, upgrade
from knowledge.store.sqlite.store import SqliteStore
from tests.process.command import onrecord

SALARY = "/claim doctors-salary"


def counts(database: Path) -> tuple[int, ...]:
    """Return how much of everything a desk holds."""
    tables = ("claim", "document", "claimant", "claimant_alias", "review", "related", "evidence")
    with closing(sqlite3.connect(database)) as connection:
        return tuple(
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables
        )


def test_the_demo_answers_and_adds_nothing_the_second_time(tmp_path: Path) -> None:
    """From nothing to the answer in one command, and again without failing or doubling."""
    first = onrecord(tmp_path, "demo", fresh=True)
    assert (first.code, first.err) == (Exit.OK, "")
    assert "35 sample claims added" in first.out
    assert "Breitbart News, Ben Kew, 20 December 2019" in first.out
    assert "“most doctors” (no number given" in first.out
    before = counts(tmp_path / "desk.sqlite3")
    second = onrecord(tmp_path, "demo")
    assert (second.code, second.err) == (Exit.OK, "")
    assert "the sample is there already" in second.out
    assert counts(tmp_path / "desk.sqlite3") == before


def test_the_demo_leaves_a_desk_of_its_own_alone(tmp_path: Path) -> None:
    """A newsroom's desk is never mixed with the sample."""
    database = tmp_path / "desk.sqlite3"
    upgrade(database)

    async def add() -> None:
        store = SqliteStore(database)
        await store.add([replace(sample_claims()[0], slug="our-own", aliases=())])
        await store.close()

    asyncio.run(add())
    before = counts(database)
    ended = onrecord(tmp_path, "demo")
    assert ended.code == Exit.USAGE
    assert "1 claim of its own" in ended.err
    assert "ONRECORD_DATA_DIR" in ended.err
    assert counts(database) == before


@pytest.fixture(scope="module")
def sample(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a sample desk, for questions only."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(sample_database, folder / "desk.sqlite3")
    return folder


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (SALARY, Exit.OK, "Breitbart News, Ben Kew, 20 December 2019"),
        ("docters salary", Exit.OK, "nearest spelling"),
        ("/claims doctors-pay page=2", Exit.OK, "Page 2 of 2"),
        ("/source OAS", Exit.OK, "Organization of American States"),
        ("/claim zebra crossing", Exit.NOTHING, "Nothing on record about “zebra crossing”."),
        ("/claim", Exit.USAGE, "/claim was given no claim."),
        ("/frobnicate", Exit.USAGE, "There is no command /frobnicate."),
        ("x" * 10_000, Exit.USAGE, "That is 10,000 characters"),
        ("/passage nothing-here", Exit.USAGE, "There is no claim called"),
    ],
)
def test_one_question_has_an_exit_code(sample: Path, line: str, code: Exit, said: str) -> None:
    """0 when something is on record, 1 when nothing is, 2 when the question cannot be used."""
    ended = onrecord(sample, "ask", line)
    assert (ended.code, ended.err) == (code, "")
    assert said in ended.out


def test_an_answer_as_json_has_its_structure(sample: Path) -> None:
    """A script reads the result, the claims shown, the blocks and the whole text."""
    ended = onrecord(sample, "ask", "--json", SALARY)
    answer = json.loads(ended.out)
    assert answer["result"] == "found"
    assert answer["claims"] == ["doctors-salary"]
    assert "more than 75%" in answer["text"]
    missing = onrecord(sample, "ask", "--json", "zebra crossing")
    assert missing.code == Exit.NOTHING
    assert json.loads(missing.out)["result"] == "nothing"


def test_the_console_answers_lines_from_a_pipe(sample: Path) -> None:
    """Into a pipe, the chat answers each line, a bad one included, and leaves at /quit."""
    ended = onrecord(
        sample, "console", typed=f"{SALARY}\n\n/nope\n/claim\n/quit\n/recent\n", fresh=True
    )
    assert (ended.code, ended.err) == (Exit.OK, "")
    assert "Ben Kew" in ended.out
    assert "There is no command /nope." in ended.out
    assert "was given no claim" in ended.out
    assert "Recent changes" not in ended.out


@pytest.mark.usefixtures("database")
def test_a_question_left_with_the_desk_is_listed(tmp_path: Path) -> None:
    """What people leave from chat can be read by whoever runs the desk."""
    left = onrecord(tmp_path, "ask", "/question Who pays\nfor the flights?")
    assert "Question 1 is with the desk." in left.out
    listed = onrecord(tmp_path, "questions", fresh=True)
    assert "Who pays for the flights?" in listed.out
    assert listed.out.startswith("1. ")
    assert onrecord(tmp_path, "questions", "--remove", "7").code == Exit.USAGE
    assert onrecord(tmp_path, "questions", "--remove", "1").out == ""
    assert onrecord(tmp_path, "questions").out == ""
    again = onrecord(tmp_path, "ask", "/question And back?")
    assert "Question 2 is with the desk." in again.out


def test_every_wrong_setting_is_reported_at_once(tmp_path: Path) -> None:
    """Key, source and fix for each, exit code 78, and never the value of a secret."""
    ended = onrecord(
        tmp_path,
        "run",
        SLACK__MODE="carrier-pigeon",
        SLACK__API_BASE="https://slack.example/web",
        DISCORD__GUILDS="1,two",
        DISCORD__TOKNE="hidden-in-a-typo",
        WEB__PORT="eighty",
    )
    assert ended.code == Exit.CONFIG
    for key in ("SLACK__MODE", "SLACK__API_BASE", "DISCORD__GUILDS", "WEB__PORT"):
        assert f"ONRECORD_{key}" in ended.err
    assert "ONRECORD_DISCORD__TOKNE" in ended.err
    assert "hidden-in-a-typo" not in ended.err


def test_serving_nothing_says_which_token_to_set(tmp_path: Path) -> None:
    """Without any token there is nothing to serve, and the sentence names what to set."""
    ended = onrecord(tmp_path, "run")
    assert ended.code == Exit.CONFIG
    assert "ONRECORD_DISCORD__TOKEN" in ended.err
    elsewhere = "http://127.0.0.1:9/api/v10"
    only = onrecord(
        tmp_path, "run", "--only", "slack", DISCORD__TOKEN="t", DISCORD__API_BASE=elsewhere
    )
    assert only.code == Exit.CONFIG
    assert "Slack has no token" in only.err


def test_the_version_is_the_installed_one(tmp_path: Path) -> None:
    """--version prints what is installed and reads no settings."""
    ended = onrecord(tmp_path, "--version", SLACK__MODE="nonsense", fresh=True)
    assert (ended.code, ended.out.strip()) == (Exit.OK, version("onrecord"))


def test_a_manifest_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    """HTTP mode without its public address gets a sentence, and with it the manifest."""
    missing = onrecord(tmp_path, "slack", "manifest", SLACK__MODE="http")
    assert missing.code == Exit.USAGE
    assert "--url" in missing.err
    assert "Traceback" not in missing.err
    url = "https://desk.example"
    made = onrecord(tmp_path, "slack", "manifest", "--url", url, SLACK__MODE="http", fresh=True)
    assert made.code == Exit.OK
    address = json.loads(made.out)["settings"]["event_subscriptions"]["request_url"]
    assert address == "https://desk.example/slack/events"


def test_a_database_is_made_checked_and_backed_up(tmp_path: Path) -> None:
    """Upgrade makes it, check finds it sound, backup copies it and never overwrites."""
    database = tmp_path / "desk.sqlite3"
    assert "0001" in onrecord(tmp_path, "db", "upgrade", fresh=True).out
    assert "is up to date" in onrecord(tmp_path, "db", "upgrade").out
    assert onrecord(tmp_path, "db", "check", fresh=True).code == Exit.OK
    copy = tmp_path / "copy.sqlite3"
    assert onrecord(tmp_path, "db", "backup", str(copy), fresh=True).code == Exit.OK
    assert counts(copy) == counts(database)
    again = onrecord(tmp_path, "db", "backup", str(copy))
    assert again.code == Exit.USAGE
    assert "exists already" in again.err
    for _ in range(2):
        assert f"backups/desk-v{len(migrations())}-" in onrecord(tmp_path, "db", "backup").out


@pytest.mark.usefixtures("database")
def test_a_claim_is_restricted_and_opened(tmp_path: Path) -> None:
    """The command says what it did, does nothing twice, and helps with an unknown name."""
    done = onrecord(tmp_path, "restrict", "castro-1957", fresh=True)
    assert (done.code, done.err) == (Exit.OK, "")
    assert done.out == "castro-1957 is restricted now (revision 2).\n"
    assert "already" in onrecord(tmp_path, "restrict", "castro-1957").out
    assert "revision 2" in onrecord(tmp_path, "ask", "/claim castro-1957").out
    opened = onrecord(tmp_path, "restrict", "castro-1957", "--open")
    assert opened.out == "castro-1957 is open to everybody now (revision 3).\n"
    unknown = onrecord(tmp_path, "restrict", "castro-1597")
    assert unknown.code == Exit.USAGE
    assert unknown.out == ""
    assert "No claim on record is called “castro-1597”" in unknown.err
    assert "onrecord ask /claims" in unknown.err


@pytest.mark.usefixtures("database")
def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    """A tampered review is named by check, which ends with 1; a file of ours it is not, with 74."""
    database = tmp_path / "desk.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TRIGGER review_is_not_changed")
        connection.execute("UPDATE review SET rating = 'Supported by evidence' WHERE id = 1")
        connection.commit()
    checked = onrecord(tmp_path, "db", "check")
    assert checked.code == Exit.NOTHING
    assert "review 1 (of castro-1957) is not as it was written" in checked.out
    database.write_bytes(b"not a database at all, not even nearly" * 100)
    for suffix in ("-wal", "-shm"):
        database.with_name(f"{database.name}{suffix}").unlink(missing_ok=True)
    asked = onrecord(tmp_path, "ask", SALARY)
    assert asked.code == Exit.STORE
    assert "onrecord db check" in asked.err
    assert len(asked.err.strip().splitlines()) == 2


@pytest.mark.usefixtures("database")
def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """A newer database is refused with what to do, and not a byte of it changes."""
    database = tmp_path / "desk.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = database.read_bytes()
    for args in (("ask", SALARY), ("db", "upgrade"), ("demo",)):
        ended = onrecord(tmp_path, *args)
        assert ended.code == Exit.STORE
        assert "newer version" in ended.err
    assert database.read_bytes() == before


@pytest.mark.usefixtures("database")
def test_a_locked_database_says_so(tmp_path: Path) -> None:
    """Another program that holds the database is named as the reason for what cannot be saved."""
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        ended = onrecord(tmp_path, "ask", "/question x", STORE__BUSY_SECONDS="0.1")
        assert ended.code == Exit.INTERNAL
        assert "in use by another program" in ended.out
        assert onrecord(tmp_path, "ask", SALARY, STORE__BUSY_SECONDS="0.1").code == Exit.OK


@pytest.mark.usefixtures("database")
def test_a_desk_that_may_not_be_written_still_answers(tmp_path: Path) -> None:
    """In a folder that may only be read, questions are answered and nothing is said to be saved."""
    for file in tmp_path.iterdir():
        file.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    tmp_path.chmod(0o555)
    try:
        asked = onrecord(tmp_path, "ask", SALARY, bound=True)
        left = onrecord(tmp_path, "ask", "/question x", bound=True)
    finally:
        tmp_path.chmod(0o755)
    assert asked.code == Exit.OK, asked
    assert "Ben Kew" in asked.out
    assert "can be read but not written" in left.out
    assert left.code == Exit.INTERNAL


@pytest.mark.usefixtures("database")
def test_the_doctor_looks_at_this_machine(tmp_path: Path) -> None:
    """Offline, the doctor checks folder, disk and database, and says what to do."""
    missing = onrecord(tmp_path / "none", "doctor", "--offline")
    assert missing.code == Exit.NOTHING
    assert "onrecord db upgrade" in missing.out
    well = onrecord(tmp_path, "doctor", "--offline", fresh=True)
    assert well.code == Exit.OK
    assert "FAIL" not in well.out
    assert "35 claims" in well.out


@pytest.mark.parametrize(
    "args",
    [
        (),
        *[(c,) for c in ("run", "console", "ask", "doctor", "demo", "questions")],
        *[("db", c) for c in ("upgrade", "backup", "check")],
        ("discord", "sync"),
        ("slack", "manifest"),
    ],
)
def test_every_command_teaches(tmp_path: Path, args: tuple[str, ...]) -> None:
    """--help says what a command does, and reads no settings."""
    ended = onrecord(tmp_path, *args, "--help", fresh=not args, SLACK__MODE="nonsense")
    assert ended.code == Exit.OK
    assert "Usage:" in ended.out
    assert len(ended.out) > 200


@pytest.mark.usefixtures("database")
def test_a_closed_pipe_is_no_failure(tmp_path: Path) -> None:
    """`onrecord … | head` ends without a traceback."""
    import subprocess

    from tests.process.command import command, environment

    asked = subprocess.Popen(
        command("ask", SALARY),
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert asked.stdout
    assert asked.stderr
    asked.stdout.close()
    error = asked.stderr.read()
    asked.stderr.close()
    asked.wait(30)
    assert error == b""


@pytest.mark.parametrize("place", ["file", "file/desk"])
@pytest.mark.parametrize("line", ["demo", "ask x", "db upgrade", "db backup", "run"])
def test_a_data_folder_that_is_none_is_told(tmp_path: Path, place: str, line: str) -> None:
    """A file where the data folder belongs is the store's failure in words, not one of ours."""
    (tmp_path / "file").write_text("")
    ended = onrecord(tmp_path / place, *line.split(), DISCORD__TOKEN="a.b.c")
    assert ended.code == Exit.STORE
    assert "The claim store could not do that." in ended.err
    assert str(tmp_path / "file") in ended.err
    assert "Traceback" not in ended.err


def test_the_doctor_sees_that_the_data_folder_is_a_file(tmp_path: Path) -> None:
    """The cause that other commands send people to the doctor for is named there."""
    (tmp_path / "file").write_text("")
    ended = onrecord(tmp_path / "file", "doctor")
    assert ended.code == Exit.NOTHING
    assert "FAIL data folder" in ended.out
    assert "is a file" in ended.out


def test_a_terminal_without_our_quotation_marks_still_gets_the_answer(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter that the terminal's encoding lacks is escaped; nothing fails and nothing is lost."""
    monkeypatch.setenv("PYTHONIOENCODING", "iso8859-5")
    ended = onrecord(sample, "ask", "/claim castro-1957", fresh=True)
    assert (ended.code, ended.err) == (Exit.OK, "")
    assert r"\u201ccame to power in 1957\u201d" in ended.out
