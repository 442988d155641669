"""Loading settings: which place wins, and what counts as given."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.load import SettingsError, load
from config.settings import Settings

HOME = {"HOME": "/home/ed"}
DIGITS = st.sets(st.integers(min_value=1, max_value=2**63).map(str), max_size=8)


def toml(folder: Path, text: str) -> Path:
    """Write *text* into a settings file and return it."""
    file = folder / "onrecord.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_defaults_need_nothing_but_a_home() -> None:
    """An environment with HOME alone gives every default, the data below that home."""
    settings = load(HOME)
    assert settings == Settings(data_dir=Path("/home/ed/.local/share/onrecord"))
    assert settings.database == Path("/home/ed/.local/share/onrecord/desk.sqlite3")
    assert settings.slack.mode == "socket"


def test_file_beats_default_and_environment_beats_file(tmp_path: Path) -> None:
    """The last of default, file and environment that has a setting wins, setting by setting."""
    file = toml(tmp_path, "[web]\nhost = '0.0.0.0'\nport = 1\n[log]\nlevel = 'debug'\n")
    settings = load({**HOME, "ONRECORD_WEB__PORT": "2"}, file)
    assert (settings.web.host, settings.web.port) == ("0.0.0.0", 2)  # noqa: S104 - never opened
    assert settings.log.level == "debug"
    assert settings.log.format == "auto"


def test_file_is_named_by_the_environment(tmp_path: Path) -> None:
    """ONRECORD_CONFIG names the file, `~` included, and an explicit file beats it."""
    toml(tmp_path, "[web]\nport = 1\n")
    environ = {"HOME": str(tmp_path), "ONRECORD_CONFIG": "~/onrecord.toml"}
    assert load(environ).web.port == 1
    other = tmp_path / "other.toml"
    other.write_text("[web]\nport = 2\n", encoding="utf-8")
    assert load(environ, other).web.port == 2


def test_nothing_is_searched_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings file that nobody named is not read, wherever the process stands."""
    toml(tmp_path, "[web]\nport = 1\n")
    monkeypatch.chdir(tmp_path)
    assert load(HOME).web.port == 8080


def test_the_process_environment_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the environment that was handed over counts."""
    for name in ("ONRECORD_WEB__PORT", "ONRECORD_CONFIG", "XDG_DATA_HOME", "HOME"):
        monkeypatch.setitem(os.environ, name, "/elsewhere")
    environ = {**HOME, "ONRECORD_DATA_DIR": "~/desk"}
    assert load(environ).data_dir == Path("/home/ed/desk")
    assert load(HOME).web.port == 8080


def test_empty_variables_count_as_not_set() -> None:
    """Empty and blank variables leave the default, as a template filled in by half does."""
    environ = {
        **HOME,
        "ONRECORD_SLACK__MODE": "",
        "ONRECORD_WEB__PORT": " ",
        "ONRECORD_CONFIG": "",
        "ONRECORD_SLACK__BOT_TOKEN": "",
        "ONRECORD_SLACK__BOT_TOKEN_FILE": "",
        "ONRECORD_DATA_DIR": "",
    }
    assert load(environ) == load(HOME)


def test_values_may_have_spaces_around_them() -> None:
    """Spaces around a value in the environment do not count."""
    environ = {**HOME, "ONRECORD_SLACK__MODE": " http ", "ONRECORD_STORE__DURABLE": "true "}
    assert load(environ).slack.mode == "http"
    assert load(environ).store.durable is True


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_DATA_HOME": "/data", "HOME": "/home/ed"}, "/data/onrecord"),
        ({"XDG_DATA_HOME": "/data"}, "/data/onrecord"),
        ({"XDG_DATA_HOME": "data", "HOME": "/home/ed"}, "/home/ed/.local/share/onrecord"),
        ({"ONRECORD_DATA_DIR": "/srv/desk"}, "/srv/desk"),
        ({"ONRECORD_DATA_DIR": "~/desk", "HOME": "/home/ed"}, "/home/ed/desk"),
    ],
)
def test_data_folder(environ: dict[str, str], folder: str) -> None:
    """The data folder is the one named, else by the XDG rules, which ignore relative paths."""
    assert load(environ).data_dir == Path(folder)


def test_data_folder_in_the_file_knows_home(tmp_path: Path) -> None:
    """`~` in the settings file is the HOME of the environment that was handed over."""
    assert load(HOME, toml(tmp_path, "data_dir = '~/d'\n")).data_dir == Path("/home/ed/d")


@given(DIGITS, st.sampled_from([",", ", ", " ,", ",,"]))
def test_ids_in_the_environment(ids: set[str], comma: str) -> None:
    """Any set of ids comes back from a text with commas, whatever the spaces."""
    settings = load({**HOME, "ONRECORD_DISCORD__GUILDS": comma.join(sorted(ids))})
    assert settings.discord.guilds == ids


@given(DIGITS, st.booleans())
def test_ids_in_the_file(ids: set[str], bare: bool) -> None:
    """Any set of ids comes back from a TOML list, whether texts or numbers."""
    given_ids = [int(each) if bare else each for each in sorted(ids)]
    assert Settings.model_validate(
        {"data_dir": "d", "discord": {"guilds": given_ids}}
    ).discord.guilds == frozenset(ids)


def test_a_secret_comes_from_a_file_without_its_last_newline(tmp_path: Path) -> None:
    """A `_FILE` variable names a file whose text, less the last line break, is the secret."""
    for name, text in {"a": "s3cret", "b": "s3cret\n", "c": "\ufeffs3cret\r\n"}.items():
        (tmp_path / name).write_bytes(text.encode())
        environ = {
            **HOME,
            "ONRECORD_DISCORD__TOKEN_FILE": str(tmp_path / name),
            "ONRECORD_DISCORD__API_BASE": "http://127.0.0.1:1/api",
        }
        token = load(environ).discord.token
        assert token is not None
        assert token.get_secret_value() == "s3cret"


def test_settings_do_not_change() -> None:
    """Settings are frozen once they are built."""
    settings = load(HOME)
    with pytest.raises(ValueError, match="frozen"):
        settings.web.port = 1  # type: ignore[misc] # the point of the test


def test_an_overridden_mistake_in_the_file_is_forgiven(tmp_path: Path) -> None:
    """Only the value that counts is judged."""
    file = toml(tmp_path, "[web]\nport = 'x'\n")
    assert load({**HOME, "ONRECORD_WEB__PORT": "2"}, file).web.port == 2
    with pytest.raises(SettingsError):
        load(HOME, file)
