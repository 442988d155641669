"""`onrecord receipt` as whoever runs the desk uses it: real files, checked with sha256sum."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.process.command import onrecord


@pytest.fixture(scope="module")
def desk(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the sample desk."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(sample_database, folder / "desk.sqlite3")
    return folder


def test_a_receipt_is_a_page_and_the_json_that_it_names(desk: Path, tmp_path: Path) -> None:
    """Both files are written, named in the output, and the page has the JSON's own hash."""
    written = onrecord(
        desk, "receipt", "doctors-salary", "--out", str(tmp_path / "new"), fresh=True
    )
    assert (written.code, written.err) == (Exit.OK, "")
    page, content = map(Path, written.out.splitlines())
    assert (page.suffix, content.suffix) == (".html", ".json")
    assert json.loads(content.read_text())["slug"] == "doctors-salary"
    command = ["/bin/sh", "-c", f"sha256sum '{content}'"]
    hashed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert hashed.stdout.split()[0] in page.read_text()
    assert f"sha256sum {content.name}" in page.read_text()


def test_the_text_is_written_only_where_it_was_read(desk: Path, tmp_path: Path) -> None:
    """The sample's documents were never read here, and the command says so."""
    written = onrecord(desk, "receipt", "doctors-salary", "--text", "--out", str(tmp_path))
    assert written.code == Exit.OK
    assert written.err == "The desk has not read the document, so there is no text.\n"
    assert len(list(tmp_path.iterdir())) == 2


def test_an_unknown_claim_and_a_folder_that_is_none_are_refused(desk: Path, tmp_path: Path) -> None:
    """A sentence with what to do next, and nothing is written."""
    unknown = onrecord(desk, "receipt", "nothing", "--out", str(tmp_path))
    assert (unknown.code, list(tmp_path.iterdir())) == (Exit.USAGE, [])
    assert "No claim on record is called “nothing”." in unknown.err
    file = tmp_path / "file"
    file.write_text("mine")
    refused = onrecord(desk, "receipt", "doctors-salary", "--out", str(file))
    assert refused.code == Exit.USAGE
    assert "cannot be written" in refused.err
    assert file.read_text() == "mine"
