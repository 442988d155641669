"""What every test may ask for: a real desk with the sample claims in a real file, and its core."""

import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from shutil import disk_usage

import pytest
from hypothesis import settings

from bot.core.app import App
from bot.core.policy import Policy
from bot.core.request import Actor, Door, Place, Request
from bot.main import registry
from knowledge.desk import Desk
from knowledge.sample.loader import sample_claims, sample_related
from knowledge.store.sqlite.store import SqliteStore
from tests.fakes.empty_desk import empty_desk
from tests.thorough import examples

# Some machines ask that compiled code is not kept. These tests load ours in many processes, and
# would compile it in each: it is kept after all, where git does not look.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Databases are made in their thousands, and SQLite waits for the disk: where the system has a
# folder in memory, and room in it, they are made there.
_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of this user's own in it
if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and disk_usage(_MEMORY).free > 1e9:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# A busy machine is no failure, and what lands must not hang on a draw of the day: where CI is set,
# the same examples are tried each time. On a desk, new ones are.
settings.register_profile("desk", deadline=None, max_examples=examples(100))
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database file with the sample desk, to be copied and not to be opened."""
    import asyncio

    path = tmp_path_factory.mktemp("sample") / "desk.sqlite3"
    empty_desk(path)

    async def fill() -> None:
        store = SqliteStore(path)
        await store.add(sample_claims(), sample_related())
        await store.close()

    asyncio.run(fill())
    return path


@pytest.fixture
def database(sample_database: Path, tmp_path: Path) -> Path:
    """Return a database file of this test's own, with the sample desk."""
    path = tmp_path / "desk.sqlite3"
    path.write_bytes(sample_database.read_bytes())
    return path


@pytest.fixture
async def store(database: Path) -> AsyncIterator[SqliteStore]:
    """Return the sample desk's store, closed after the test."""
    store = SqliteStore(database)
    yield store
    await store.close()


@pytest.fixture
def desk(store: SqliteStore) -> Desk:
    """Return the sample desk."""
    return Desk(store)


@pytest.fixture
def app(desk: Desk) -> App:
    """Return the core over the sample desk, with rules that let everybody ask."""
    return App(registry(), desk, Policy())


def asking(
    command: str,
    given: Mapping[str, str] | None = None,
    *,
    platform: str = "discord",
    workspace: str = "w1",
    actor: str = "u1",
    who: str = "Ana",
    door: Door = Door.COMMAND,
    direct: bool = False,
    channel: str = "c1",
    **args: str,
) -> Request:
    """Return a request as an adapter would make it."""
    return Request(
        command,
        {**(given or {}), **args},
        Actor(platform, actor, who),
        Place(platform, frozenset({workspace}), channel, direct=direct),
        door,
    )
