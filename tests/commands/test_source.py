"""`/source` over time: by topic, dated pairs with their own words, and “about” apart."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.core.app import App
from bot.core.plain import line_text, plain
from bot.core.reply import Link, Reply, Sources
from bot.core.request import Door
from bot.main import registry
from knowledge.desk import Desk
from knowledge.model import (
    Anchor,
    Attribution,
    Claim,
    Figure,
    Maker,
    Quote,
    Span,
    Strength,
    Topic,
    Voice,
)
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.test_contract import FORBIDDEN
from tests.conftest import asking
from tests.fakes.empty_desk import empty_desk
from tests.knowledge.making import NURSES, claim

MANY = 5_000
SECONDS_A_PAGE = 1.0
"""The first page takes about 0.3, the next ones under 0.1; the room is for a busy machine."""


def union(slug: str, number: str, published: str, *, topic: Topic | None = None) -> Claim:
    """Return a claim of the Nurses' Union with a figure that stands in its document."""
    text = f"{number} beds"
    figure = Figure(
        text, value=Decimal(number), unit="beds", measure="beds in use", span=Span(0, len(text))
    )
    made = claim(slug, makers=[NURSES], published=published, aliases=())
    quote = Quote(text, Span(0, len(text)))
    made = replace(made, figures=(figure,), anchor=Anchor(quote, Span(0, len(text)), "ab" * 32))
    return replace(made, topic=topic) if topic else made


async def asked(app: App, name: str, page: int = 1) -> Reply:
    """Return a page of a source."""
    reply = await app.handle(asking("source", name=name, page=str(page)))
    assert isinstance(reply, Reply)
    return reply


async def turned(app: App, name: str) -> list[Reply]:
    """Return every page of a source, turned by the buttons."""
    pages = [await asked(app, name)]
    while following := [a for a in pages[-1].actions() if a.label == "Next"]:
        reply = await app.handle(asking("source", following[0].args, door=Door.BUTTON))
        assert isinstance(reply, Reply)
        pages.append(reply)
    return pages


async def app_with(*claims: Claim) -> App:
    """Return the core over a desk with *claims*."""
    store = MemoryStore()
    await store.add(claims)
    return App(registry(), Desk(store))


async def test_changes_over_time_are_dated_pairs() -> None:
    """Earlier and later stand in one row with dates, words, documents, strength and statuses."""
    hedged = union("beds-2024", "60", "2024-05")
    said = replace(hedged.attribution, strength=Strength.ESTIMATED, hedge="roughly")
    app = await app_with(union("beds-2015", "40", "2015-02-03"), replace(hedged, attribution=said))
    reply = await asked(app, "Nurses' Union")
    block = next(b for b in reply.blocks if isinstance(b, Sources))
    assert block.title == "Hospitals, on the same matter at different times"
    [row] = block.rows
    assert row.owner == "Nurses' Union"
    text = line_text(row.said)
    earlier, later = text.split(" → ")
    assert earlier.startswith("3 February 2015, in The Herald <https://example.org/")
    assert "“40 beds” (beds in use). “40 beds” [beds-2015; Quotation: Not checked. " in earlier
    assert later.startswith("May 2024, in The Herald <https://example.org/")
    assert "“60 beds”" in later
    assert "Estimated, hedged “roughly”" in later
    assert text.endswith("(both give a figure for: beds in use)")
    assert sum(isinstance(span, Link) for span in row.said) == 2
    assert {"beds-2015", "beds-2024"} == set(reply.claims)
    assert not FORBIDDEN.search(plain(reply))


async def test_a_confirmed_relation_makes_a_pair_and_says_whose_it_is() -> None:
    """Two claims that a person related stand beside each other under that person's name."""
    app = await app_with(
        claim("old", makers=[NURSES], published="2015"),
        claim("new", makers=[NURSES], published="2024"),
    )
    assert "→" not in plain(await asked(app, "NU"))
    await app.handle(asking("relate", words="new supersedes old"))
    text = plain(await asked(app, "NU"))
    assert "2015, in The Herald" in text
    assert "(replaces an earlier record, confirmed by Ana, " in text


