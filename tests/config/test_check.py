"""Settings that are each in order and do not fit together."""

import pytest

from config.check import check
from config.load import SettingsError, load
from config.schedules import Line, line_of
from config.settings import Settings

HOME = {"HOME": "/home/ed"}
DISCORD = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
SLACK = {"SLACK__BOT_TOKEN": "xoxb-1", "SLACK__APP_TOKEN": "xapp-1"}
HTTP = {"SLACK__BOT_TOKEN": "xoxb-1", "SLACK__SIGNING_SECRET": "0" * 32, "SLACK__MODE": "http"}


def loaded(given: dict[str, str]) -> Settings:
    """Return the settings that *given*, by variable without its prefix, make."""
    return load({**HOME, **{f"ONRECORD_{name}": value for name, value in given.items()}})


@pytest.mark.parametrize(
    "given",
    [
        {},
        SLACK,
        HTTP,
        {**SLACK, **HTTP},
        {"DISCORD__TOKEN": DISCORD},
        {"DISCORD__TOKEN": "fake", "DISCORD__API_BASE": "http://127.0.0.1:9/api/v10"},
        {**SLACK, "SLACK__BOT_TOKEN": "fake", "SLACK__API_BASE": "http://[::1]:9/api/"},
        {"SLACK__TEAMS": "T0NEWS,E0GRID", "DESK__PUBLIC_CHANNELS": "C0DESK, 9876543210"},
        {"EXTRACT__LLM_URL": "http://gpu.example/v1", "EXTRACT__LLM_MODEL": "m"},
        {"INGEST__PORTS": "80, 443,8080", "INGEST__ZONE": "Europe/Madrid"},
        {"BRIEFS__SCHEDULES": "45 9 * * 1-5 slack:C0DESK; 0 18 * * 5 discord:98 pay in context"},
    ],
)
def test_settings_that_fit(given: dict[str, str]) -> None:
    """Complete sections pass; a platform's own address asks for its own kind of token."""
    assert check(loaded(given)) == []


@pytest.mark.parametrize(
    ("given", "key", "source", "message"),
    [
        (
            {"SLACK__BOT_TOKEN": "xoxb-1"},
            "ONRECORD_SLACK__APP_TOKEN",
            "not set",
            "Socket Mode needs an app-level token",
        ),
        (
            {"SLACK__BOT_TOKEN": "xoxb-1", "SLACK__MODE": "http"},
            "ONRECORD_SLACK__SIGNING_SECRET",
            "not set",
            "HTTP mode needs the signing secret",
        ),
        (
            {"SLACK__APP_TOKEN": "xapp-1"},
            "ONRECORD_SLACK__BOT_TOKEN",
            "not set",
            "slack.app_token is set and the bot token is not",
        ),
        (
            {**SLACK, "SLACK__APP_TOKEN": "xoxb-1"},
            "ONRECORD_SLACK__APP_TOKEN",
            "environment",
            "This is not an app-level token",
        ),
        (
            {**SLACK, "SLACK__BOT_TOKEN": "xoxp-1"},
            "ONRECORD_SLACK__BOT_TOKEN",
            "environment",
            "This is not a bot token",
        ),
        (
            {**HTTP, "SLACK__SIGNING_SECRET": "xapp-1"},
            "ONRECORD_SLACK__SIGNING_SECRET",
            "environment",
            "This is a token, not the signing secret",
        ),
        (
            {"DISCORD__TOKEN": "0123456789abcdef"},
            "ONRECORD_DISCORD__TOKEN",
            "environment",
            "This is not a bot token",
        ),
        (
            {"DISCORD__TOKEN": f'"{DISCORD}"'},
            "ONRECORD_DISCORD__TOKEN",
            "environment",
            "There are spaces, line breaks or quotation marks",
        ),
        (
            {**SLACK, "SLACK__APP_TOKEN": "xapp-1 "},
            "ONRECORD_SLACK__APP_TOKEN",
            "environment",
            "There are spaces, line breaks or quotation marks",
        ),
        (
            {"DISCORD__GATEWAY_URL": "ws://gateway.example/"},
            "ONRECORD_DISCORD__GATEWAY_URL",
            "environment",
            "Tokens would cross the network unencrypted",
        ),
        (
            {"SLACK__API_BASE": "http://slack.com/api/"},
            "ONRECORD_SLACK__API_BASE",
            "environment",
            "Tokens would cross the network unencrypted",
        ),
        (
            {"SLACK__TEAMS": "T0NEWS,newsroom"},
            "ONRECORD_SLACK__TEAMS",
            "environment",
            "No workspace id: “newsroom”.",
        ),
        (
            {"DESK__PUBLIC_CHANNELS": "#desk,C1"},
            "ONRECORD_DESK__PUBLIC_CHANNELS",
            "environment",
            "No channel id: “#desk”.",
        ),
        (
            {"EXTRACT__LLM_URL": "http://127.0.0.1:9/v1"},
            "extract.llm_model",
            "not set",
            "extract.llm_url is set and no model is named",
        ),
        (
            {
                "EXTRACT__LLM_URL": "http://gpu.example/v1",
                "EXTRACT__LLM_MODEL": "m",
                "EXTRACT__LLM_KEY": "k",
            },
            "ONRECORD_EXTRACT__LLM_URL",
            "environment",
            "The key would cross the network unencrypted",
        ),
        (
            {"INGEST__PORTS": "80,eighty"},
            "ONRECORD_INGEST__PORTS",
            "environment",
            "“eighty” is no port",
        ),
        (
            {"INGEST__ZONE": "Europe/Atlantis"},
            "ONRECORD_INGEST__ZONE",
            "environment",
            "“Europe/Atlantis” is no time zone",
        ),
        (
            {"DESK__ZONE": "../Madrid"},
            "ONRECORD_DESK__ZONE",
            "environment",
            "“../Madrid” is no time zone",
        ),
    ],
)
def test_settings_that_do_not_fit(
    given: dict[str, str], key: str, source: str, message: str
) -> None:
    """Each mismatch is one problem, under the variable that mends it."""
    with pytest.raises(SettingsError) as caught:
        loaded(given)
    (problem,) = caught.value.problems
    assert (problem.key, problem.source) == (key, source)
    assert problem.message.startswith(message)
    assert problem.fix


