"""Fetching: inside addresses in every writing, names, redirects, and what sites are told."""

import socket
from ipaddress import ip_address

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from knowledge.errors import (
    AddressRefused,
    PageUnavailable,
    Unfetched,
    Unreadable,
)
from knowledge.readers.addresses import is_outside
from knowledge.readers.fetching import CheckedResolver, Fetcher, Limits
from tests.readers.conftest import page
from tests.readers.site import HERE, Names, Site, fetcher


async def refused(url: str, names: AbstractResolver | None = None) -> AddressRefused:
    """Return how a fetcher as in ordinary work refuses *url*."""
    async with Fetcher(resolver=names) as fetch:
        with pytest.raises(AddressRefused) as caught:
            await fetch.fetch(url)
    assert caught.value.sentence.endswith(".")
    assert caught.value.next_step.endswith(".")
    return caught.value


async def test_a_page_is_fetched_with_what_came_with_it(site: Site) -> None:
    """Bytes, media type, both addresses and the time are kept; the product names itself."""
    url = site.gives("/news", page("news"), "text/html; charset=utf-8")
    async with fetcher(site) as fetch:
        found = await fetch.fetch(f"{url}#top")
    assert found.data == page("news")
    assert found.media == "text/html; charset=utf-8"
    assert (found.url, found.final_url) == (f"{url}#top", url)
    assert found.when.tzinfo is not None
    asked = site.seen[0]
    assert asked.headers["User-Agent"].startswith("Onrecord")
    assert "Cookie" not in asked.headers
    assert "Referer" not in asked.headers


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.255.255.254/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://168.63.129.16/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::]/",
        "http://[::1]/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b::8.8.8.8]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[2001:db8::1]/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://localhost/",
        "http://LOCALHOST/",
        "http://localhost:80/",
    ],
)
async def test_inside_addresses_are_refused_in_every_writing(url: str) -> None:
    """Numbers of all kinds, IPv6 that hides IPv4, and the machine's own name lead nowhere."""
    await refused(url)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://ledger.example/",
        "file:///etc/passwd",
        "gopher://ledger.example/",
        "javascript:alert(1)",
        "data:text/html,hello",
        "//ledger.example/",
        "ledger.example",
        "http://",
        "http:///path",
        "http://user:secret@ledger.example/",
        "http://user@ledger.example/",
        "http://ledger.example:22/",
        "http://ledger.example:8080/",
        "http://ledger.example:99999/",
        "http://ledger.example\\@127.0.0.1/",
        "http://ledger.example/a b",
        "http://ledger.example/\r\nHost: x",
        "http://[::1",
        "http://ledger.example/" + "a" * 3_000,
        "",
    ],
)
async def test_what_is_no_plain_web_address_is_refused_without_looking_it_up(url: str) -> None:
    """Schemes, ports, credentials and tricks are refused before anything is asked."""
    names = Names()
    await refused(url, names)
    assert names.asked == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["64:ff9b::a00:1"],
        ["93.184.215.14", "127.0.0.1"],
        ["192.168.0.1", "93.184.215.14"],
        ["2606:2800:21f:cb07::1", "fe80::1%lo"],
    ],
)
async def test_a_name_that_means_an_inside_address_is_refused(addresses: list[str]) -> None:
    """One inside address among the answers is enough."""
    said = await refused("http://news.example/", Names(news=addresses))
    assert "private network" in said.sentence


async def test_the_address_that_was_checked_is_the_one_that_is_used(site: Site) -> None:
    """A name is looked up once for a connection, so it cannot change its meaning in between."""

    class Turning(Names):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            first = not self.asked
            self.addresses = {"news": ["127.0.0.1"] if first else ["10.0.0.1"]}
            return await super().resolve(host, port, family)

    assert site.server is not None
    site.gives("/", b"The gate was shut, he said.")
    names = Turning()
    async with fetcher(site, names) as fetch:
        found = await fetch.fetch(f"http://news.example:{site.server.port}/")
        assert found.data == b"The gate was shut, he said."
        assert names.asked == ["news.example"]
        with pytest.raises(AddressRefused):
            await fetch.fetch(f"http://news.example:{site.server.port}/")


