"""`Origins`: who has a claim from whom, in the words that say so, and who said so."""

from collections.abc import Sequence

from bot.commands import words
from bot.commands.cards import withdrawn_card
from bot.commands.named import named
from bot.commands.origin_words import citation_words, counted, step_words
from bot.commands.paging import page_of, paging
from bot.commands.proposed import press
from bot.commands.restricted import not_shown
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Action, Actions, Block, Fact, Facts, Note, Reply, SourceRow, Sources
from knowledge.amending import called
from knowledge.citations import Citation, How
from knowledge.model import Claim, Record
from knowledge.origins import Origins, origins_of
from knowledge.relating import is_withdrawn
from knowledge.roles import Role

STEPS_A_PAGE = 8
_MAX_REFUSED = 5
_MAX_ELSEWHERE = 5
_MAX_REFUSING = 3
_MAX_GONE = 5


@command(
    "origins",
    "Where a claim comes from: who cites whom, in which words",
    params=[
        Param(
            "slug",
            "A claim's name, such as doctors-salary",
            required=True,
            called="claim",
            max_length=200,
        ),
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    listed=False,
    example="/origins doctors-salary",
)
async def origins(context: Context, slug: str, page: int) -> Reply:
    """Show the outlets and origins of a claim, and every step between them."""
    record = await named(context, slug)
    if is_withdrawn(record.claim):
        return withdrawn_card(record.claim)
    return await origins_reply(context, record, page=page)


async def origins_reply(
    context: Context, record: Record, *, page: int = 1, done: str = ""
) -> Reply:
    """Return where the claim of *record* comes from, under what was *done*."""
    claim, found = record.claim, origins_of(record)
    own = claim.document.outlet.name
    in_order = sorted(found.steps, key=lambda step: not step.citing.startswith(f"{own}, "))
    steps, number, pages = page_of(in_order, page, STEPS_A_PAGE)
    rows = tuple(
        SourceRow(
            step.citing,
            step_words(step),
            Action(step.slug, "claim", {"slug": step.slug}) if step.slug != claim.slug else None,
        )
        for step in steps
    )
    blocks: list[Block] = [Note((done,))] if done else []
    blocks.append(Facts((Fact("Origins", (f"{counted(found)}.",)),)))
    if rows:
        blocks.append(Sources("Who has it from whom", rows))
        blocks += paging("origins", {"slug": claim.slug}, number, pages)
    else:
        blocks.append(Note(("Nobody is cited, so each outlet says it in its own name.",)))
    kept = await context.desk.origins.found(claim)
    blocks += _others(kept, found, claim)
    blocks += await _withdrawn(context, record)
    blocks += not_shown(record.withheld)
    blocks.append(
        Note(("Only claims count that a person confirmed as the same, or as a repetition.",))
    )
    blocks.append(Actions(_presses(context, claim, found)))
    return Reply(words.attribution(claim), tuple(blocks), claims=(claim.slug,), shown=(claim,))


def _others(kept: Sequence[Citation], found: Origins, claim: Claim) -> list[Block]:
    """Return what the document cites elsewhere, and what people refused."""
    counting = {step.citation.number for step in found.steps if step.citation}
    elsewhere = [
        each
        for each in kept
        if each.how is How.WORDS and not each.refused and each.number not in counting
    ]
    refused = [each for each in kept if each.refused]
    notes = [
        f"{claim.document.outlet.name} also cites {each.outlet}, of something else: "
        f"{citation_words(each)}."
        for each in elsewhere[:_MAX_ELSEWHERE]
    ]
    notes += [
        f"Refused by {called(each.refused_by)}: {each.outlet or each.address}, "
        f"{citation_words(each)}. Why: {each.why}"
        for each in refused[:_MAX_REFUSED]
    ]
    return [Note((note,)) for note in notes]


async def _withdrawn(context: Context, record: Record) -> list[Block]:
    """Return what was joined as the same and was withdrawn by the desk: it counts for nobody."""
    ends = {slug for tie in record.ties for slug in (tie.claim, tie.other)}
    gone = sorted(ends - {record.claim.slug, *(one.slug for one in record.same)})[:_MAX_GONE]
    claims = [one for one in await context.desk.claims(gone) if is_withdrawn(one)]
    return [
        Note((f"{words.owner(one)}: the desk withdrew {one.slug}, so it does not count here.",))
        for one in claims
    ]


def _presses(context: Context, claim: Claim, found: Origins) -> tuple[Action, ...]:
    card = Action("Card", "claim", {"slug": claim.slug})
    if not context.may(Role.EDITOR) or "desk-cite" not in context.registry:
        return (card,)
    counting = {
        step.citation.number
        for step in found.steps
        if step.citation and step.citation.document == claim.document.key
    }
    refusing = [
        press(f"Refuse {number}", "desk-uncite", {"slug": claim.slug, "number": f"{number}"})
        for number in sorted(counting)[:_MAX_REFUSING]
    ]
    return card, press("Add origin", "desk-cite", {"slug": claim.slug}), *refusing