def test_no_advice_on_half_a_section() -> None:
    """A mistyped mode is one problem; whether the other mode's token is missing is not guessed."""
    with pytest.raises(SettingsError) as caught:
        loaded({**HTTP, "SLACK__MODE": "htp"})
    assert [problem.key for problem in caught.value.problems] == ["ONRECORD_SLACK__MODE"]


def test_no_advice_where_the_address_is_unknown() -> None:
    """A mistyped address is one problem; whether the token is of its kind is not guessed."""
    with pytest.raises(SettingsError) as caught:
        loaded({**SLACK, "SLACK__BOT_TOKEN": "fake", "SLACK__API_BASE": "127.0.0.1/api/"})
    assert [problem.key for problem in caught.value.problems] == ["ONRECORD_SLACK__API_BASE"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("45 9 * * slack:C0DESK", "There is no channel after the five fields"),
        ("45 9 * *", "Too short"),
        ("weekdays at 09:45 please slack:C0DESK pay", "The first five words are no rule of cron"),
        ("0 9 31 2 * slack:C0DESK", "or of one that never comes"),
        ("* * * * * slack:C0DESK", "That is more often than every fifteen minutes"),
        ("45 9 * * 1-5 desk", "is no channel"),
        ("45 9 * * 1-5 slack:desk", "is no channel"),
        ("0 9 * * * slack:C0DESK;0  9 * * * slack:C0DESK", "It stands there twice"),
    ],
)
def test_a_schedule_that_cannot_be_read_is_said_at_the_start(lines: str, message: str) -> None:
    """Each line by its number, with what is wrong in words and how it is written."""
    with pytest.raises(SettingsError) as caught:
        loaded({"BRIEFS__SCHEDULES": lines})
    (problem,) = caught.value.problems
    assert problem.key == "ONRECORD_BRIEFS__SCHEDULES"
    assert message in problem.message
    assert "45 9 * * 1-5 slack:C0DESK" in problem.fix


def test_a_schedule_is_taken_apart() -> None:
    """When, where, on what, and how much of it."""
    fridays, plain = (
        line_of("0 18 * * 5 discord:98 doctors pay in context"),
        line_of("45 9 * * 1-5 slack:C1"),
    )
    assert fridays == Line("0 18 * * 5", "discord", "98", "doctors pay", in_context=True)
    assert plain == Line("45 9 * * 1-5", "slack", "C1")