async def test_an_allegation_in_a_pair_keeps_its_answer() -> None:
    """Alleged stays alleged in a pair, and whether an answer is on record stands beside it."""
    alleged = Attribution(
        Voice.INDIRECT,
        Strength.ALLEGED,
        makers=(Maker(NURSES),),
        accuser_named=True,
        accused="the ministry",
    )
    app = await app_with(
        union("old", "40", "2015"), replace(union("new", "60", "2024"), attribution=alleged)
    )
    row = plain(await asked(app, "NU")).split(" → ")[1]
    assert "[Alleged" in row
    assert "The ministry: no answer on record." in row


async def test_topics_said_by_and_about_are_apart() -> None:
    """What it says by topic comes first, then what others say about it; never in one list."""
    schools = Topic("schools", "Schools")
    app = await app_with(
        union("beds", "40", "2015"),
        union("pupils", "60", "2024", topic=schools),
        claim("named", statement="{} writes that the Nurses' Union met."),
    )
    reply = await asked(app, "nu")
    titles = [block.title for block in reply.blocks if isinstance(block, Sources)]
    assert titles == [
        "On record saying (2), Schools",
        "On record saying (2), Hospitals",
        "Said by others about Nurses' Union (1)",
    ]
    about = [block for block in reply.blocks if isinstance(block, Sources)][-1]
    assert about.rows[0].owner == "The Herald, 1 May 2024"


async def test_only_named_by_others_is_said_so() -> None:
    """A source with nothing said on record and something about it says both."""
    store = MemoryStore()
    await store.add([claim("named", statement="{} writes that the Nurses' Union met.")])
    await store.add([claim("theirs", makers=[NURSES])])
    app = App(registry(), Desk(store))
    assert "Nothing said by it" not in plain(await asked(app, "nu"))


async def test_turning_the_pages_shows_every_row_once(app: App) -> None:
    """No claim of the sample's outlet is lost or doubled within its lists over the pages."""
    rows: dict[str, list[str]] = {}
    for page in await turned(app, "Breitbart"):
        assert len(list(page.actions())) <= 25
        for block in page.blocks:
            if isinstance(block, Sources):
                slugs = [row.action.args["slug"] for row in block.rows if row.action]
                rows.setdefault(block.title.split(" (")[0], []).extend(slugs)
    assert len(rows["On record saying"]) == len(set(rows["On record saying"])) == 18
    assert len(rows["Reports others as saying"]) == len(set(rows["Reports others as saying"])) == 6


async def test_no_person_gets_a_score(app: App) -> None:
    """A source's pages count claims, and hold neither a rate nor a word of judgement."""
    for name in ("OAS", "Breitbart", "Cuban Prisoners Defenders"):
        for page in await turned(app, name):
            text = plain(page)
            assert not FORBIDDEN.search(text)
            for word in ("score", "reliab", "credib", "contradict", "reversal", "flip"):
                assert word not in text.lower().replace("contradicted by evidence", "")


@pytest.fixture
async def crowded(tmp_path: Path) -> AsyncIterator[App]:
    """A desk whose Nurses' Union has 5,000 claims, under 50 topics and over 30 years."""
    path = tmp_path / "desk.sqlite3"
    empty_desk(path)
    store = SqliteStore(path)
    topics = [Topic(f"topic-{n}", f"Topic {n}") for n in range(50)]
    await store.add(
        union(f"beds-{n}", str(n % 7), f"{1990 + n % 30}-05", topic=topics[n % 50])
        for n in range(MANY)
    )
    await store.add(claim(f"about-{n}", statement="{} writes of the NU.") for n in range(200))
    yield App(registry(), Desk(store))
    await store.close()


async def test_a_source_with_thousands_of_claims_pages_quickly(crowded: App) -> None:
    """The first, a middle and the last page of 5,000 claims each come within a second."""
    assert "(5000)" in plain(await asked(crowded, "NU"))
    for page in (1, 200, 999_999):
        begun = time.perf_counter()
        reply = await asked(crowded, "NU", page)
        took = time.perf_counter() - begun
        assert reply.claims
        assert took < SECONDS_A_PAGE, f"page {page} took {took:.2f} s"
    last = plain(await asked(crowded, "NU", 999_999))
    assert "Said by others about Nurses' Union (200)" in last
