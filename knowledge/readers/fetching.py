"""Fetching one page that a person asked for, from the open internet and within limits.

Every address is checked after its name was looked up, and the connection goes to the very address
that was checked, so that a name cannot mean one thing when it is checked and another when it is
used. Redirects are followed by hand, each checked in the same way.

`robots.txt` is not asked: it speaks to programs that go through sites by themselves, and here a
person asks for one page.
"""

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from knowledge.errors import PageTooSlow, PageUnavailable, Unfetched
from knowledge.readers.addresses import Network, checked, checked_url
from knowledge.readers.receiving import received

USER_AGENT = "Onrecord (claim desk; fetches one page when a person asks for it)"
MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASTE = "Open it in your browser, copy the text, and paste that."


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may cost: bytes unpacked, seconds in all, seconds without a byte, ports."""

    most_bytes: int = 20_000_000
    total_seconds: float = 20.0
    idle_seconds: float = 8.0
    ports: frozenset[int] = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as the site gave it: its bytes, media type, the address asked and the one reached."""

    data: bytes
    media: str
    url: str
    final_url: str
    when: datetime


class CheckedResolver(AbstractResolver):
    """Looks names up and gives an address on only if all that a name means lie outside."""

    def __init__(self, inner: AbstractResolver, allowed: Sequence[Network] = ()) -> None:
        self._inner = inner
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of *host*. Raises `AddressRefused` if one lies inside."""
        found = await self._inner.resolve(host, port, family)
        for each in found:
            checked(each["host"], self._allowed)
        return found

    async def close(self) -> None:
        """Let go of what looking up needs."""
        await self._inner.close()


class Fetcher:
    """Fetches pages; one for the life of the program, closed at its end.

    *allowed* are networks that may be fetched from although they lie inside; none in ordinary work.
    *resolver* looks names up, the system's unless one is given.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allowed: Sequence[Network] = (),
        resolver: AbstractResolver | None = None,
        user_agent: str = USER_AGENT,
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits or Limits()
        self._allowed = tuple(allowed)
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def fetch(self, url: str) -> Fetched:
        """Return the page at *url*. Raises `Unfetched` or `TooLarge` with words for a person."""
        asked = checked_url(url, self._limits.ports, self._allowed)
        try:
            async with asyncio.timeout(self._limits.total_seconds):
                return await self._followed(url, asked.with_fragment(None))
        except TimeoutError as error:
            raise PageTooSlow(
                f"{asked.host} is too slow and did not send the page in time.",
                "Try again later, or copy the text from your browser and paste it.",
            ) from error
        except aiohttp.ClientSSLError as error:
            raise PageUnavailable(
                "The site's certificate cannot be trusted, so nothing was fetched.", _PASTE
            ) from error
        except aiohttp.ClientConnectorDNSError as error:
            raise PageUnavailable(
                f"There is no site called {asked.host}, or its name cannot be looked up now.",
                "Look at the address for a slip, and try again.",
            ) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise PageUnavailable(
                f"{asked.host} cannot be reached, or broke off.", "Try again later, or paste."
            ) from error

    async def _followed(self, asked: str, url: URL) -> Fetched:
        seen = [url]
        while True:
            async with self._opened().get(url, allow_redirects=False) as answer:
                if answer.status not in _REDIRECTS:
                    data, media = await received(answer, self._limits.most_bytes)
                    return Fetched(data, media, asked, str(url), datetime.now(UTC))
                url = self._next(url, answer.headers.get("Location", ""))
            if url in seen:
                raise Unfetched(f"{url.host} leads round in a circle and never to a page.", _PASTE)
            if len(seen) > MOST_REDIRECTS:
                raise Unfetched(
                    f"That address leads on more than {MOST_REDIRECTS} times.",
                    "Open it in your browser and give the address that you end up at.",
                )
            seen.append(url)

    def _next(self, url: URL, location: str) -> URL:
        if not location:
            raise Unfetched("The site says the page has moved, and not where to.", _PASTE)
        try:
            joined = str(url.join(URL(location)))
        except ValueError:
            joined = location
        return checked_url(joined, self._limits.ports, self._allowed).with_fragment(None)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            limits = self._limits
            connector = aiohttp.TCPConnector(
                resolver=CheckedResolver(
                    self._resolver or aiohttp.ThreadedResolver(), self._allowed
                ),
                use_dns_cache=False,
                force_close=True,
                limit=16,
                limit_per_host=4,
                socket_factory=self._socket,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                # Unpacked here and not there, where one packet may become a thousand times itself.
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(
                    total=limits.total_seconds,
                    sock_connect=limits.idle_seconds,
                    sock_read=limits.idle_seconds,
                ),
                headers={
                    "User-Agent": self._user_agent,
                    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5",
                    "Accept-Encoding": "gzip, deflate",
                },
            )
        return self._session

    def _socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Open a socket for an address, the last moment at which one can be refused."""
        family, kind, protocol, _, where = info
        checked(str(where[0]), self._allowed)
        return socket.socket(family, kind, protocol)
