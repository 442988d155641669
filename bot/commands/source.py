"""`/source`: what someone is on record saying over time, and where others name them."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.commands.cards import claim_row
from bot.commands.claim import shortened
from bot.commands.over_time import pair_row
from bot.commands.paging import page_of, paging
from bot.commands.restricted import not_shown
from bot.commands.suggest import suggest_sources
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Action, Block, Fact, Facts, Note, Reply, Result, SourceRow, Sources
from knowledge.model import Claim, Claimant, ClaimantKind
from knowledge.sources import Pair, SourceOverTime

ROWS_A_PAGE = 6


@dataclass(frozen=True, slots=True)
class _Item:
    """One row to be: the list it stands in, and a claim's slug or a pair of claims."""

    title: str
    what: str | Pair

    def slugs(self) -> tuple[str, ...]:
        """Return the claims it needs."""
        if isinstance(self.what, Pair):
            return (self.what.earlier, self.what.later)
        return (self.what,)


@command(
    "source",
    "What a person, an organisation or an outlet is on record saying",
    params=[
        Param(
            "name",
            "A name or an abbreviation, such as OAS",
            required=True,
            max_length=200,
            suggest=suggest_sources,
        ),
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    shareable=True,
    example="/source OAS",
)
async def source(context: Context, name: str, page: int) -> Reply:
    """Show who a source is, what it says by topic and over time, and what others say of it.

    Only the claims of the page are read, however many there are.
    """
    found = await context.desk.source(name)
    if isinstance(found, tuple):
        return _unknown(name, found)
    who = found.claimant
    items = await asyncio.to_thread(_items, found)
    shown, number, pages = page_of(items, page, ROWS_A_PAGE)
    slugs = tuple(dict.fromkeys(slug for item in shown for slug in item.slugs()))
    claims = {claim.slug: claim for claim in await context.desk.claims(slugs)}
    # What became restricted since the source was laid out is left out.
    shown = [item for item in shown if claims.keys() >= set(item.slugs())]
    blocks: list[Block] = [Facts(tuple(_about(who)))]
    blocks += _lists(who, shown, claims)
    if not found.said and not found.reported:
        blocks.append(Note(("Nothing said by it is on record.",)))
    blocks += not_shown(found.withheld)
    blocks += paging("source", {"name": who.key}, number, pages)
    again = {"name": who.key, **({"page": str(number)} if number > 1 else {})}
    return Reply(
        who.name,
        tuple(blocks),
        claims=tuple(claims),
        shown=tuple(claims.values()),
        replaces=pages > 1,
        again=again,
    )


def _items(found: SourceOverTime) -> list[_Item]:
    """Return every row in reading order: said by topic, reported, said by others about it."""
    return list(_in_order(found))


def _in_order(found: SourceOverTime) -> Iterator[_Item]:
    who = found.claimant
    for topic in found.said:
        for pair in topic.pairs:
            yield _Item(f"{topic.topic.label}, on the same matter at different times", pair)
        for slug in topic.slugs:
            yield _Item(f"On record saying ({found.said_count}), {topic.topic.label}", slug)
    for slug in found.reported:
        yield _Item(f"Reports others as saying ({len(found.reported)})", slug)
    for slug in found.about:
        yield _Item(f"Said by others about {who.name} ({len(found.about)})", slug)


def _lists(who: Claimant, shown: Sequence[_Item], claims: dict[str, Claim]) -> Iterator[Block]:
    for title in dict.fromkeys(item.title for item in shown):
        rows = [
            pair_row(who, item.what, claims[item.what.earlier], claims[item.what.later])
            if isinstance(item.what, Pair)
            else claim_row(claims[item.what])
            for item in shown
            if item.title == title
        ]
        yield Sources(title, tuple(rows))


def _about(who: Claimant) -> list[Fact]:
    facts = [Fact("What it is" if who.kind is not ClaimantKind.PERSON else "Who", (_kind(who),))]
    if who.aliases:
        facts.append(Fact("Also known as", ("; ".join(who.aliases),)))
    return facts


def _kind(who: Claimant) -> str:
    return f"{who.kind.value}; {who.about}" if who.about else who.kind.value


def _unknown(name: str, near: tuple[Claimant, ...]) -> Reply:
    title = f"No source on record is called {shortened(name)}."
    if not near:
        return Reply(
            title,
            (Note(("Look a claim up with /claim, or list the topics with /claims.",)),),
            result=Result.NOTHING,
        )
    rows = tuple(
        SourceRow(c.name, (_kind(c),), Action(c.name[:40], "source", {"name": c.key})) for c in near
    )
    return Reply(title, (Sources("Nearest names", rows),), result=Result.NOTHING)
