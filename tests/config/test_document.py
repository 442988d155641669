"""The written settings are those of the models."""

import tomllib
from pathlib import Path

import pytest

from config import document
from config.keys import keys
from config.load import load

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", document.FILES)
def test_committed_files_are_the_generated_ones(name: str) -> None:
    """Each committed file is what the models give; `make docs` writes it anew."""
    committed = (ROOT / name).read_text(encoding="utf-8")
    assert committed == document.FILES[name](), f"{name} is out of date: run `make docs`"


def test_write_writes_them_all(tmp_path: Path) -> None:
    """One call writes every file, and nothing else, below the folder it is given."""
    for folder in ("config", "docs"):
        (tmp_path / folder).mkdir()
    document.write(tmp_path)
    written = {str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if each.is_file()}
    assert written == set(document.FILES)


@pytest.mark.parametrize(
    "environ", [{"HOME": "/home/ed"}, {"HOME": "/home/ed", "XDG_DATA_HOME": "/data"}]
)
def test_the_example_file_changes_nothing(environ: dict[str, str]) -> None:
    """Loading the example file gives exactly the defaults, wherever those put the data."""
    assert load(environ, ROOT / "config/onrecord.toml") == load(environ)


def test_the_example_file_holds_every_setting_but_secrets() -> None:
    """Each setting stands in the example file, the one without a fixed default as a comment."""
    text = document.toml_text().replace("# data_dir", "data_dir")
    table = tomllib.loads(text)
    written: set[tuple[str, ...]] = {
        (name,) for name, value in table.items() if not isinstance(value, dict)
    }
    written |= {
        (name, k) for name, value in table.items() if isinstance(value, dict) for k in value
    }
    assert written == {key.path for key in keys().values() if not key.secret}


def test_the_example_environment_is_the_secrets() -> None:
    """The example environment lists each secret once, without a value, and nothing else."""
    lines = [each for each in document.env_text().splitlines() if each and each[0] != "#"]
    assert lines == [f"{key.variable}=" for key in keys().values() if key.secret]


def test_every_setting_is_documented() -> None:
    """Each setting's key, variable and meaning stand in one row of the documentation."""
    rows = document.settings_markdown().splitlines()
    for key in keys().values():
        (row,) = [each for each in rows if f"| `{key.dotted}` |" in each]
        assert f"`{key.variable}`" in row
        assert key.meaning in row
        assert (f"`{key.file_variable}`" in row) is key.secret


def test_every_setting_has_a_sentence() -> None:
    """A setting without a meaning cannot be documented, so there is none."""
    for key in keys().values():
        assert key.meaning.endswith("."), key.dotted
        assert "|" not in key.meaning, f"{key.dotted}: a bar would break the table"
