"""A site on this machine, names that mean what a test says, and a fetcher that may ask both."""

import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from ipaddress import ip_network

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from knowledge.readers.fetching import Fetcher, Limits

HERE = (ip_network("127.0.0.0/8"),)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Names(AbstractResolver):
    """Names that mean what a test says they mean."""

    def __init__(self, **addresses: Sequence[str]) -> None:
        self.addresses = addresses
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name, the first part of which was given."""
        self.asked.append(host)
        found = self.addresses[host.partition(".")[0]]
        return [
            ResolveResult(
                hostname=host,
                host=each,
                port=port,
                family=socket.AF_INET6 if ":" in each else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for each in found
        ]

    async def close(self) -> None:
        """Nothing to let go of."""


class Site:
    """A site on this machine: handlers by path, and how often each was asked."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.seen: list[web.Request] = []
        self.server: TestServer | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer with the handler of the path that was asked for."""
        self.seen.append(request)
        return await self.handlers[request.path](request)

    def gives(
        self,
        path: str,
        body: bytes = b"",
        media: str = "text/plain",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Have *path* give a response, and return its address."""

        async def handler(_: web.Request) -> web.Response:
            told = {"Content-Type": media, **(headers or {})}
            return web.Response(body=body, status=status, headers=told)

        return self.does(path, handler)

    def does(self, path: str, handler: Handler) -> str:
        """Have *handler* answer for *path*, and return its address."""
        self.handlers[path] = handler
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.port}{path}"

    def leads(self, path: str, where: str, status: int = 302) -> str:
        """Have *path* lead to *where*, and return its address."""
        return self.gives(path, status=status, headers={"Location": where})


def fetcher(
    site: Site | None = None, names: AbstractResolver | None = None, **limits: float
) -> Fetcher:
    """Return a fetcher that may ask this machine, on the site's port."""
    assert site is None or site.server is not None
    ports = frozenset({80, 443, site.server.port or 0}) if site and site.server else {80, 443}
    given = Limits(
        most_bytes=int(limits.get("most_bytes", 1_000_000)),
        total_seconds=limits.get("total_seconds", 5.0),
        idle_seconds=limits.get("idle_seconds", 2.0),
        ports=frozenset(ports),
    )
    return Fetcher(given, allowed=HERE, resolver=names)