async def test_an_inside_address_is_refused_once_more_before_connecting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Should looking up ever let one through, no socket is opened for it."""

    async def unchecked(*_: object, **__: object) -> list[ResolveResult]:
        return await Names(news=["10.0.0.1"]).resolve("news.example", 80)

    monkeypatch.setattr(CheckedResolver, "resolve", unchecked)
    said = await refused("http://news.example/")
    assert "private network" in said.sentence


async def test_a_redirect_to_the_inside_is_refused(site: Site) -> None:
    """Each address on the way is checked like the first."""
    for where in ("http://10.0.0.1/", "http://[::1]/", "http://2130706433/", "//169.254.169.254/"):
        async with fetcher(site) as fetch:
            with pytest.raises(AddressRefused):
                await fetch.fetch(site.leads("/go", where))
    async with fetcher(site) as fetch:
        with pytest.raises(AddressRefused, match="begin with http"):
            await fetch.fetch(site.leads("/go", "file:///etc/passwd"))
        with pytest.raises(AddressRefused, match="Port 22"):
            await fetch.fetch(site.leads("/go", "http://127.0.0.1:22/"))


async def test_a_redirect_to_a_name_that_means_the_inside_is_refused(site: Site) -> None:
    """The name on the way is looked up and checked, too."""
    names = Names(inside=["10.0.0.1"])
    async with fetcher(site, names) as fetch:
        with pytest.raises(AddressRefused, match="private network"):
            await fetch.fetch(site.leads("/go", "http://inside.example/"))
    assert names.asked == ["inside.example"]


async def test_redirects_are_followed_to_the_page(site: Site) -> None:
    """Relative and whole addresses lead on, and the one that was reached is kept."""
    end = site.gives("/end", b"The gate was shut, he said.")
    site.leads("/b", "end#part", status=308)
    async with fetcher(site) as fetch:
        found = await fetch.fetch(site.leads("/a", "/b", status=301))
    assert found.final_url == end
    assert [request.path for request in site.seen] == ["/a", "/b", "/end"]


async def test_redirects_without_end_are_named(site: Site) -> None:
    """A circle and a long way are told apart, and a way to nowhere is said."""
    circle = site.leads("/round", "/about")
    site.leads("/about", "/round")
    long = [site.leads(f"/{n}", f"/{n + 1}") for n in range(9)]
    async with fetcher(site) as fetch:
        with pytest.raises(Unfetched, match="leads round in a circle"):
            await fetch.fetch(circle)
        with pytest.raises(Unfetched, match="leads on more than 5 times"):
            await fetch.fetch(long[0])
        with pytest.raises(Unfetched, match="moved, and not where to"):
            await fetch.fetch(site.gives("/lost", status=302))
    assert sum(request.path[1:].isdigit() for request in site.seen) == 6


async def test_no_cookie_comes_back(site: Site) -> None:
    """What a site sets in one answer is not sent with the next."""
    headers = {"Location": "/end", "Set-Cookie": "who=me; Path=/"}
    start = site.gives("/", status=302, headers=headers)
    site.gives("/end", b"The gate was shut.")
    async with fetcher(site) as fetch:
        await fetch.fetch(start)
        await fetch.fetch(start)
    assert all("Cookie" not in request.headers for request in site.seen)


async def test_a_desk_may_name_itself_to_sites(site: Site) -> None:
    """What the settings give as user agent is what sites are told."""
    assert site.server is not None
    url = site.gives("/", b"Here.")
    limits = Limits(ports=frozenset({site.server.port or 0}))
    async with Fetcher(limits, allowed=HERE, user_agent="Desk of the Ledger") as fetch:
        await fetch.fetch(url)
    assert site.seen[0].headers["User-Agent"] == "Desk of the Ledger"


async def test_a_name_that_nobody_knows_is_said() -> None:
    """A slip in an address is the usual reason."""

    class Nobody(Names):
        async def resolve(self, *_: object, **__: object) -> list[ResolveResult]:
            raise OSError("no such name")

    async with Fetcher(resolver=Nobody()) as fetch:
        with pytest.raises(PageUnavailable, match=r"There is no site called news\.exampel"):
            await fetch.fetch("https://news.exampel/")


async def test_a_closed_port_is_said() -> None:
    """Where nobody listens, the sentence says that the site cannot be reached."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        async with Fetcher(Limits(ports=frozenset({port})), allowed=HERE) as fetch:
            with pytest.raises(PageUnavailable, match="cannot be reached"):
                await fetch.fetch(f"http://127.0.0.1:{port}/")


async def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would look names up by itself, out of our sight."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    async with fetcher(site) as fetch:
        assert (await fetch.fetch(site.gives("/", b"Here."))).data == b"Here."


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("93.184.215.14", True),
        ("8.8.8.8", True),
        ("2606:2800:21f:cb07::1", True),
        ("::ffff:8.8.8.8", False),
        ("64:ff9b::808:808", False),
        ("192.0.0.192", False),
        ("192.0.2.1", False),
        ("100.100.100.200", False),
        ("fd00:ec2::254", False),
        ("3fff::1", False),
    ],
)
def test_the_open_internet_is_told_from_the_inside(address: str, outside: bool) -> None:
    """Documentation, sharing, metadata services and translation are not the open internet."""
    assert is_outside(ip_address(address)) is outside


def test_every_refusal_is_a_kind_of_unreadable() -> None:
    """Whoever asks for a page catches one kind of failure."""
    assert issubclass(Unfetched, Unreadable)
    assert issubclass(AddressRefused, Unfetched)
