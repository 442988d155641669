"""The sample desk as the program itself makes it."""

from pathlib import Path

import pytest

from bot.exits import Exit
from tests.process.command import onrecord


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database file that `onrecord demo` leaves, to be copied and not to be opened."""
    folder = tmp_path_factory.mktemp("demo")
    assert onrecord(folder, "demo").code == Exit.OK
    assert [file.name for file in folder.iterdir()] == ["desk.sqlite3"]
    return folder / "desk.sqlite3"
