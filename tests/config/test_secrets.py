"""Secrets: where they may come from, and that nothing ever shows them."""

import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError

from config.keys import Key, keys
from config.load import SettingsError, load
from config.settings import SlackSettings

HOME = {"HOME": "/home/ed"}
SECRET = "xoxb-1234-SesameOpen-abcdefgh"
SECRETS = [key for key in keys().values() if key.secret]


def refused(environ: dict[str, str], file: Path | None = None) -> SettingsError:
    """Return the error that loading raises."""
    with pytest.raises(SettingsError) as caught:
        load({**HOME, **environ}, file)
    return caught.value


def everything(error: SettingsError) -> str:
    """Return all the words that *error* can come to be shown in."""
    lines = "".join(traceback.format_exception(error))
    return f"{error}{error!r}{error.args}{error.problems!r}{lines}"


def test_there_are_secrets() -> None:
    """The tests below look at every secret there is, by name."""
    assert [key.dotted for key in SECRETS] == [
        "discord.token",
        "slack.bot_token",
        "slack.app_token",
        "slack.signing_secret",
        "extract.llm_key",
    ]


def test_loaded_secrets_are_not_shown() -> None:
    """Neither repr nor str nor a dump of settings shows a secret."""
    environ = {**HOME, "ONRECORD_DISCORD__API_BASE": "http://localhost/api"}
    environ |= {"ONRECORD_SLACK__API_BASE": "http://localhost/api/"}
    settings = load({**environ, **{key.variable: SECRET for key in SECRETS}})
    assert settings.slack.bot_token is not None
    assert settings.slack.bot_token.get_secret_value() == SECRET
    for text in (repr(settings), str(settings), str(settings.model_dump()), repr(settings.slack)):
        assert "Sesame" not in text


def test_the_models_do_not_show_them_either() -> None:
    """The models' own error, met where settings are built by hand, holds no value in its text."""
    with pytest.raises(ValidationError) as caught:
        SlackSettings.model_validate({"bot_token": [SECRET], "nonsense": SECRET})
    assert "Sesame" not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize("key", SECRETS, ids=lambda key: key.dotted)
def test_a_secret_in_the_file_is_refused_unshown(tmp_path: Path, key: Key) -> None:
    """A secret in the settings file is a problem that names the variable, never the value."""
    file = tmp_path / "onrecord.toml"
    file.write_text(f"[{key.section}]\n{key.path[-1]} = '{SECRET}'\n", encoding="utf-8")
    error = refused({}, file)
    (problem,) = error.problems
    assert problem.key == key.dotted
    assert problem.source == f"file {file}, line 2"
    assert key.variable in problem.fix
    assert "Sesame" not in everything(error)


@pytest.mark.parametrize("key", SECRETS, ids=lambda key: key.dotted)
def test_unusable_secrets_are_not_shown(key: Key) -> None:
    """Secrets that the checks refuse, and secrets in other settings' places, stay out of sight."""
    wrong = {key.variable: f"'{SECRET} {SECRET}'"}
    misplaced = {
        f"{key.variable}S": SECRET,
        "ONRECORD_SLACK__MODE": SECRET,
        "ONRECORD_DISCORD__GUILDS": SECRET,
        "ONRECORD_SLACK__TEAMS": SECRET,
        "ONRECORD_DISCORD__API_BASE": SECRET,
        "ONRECORD_WEB__PORT": SECRET,
        "ONRECORD_SLACK__COMMAND_PREFIX": SECRET,
    }
    assert "Sesame" not in everything(refused(wrong))
    assert "Sesame" not in everything(refused({**wrong, **misplaced}))


def test_no_other_error_hangs_on_ours() -> None:
    """The models' own error, which holds the values, is not chained to the one we raise."""
    error = refused({"ONRECORD_WEB__PORT": SECRET})
    assert error.__cause__ is None
    assert error.__context__ is None


@pytest.mark.parametrize("key", SECRETS, ids=lambda key: key.dotted)
def test_value_and_file_together_are_a_problem(tmp_path: Path, key: Key) -> None:
    """A secret given both as itself and as a file is ambiguous, so neither is taken."""
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    error = refused({key.variable: SECRET, key.file_variable: str(tmp_path / "secret")})
    (problem,) = error.problems
    assert problem.key == key.variable
    assert problem.message == f"{key.variable} and {key.file_variable} are both set."
    assert "Sesame" not in everything(error)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no file"),
        (b"\n", "is empty"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_secret_files_that_cannot_be_used(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    """A missing, empty or unreadable secret file is one problem, under the `_FILE` variable."""
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    environ = {"ONRECORD_SLACK__APP_TOKEN_FILE": str(file), "ONRECORD_SLACK__BOT_TOKEN": "xoxb-1"}
    (problem,) = refused(environ).problems
    assert problem.key == "ONRECORD_SLACK__APP_TOKEN_FILE"
    assert message in problem.message
    assert "ONRECORD_SLACK__APP_TOKEN" in problem.fix


def test_only_secrets_can_be_in_files_of_their_own() -> None:
    """`_FILE` is for secrets; on another setting it is an unknown variable."""
    (problem,) = refused({"ONRECORD_SLACK__MODE_FILE": "/mode"}).problems
    assert problem.fix == "Did you mean ONRECORD_SLACK__MODE?"
