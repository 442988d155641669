"""What people are told when a setting is wrong."""

from pathlib import Path

import pytest

from config.load import Problem, SettingsError, load

HOME = {"HOME": "/home/ed"}


def problems(environ: dict[str, str], file: Path | None = None) -> tuple[Problem, ...]:
    """Return the problems that loading finds."""
    with pytest.raises(SettingsError) as caught:
        load({**HOME, **environ}, file)
    return caught.value.problems


def in_file(folder: Path, text: str) -> tuple[Problem, ...]:
    """Return the problems of a settings file with *text*."""
    file = folder / "onrecord.toml"
    file.write_text(text, encoding="utf-8")
    return problems({}, file)


@pytest.mark.parametrize(
    ("variable", "value", "message", "fix"),
    [
        ("SLACK__MODE", "htp", "“htp” is not among the choices.", "socket or http"),
        ("LOG__LEVEL", "loud", "“loud” is not among the choices.", "debug, info, warning or error"),
        ("WEB__PORT", "web", "“web” is not a whole number.", "at least 0 and at most 65535"),
        ("WEB__PORT", "65536", "“65536” is too large.", "the default is 8080"),
        ("STORE__READERS", "0", "“0” is too small.", "at least 1 and at most 8"),
        ("STORE__READERS", "1.5", "“1.5” is not a whole number.", "a whole number"),
        ("STORE__DURABLE", "maybe", "“maybe” is neither true nor false.", "true or false"),
        ("DESK__DEADLINE_SECONDS", "0", "“0” is too small.", "more than 0 and at most 800"),
        ("DESK__DRAIN_SECONDS", "soon", "“soon” is not a number.", "at least 0"),
        ("DESK__DRAIN_SECONDS", "inf", "“inf” is not a number that ends.", "a number"),
        ("DESK__DRAIN_SECONDS", "nan", "“nan” is not a number that ends.", "a number"),
        ("DISCORD__GUILDS", "1,desk", "“desk” is no server id; ids are numbers.", "with commas"),
        (
            "DISCORD__API_BASE",
            "discord.com",
            "This address starts with https://",
            "discord.com/api",
        ),
        ("DISCORD__GATEWAY_URL", "https://g", "This address starts with wss://", "wss://"),
        ("DISCORD__API_BASE", "https://[", "This is no whole address.", "discord.com/api"),
        ("DISCORD__GATEWAY_URL", "wss://", "This is no whole address.", "gateway.discord.gg"),
        ("SLACK__API_BASE", "http://h:x/api/", "This is no whole address.", "slack.com/api/"),
        ("SLACK__API_BASE", "https://slack.com", "Slack's address ends in /api/", "slack.com/api/"),
        ("SLACK__COMMAND_PREFIX", "A B", "A prefix has at most 16 characters", "empty"),
        ("DATA_DIR", "~nobody/desk", "This does not name a folder", "/var/lib/onrecord"),
    ],
)
def test_each_wrong_value_has_its_own_sentence(
    variable: str, value: str, message: str, fix: str
) -> None:
    """A wrong value is one problem that names the variable, what is wrong and what is right."""
    (problem,) = problems({f"ONRECORD_{variable}": value})
    assert problem.key == f"ONRECORD_{variable}"
    assert problem.source == "environment"
    assert problem.message.startswith(message)
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("text", "key", "line", "message"),
    [
        ("[web]\nport = true", "web.port", 2, "True is not a number."),
        ("[slack]\n\nmode = 3", "slack.mode", 3, "3 is not among the choices."),
        ("slack.mode = 'x'", "slack.mode", 1, "“x” is not among the choices."),
        ("[web]\nhost = 5", "web.host", 2, "5 is not text."),
        ("[web]\nhost = 2020-01-01", "web.host", 2, "A value of another kind is not text."),
        ("[discord]\nguilds = 5", "discord.guilds", 2, "5 stands where a list of ids belongs."),
        ("[discord]\nguilds = [true]", "discord.guilds", 2, "True in a list of ids is no id."),
        ("data_dir = 5", "data_dir", 1, "5 is not a path."),
        ("[data_dir]\na = 1", "data_dir", 1, "A section is not a path."),
        ("data_dir = ''", "data_dir", 1, "This does not name a folder"),
        ("slack = 'on'", "slack", 1, "slack is a section, and “on” stands in its place."),
        ("[[slack]]\nmode = 'http'", "slack", 1, "slack is a section, and a list stands"),
    ],
)
def test_a_wrong_value_in_the_file_has_its_line(
    tmp_path: Path, text: str, key: str, line: int, message: str
) -> None:
    """A problem in the settings file names the file, the line and the key as written there."""
    (problem,) = in_file(tmp_path, text)
    assert problem.key == key
    assert problem.source == f"file {tmp_path / 'onrecord.toml'}, line {line}"
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("ONRECORD_SLACK_MODE", "ONRECORD_SLACK__MODE"),
        ("ONRECORD_DISCORD_TOKEN", "ONRECORD_DISCORD__TOKEN"),
        ("onrecord_data_dir", "ONRECORD_DATA_DIR"),
        ("ONRECORD_CONFIGS", "ONRECORD_CONFIG"),
    ],
)
def test_unknown_variables_are_problems(name: str, near: str) -> None:
    """A misspelt variable is refused, with the one that was meant."""
    (problem,) = problems({name: "value"})
    assert problem.key == name
    assert problem.fix == f"Did you mean {near}?"


