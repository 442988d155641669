"""Nothing that reads a document may ask the network for anything."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[1] / "data" / "pages"


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which a reader looks a name up or connects, even if it copes with that."""
    if request.path.name == "test_fetching.py":
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
