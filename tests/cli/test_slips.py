"""What cannot be meant on the command line of reading and learning."""

from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from bot.cli import app
from bot.exits import Exit


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["ingest"], "There is nothing to read"),
        (["ingest", "no-such-file.txt"], "There is no file or folder no-such-file.txt"),
        (["ingest", "http://a.example", "http://b.example", "--title", "x"], "for one document"),
        (["ingest", "-", "--published", "yesterday"], "write 2019-12-20, 2019-12 or 2019"),
        (["ingest", "-", "--url", "not a page"], "is no web address"),
        (["ingest", "-", "--zone", "Atlantis"], "Atlantis is no time zone"),
        (["extract", "no-such-file.txt"], "There is no file no-such-file.txt"),
        (["extract", "notes.md", "--tagger", "notes.md"], "notes.md is no tagger"),
        (["train", "--out", "x.tagger"], "There is nothing to learn from"),
        (["train", "--out", "x.tagger", "--gold", "no-such-folder"], "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], said: str
) -> None:
    """A slip on the command line is one sentence and exit code 2, before anything is opened."""
    monkeypatch.setenv("ONRECORD_DATA_DIR", str(tmp_path / "desk"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.md").write_text("The mayor said so.", encoding="utf-8")
    ended = CliRunner().invoke(app, args)
    structlog.reset_defaults()  # the command set logging up on a stream that is closed now
    assert ended.exit_code == Exit.USAGE
    assert said in ended.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["notes.md"]