def test_unknown_keys_in_the_file_are_problems(tmp_path: Path) -> None:
    """Misspelt keys and sections are refused, each with what was meant and its line."""
    found = in_file(tmp_path, "data_dri = 'x'\n[slak]\nmode = 'http'\n[web]\nprot = 1\nqqqqq = 2\n")
    assert [(each.key, each.source.rpartition(" ")[2], each.fix) for each in found] == [
        ("data_dri", "1", "Did you mean data_dir?"),
        ("slak", "2", "Did you mean slack?"),
        ("web.prot", "5", "Did you mean web.port?"),
        ("web.qqqqq", "6", "Take it out; docs/settings.md lists every setting."),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no file"),
        (b"[web\nport = 1", "is not TOML"),
        (b"[web]\nport = " + b"9" * 5000, "is not TOML"),
        (b"\xff\xfe", "is not UTF-8 text"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes | None, message: str) -> None:
    """A settings file that is missing or unreadable is a problem of whoever named it."""
    file = tmp_path / "desk.toml"
    if content is not None:
        file.write_bytes(content)
    (named,) = problems({"ONRECORD_CONFIG": str(file)})
    (handed,) = problems({}, file)
    assert (named.key, named.source) == ("ONRECORD_CONFIG", "environment")
    assert (handed.key, handed.source) == (str(file), "settings file")
    assert message in named.message
    assert named.message == handed.message


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    """A folder in the file's place is reported in the system's words."""
    (problem,) = problems({}, tmp_path)
    assert "cannot be read: Is a directory" in problem.message


def test_no_folder_for_the_data() -> None:
    """Without any home the data folder has to be named, and the report says so."""
    with pytest.raises(SettingsError) as caught:
        load({})
    (problem,) = caught.value.problems
    assert (problem.key, problem.source) == ("ONRECORD_DATA_DIR", "not set")


def test_everything_is_reported_at_once(tmp_path: Path) -> None:
    """Problems of the file, the environment, single values and whole sections come together."""
    file = tmp_path / "onrecord.toml"
    file.write_text("colour = 1\n[web]\nport = 99999\n[slack]\nbot_token = 'x'\n", encoding="utf-8")
    environ = {
        "ONRECORD_LOG__LEVEL": "loud",
        "ONRECORD_DISCORD__GUILDS": "x",
        "ONRECORD_DISCORD__TOKEN": "no-token",
        "ONRECORD_DESK__PUBLIC_CHANNELS": "#desk",
        "ONRECORD_NONSENSE": "1",
    }
    found = problems(environ, file)
    assert {problem.key for problem in found} == {
        "colour",
        "web.port",
        "slack.bot_token",
        "ONRECORD_LOG__LEVEL",
        "ONRECORD_DISCORD__GUILDS",
        "ONRECORD_DISCORD__TOKEN",
        "ONRECORD_DESK__PUBLIC_CHANNELS",
        "ONRECORD_NONSENSE",
    }
    assert len(found) == 8


def test_the_report_is_for_reading() -> None:
    """The error's text counts the problems and gives each its key, source, reason and fix."""
    with pytest.raises(SettingsError) as caught:
        load({**HOME, "ONRECORD_WEB__PORT": "x", "ONRECORD_SLACK_MODE": "http"})
    assert str(caught.value) == (
        "2 problems with the settings:\n\n"
        "ONRECORD_SLACK_MODE (environment)\n"
        "  There is no setting of this name.\n"
        "  Fix: Did you mean ONRECORD_SLACK__MODE?\n\n"
        "ONRECORD_WEB__PORT (environment)\n"
        "  “x” is not a whole number.\n"
        "  Fix: Give a whole number, at least 0 and at most 65535; the default is 8080."
    )
