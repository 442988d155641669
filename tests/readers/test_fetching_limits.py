"""Fetching: what sites refuse, slow and huge pages, bombs, and what is not read."""

import asyncio
import gzip
import zlib
from collections.abc import Callable

import pytest
from aiohttp import web

from knowledge.errors import PageTooSlow, PageUnavailable, TooLarge, Unfetched
from tests.readers.conftest import page
from tests.readers.site import Site, fetcher


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "asks for a log-in"),
        (403, "refuses to give that page"),
        (404, "has no page at that address"),
        (410, "has taken that page down"),
        (429, "is asked too often"),
        (451, "legal reasons"),
        (500, "has a fault of its own"),
        (418, "does not give that page"),
        (204, "does not give that page"),
    ],
)
async def test_what_the_site_refuses_is_said_with_its_number(
    site: Site, status: int, words: str
) -> None:
    """Each refusal has its sentence and its next step."""
    async with fetcher(site) as fetch:
        with pytest.raises(PageUnavailable, match=f"{words}.*\\({status}\\)") as caught:
            await fetch.fetch(site.gives("/", status=status))
    assert caught.value.next_step.endswith(".")


async def test_a_page_that_drips_is_given_up(site: Site) -> None:
    """A byte now and then keeps no connection open past the time for all."""

    async def drip(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        await answer.prepare(request)
        for _ in range(200):
            await answer.write(b"a")
            await asyncio.sleep(0.02)
        return answer

    async with fetcher(site, total_seconds=0.4) as fetch:
        with pytest.raises(PageTooSlow, match="too slow"):
            await fetch.fetch(site.does("/", drip))


async def test_a_site_that_says_nothing_is_given_up(site: Site) -> None:
    """Silence is cut before the time for all is over."""
    silence = asyncio.Event()

    async def silent(_: web.Request) -> web.Response:
        await silence.wait()
        return web.Response()

    start = asyncio.get_running_loop().time()
    async with fetcher(site, idle_seconds=0.2) as fetch:
        with pytest.raises(PageTooSlow):
            await fetch.fetch(site.does("/", silent))
    silence.set()
    assert asyncio.get_running_loop().time() - start < 2


async def test_redirects_share_one_time_for_all(site: Site) -> None:
    """Five slow redirects take no longer than one slow page."""

    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(0.15)
        return web.Response(status=302, headers={"Location": f"/{int(request.path[1:]) + 1}"})

    first = next(iter([site.does(f"/{n}", slow) for n in range(9)]))
    async with fetcher(site, total_seconds=0.4) as fetch:
        with pytest.raises(PageTooSlow):
            await fetch.fetch(first)


@pytest.mark.parametrize("told", [True, False])
async def test_a_huge_page_is_cut_off(site: Site, told: bool) -> None:
    """Whether the site tells the size or not, no more than the limit is received."""
    sent = 0

    async def huge(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        answer = web.StreamResponse(headers={"Content-Type": "text/plain"})
        if told:
            answer.content_length = 500_000_000
        await answer.prepare(request)
        try:
            for _ in range(500):
                await answer.write(b"a" * 1_000_000)
                sent += 1
        except ConnectionError:
            pass
        return answer

    async with fetcher(site) as fetch:
        with pytest.raises(TooLarge, match="more than 1 MB"):
            await fetch.fetch(site.does("/", huge))
    assert sent < 50


def raw(data: bytes) -> bytes:
    """Return *data* deflated without the two first bytes, as some servers send it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", raw)]
)
async def test_a_packed_page_is_unpacked_and_a_bomb_is_not(
    site: Site, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    """Fifty megabytes in fifty kilobytes are stopped at the limit."""
    headers = {"Content-Encoding": encoding, "Content-Type": "text/html"}
    good = site.gives("/good", body=pack(page("news")), headers=headers)
    bomb = site.gives("/bomb", body=pack(b"0" * 50_000_000), headers=headers)
    broken = site.gives("/broken", body=pack(page("news"))[5:], headers=headers)
    cut = site.gives("/cut", body=pack(page("news"))[:-200], headers=headers)
    async with fetcher(site) as fetch:
        assert (await fetch.fetch(good)).data == page("news")
        with pytest.raises(PageUnavailable, match="broke off in the middle"):
            await fetch.fetch(cut)
        with pytest.raises(TooLarge):
            await fetch.fetch(bomb)
        with pytest.raises(PageUnavailable, match="broken page"):
            await fetch.fetch(broken)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
async def test_a_packing_that_was_not_asked_for_is_refused(site: Site, encoding: str) -> None:
    """Only what can be unpacked to a limit is unpacked."""
    url = site.gives("/", body=b"abc", headers={"Content-Encoding": encoding})
    async with fetcher(site) as fetch:
        with pytest.raises(Unfetched, match="packs that page in a way"):
            await fetch.fetch(url)


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ("image/png", "a picture"),
        ("video/mp4", "a film"),
        ("audio/mpeg", "sound"),
        ("application/zip", "of the type application/zip"),
        ("application/json", "of the type application/json"),
    ],
)
async def test_what_is_not_read_is_not_received(site: Site, media: str, words: str) -> None:
    """Pictures, films and data are refused by their type."""
    async with fetcher(site) as fetch:
        with pytest.raises(Unfetched, match=f"is {words}, which is not read here"):
            await fetch.fetch(site.gives("/", b"abc", media))


async def test_an_empty_page_and_a_broken_answer_are_said(site: Site) -> None:
    """Nothing, and nonsense, each have a sentence."""

    async def broken(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.write(b"nonsense\r\n\r\n")
        request.transport.close()
        return web.Response()

    async with fetcher(site) as fetch:
        with pytest.raises(PageUnavailable, match="an empty page"):
            await fetch.fetch(site.gives("/", body=b"  \n"))
        with pytest.raises(PageUnavailable, match="broke off"):
            await fetch.fetch(site.does("/b", broken))
