"""`/source`: what someone is on record saying."""

from bot.commands.cards import claim_rows
from bot.commands.claim import shortened
from bot.commands.paging import page_of, paging
from bot.commands.suggest import suggest_sources
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Action, Block, Fact, Facts, Note, Reply, Result, SourceRow, Sources
from knowledge.model import Claimant, ClaimantKind

CLAIMS_A_PAGE = 6


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
    """Show who a source is, what it says and, for an outlet, what it reports others as saying."""
    found = await context.desk.source(name)
    if isinstance(found, tuple):
        return _unknown(name, found)
    who = found.claimant
    own = "In its own words" if who.kind is ClaimantKind.OUTLET else "On record saying"
    lists = (
        (f"{own} ({len(found.said)})", found.said),
        (f"Reports others as saying ({len(found.reported)})", found.reported),
    )
    everything = [(title, claim) for title, claims in lists for claim in claims]
    shown, number, pages = page_of(everything, page, CLAIMS_A_PAGE)
    blocks: list[Block] = [Facts(tuple(_about(who)))]
    for title, _ in lists:
        of_this = [claim for belongs_to, claim in shown if belongs_to == title]
        if of_this:
            blocks.append(claim_rows(of_this, title))
    if not everything:
        blocks.append(Note(("Nothing said by it is on record.",)))
    blocks += paging("source", {"name": who.key}, number, pages)
    slugs = tuple(claim.slug for _, claim in shown)
    return Reply(who.name, tuple(blocks), claims=slugs, replaces=pages > 1)


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
