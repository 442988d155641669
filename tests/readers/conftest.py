"""Nothing that reads a document may ask the network for anything."""

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.readers.site import Site

PAGES = Path(__file__).parents[1] / "data" / "pages"


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which a reader looks a name up or connects, even if it copes with that."""
    if request.path.name.startswith("test_fetching"):
        yield
        return
    asked: list[object] = []

    def refuse(*args: object, **_: object) -> None:
        asked.append(args)
        raise OSError("readers have no network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    yield
    assert asked == []


def page(name: str) -> bytes:
    """Return one of the pages made up for these tests."""
    return (PAGES / f"{name}.html").read_bytes()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Return a site on this machine."""
    made = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    made.server = TestServer(app)
    await made.server.start_server()
    yield made
    await made.server.close()
