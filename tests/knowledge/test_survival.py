"""What a database lives through: a process that is killed, and places that may not be written."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from knowledge.store.sqlite.migrate import upgrade
from knowledge.store.sqlite.soundness import examine
from tests.process.command import bound_by_permissions

_WRITES = """
import asyncio, sys
from pathlib import Path
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.making import claim, review

async def main():
    store = SqliteStore(Path(sys.argv[1]))
    for n in range(100_000):
        await store.add([claim(f"{sys.argv[2]}-{n}")])
        await store.review(f"{sys.argv[2]}-{n}", review())
        print(n, flush=True)

asyncio.run(main())
"""

_TRIES = """
import asyncio, json, sys
from pathlib import Path
from knowledge.errors import StoreError
from knowledge.store.sqlite.migrate import Migration, migrations, upgrade
from knowledge.store.sqlite.soundness import examine
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.making import claim

async def main(path):
    store = SqliteStore(path)
    tries = {
        "upgrade": lambda: len(upgrade(path, ships=ships)),
        "due": lambda: len(upgrade(path, ships=[*ships, more])),
        "kept": lambda: store.kept("a"),
        "search": lambda: store.search(["beds"], 5),
        "version": lambda: store.version() == store.version(),
        "add": lambda: store.add([claim("new")]),
        "keep": lambda: store.keep("a", "c"),
        "sound": lambda: all(finding.sound for finding in examine(path)),
    }
    said = {}
    for name, work in tries.items():
        try:
            done = work()
            said[name] = await done if asyncio.iscoroutine(done) else done
        except StoreError as error:
            said[name] = type(error).__name__
    await store.close()
    return said

ships = list(migrations())
more = Migration(len(ships) + 1, "more", "CREATE TABLE more (a) ;")
path = Path(sys.argv[1])
print(json.dumps(asyncio.run(main(path))))
"""

ROOT = Path(__file__).parents[2]


def process(script: str, *arguments: str, bound: bool = False) -> "subprocess.Popen[str]":
    """Start a Python process of our own with *script*; *bound* by permissions even as root."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=bound_by_permissions if bound else None,
    )


def test_a_killed_process_leaves_every_acknowledged_write(tmp_path: Path) -> None:
    """After kill -9 amid writes, the file opens clean, is sound, and has all that was promised."""
    path = tmp_path / "desk.sqlite3"
    upgrade(path)
    acknowledged = {}
    for life, writes in (("first", 5), ("second", 17), ("third", 40)):
        running = process(_WRITES, str(path), life)
        assert running.stdout is not None
        assert running.stderr is not None
        for line in running.stdout:
            if int(line) >= writes:
                break
        running.send_signal(signal.SIGKILL)
        rest, errors = running.communicate(timeout=10)
        assert running.returncode == -signal.SIGKILL, errors
        acknowledged[life] = max([writes, *map(int, rest.split())])
        findings = examine(path)
        assert all(finding.sound for finding in findings), findings
        assert list(upgrade(path)) == []
    with closing(sqlite3.connect(path)) as database:
        claims = {slug for (slug,) in database.execute("SELECT slug FROM claim")}
        reviewed = {
            slug
            for (slug,) in database.execute(
                "SELECT slug FROM claim JOIN review ON claim.id = review.claim"
            )
        }
    promised = {f"{life}-{n}" for life, last in acknowledged.items() for n in range(last + 1)}
    assert promised <= claims
    assert promised <= reviewed


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a database in a folder that anybody may enter."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "desk.sqlite3"
        upgrade(path)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("INSERT INTO keepsake VALUES ('a', 'b')")
        yield path
        Path(folder).chmod(0o755)


@pytest.mark.parametrize(
    ("file", "folder"),
    [(0o444, 0o555), (0o444, 0o777), (0o666, 0o555)],
    ids=["both", "the file", "the folder"],
)
def test_what_may_not_be_written_is_read_all_the_same(place: Path, file: int, folder: int) -> None:
    """Where file or folder is read-only, reads and checks work and every write says why not."""
    place.chmod(file)
    place.parent.chmod(folder)
    before = place.read_bytes()
    running = process(_TRIES, str(place), bound=True)
    said, errors = running.communicate(timeout=20)
    assert running.returncode == 0, errors
    assert json.loads(said) == {
        "upgrade": 0,
        "due": "StoreReadOnly",
        "kept": "b",
        "search": [],
        "version": True,
        "add": "StoreReadOnly",
        "keep": "StoreReadOnly",
        "sound": True,
    }
    assert place.read_bytes() == before


def test_a_database_cannot_be_made_where_nothing_may_be_written(place: Path) -> None:
    """Making one says that the folder may not be written; using it, that there is none."""
    place.parent.chmod(0o555)
    path = place.with_name("new.sqlite3")
    running = process(_TRIES, str(path), bound=True)
    said, errors = running.communicate(timeout=20)
    assert running.returncode == 0, errors
    told = json.loads(said)
    assert told.pop("upgrade") == told.pop("due") == "StoreReadOnly"
    assert set(told.values()) == {"StoreMissing"}
    assert not path.exists()
