"""Slack behind a proxy, and this machine past it."""

import pytest

from bot.adapters.slack.proxy import proxy_for
from tests.fakes.slack_desk import QUOTE, Probe, desk_app
from tests.fakes.slack_wire import slack_wire

PROXY = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def _behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment name a proxy at which nobody listens."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, PROXY)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, ".example.org")


@pytest.mark.parametrize(
    ("address", "proxy"),
    [
        ("https://slack.com/api/", PROXY),
        ("https://desk.example.org/api/", None),
        ("http://127.0.0.1:8080/api/", None),
        ("http://localhost/api/", None),
        ("http://[::1]:80/api/", None),
    ],
)
def test_proxy_leads_where_it_should(address: str, proxy: str | None) -> None:
    """Slack is reached by the proxy; this machine and what NO_PROXY names are not."""
    assert proxy_for(address) == proxy


async def test_this_machine_is_asked_past_the_proxy() -> None:
    """Web API, Socket Mode and response_url on loopback all work where a proxy is set."""
    async with slack_wire(desk_app(Probe())) as wire:
        assert QUOTE in (await wire.slash("claim", "doctors-salary")).text
        assert QUOTE in (await wire.mention("doctors-salary")).text
