"""`Related`: how a claim stands to others, what people confirmed first, then what is suggested."""

from collections.abc import Sequence

from bot.commands import words
from bot.commands.cards import withdrawn_card
from bot.commands.named import named
from bot.commands.paging import page_of, paging
from bot.commands.relation_words import link_row
from bot.commands.restricted import not_shown
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Action, Actions, Block, Note, Reply, Sources
from knowledge.model import Claim, Link
from knowledge.relating import Related, is_withdrawn
from knowledge.relations import RelationState
from knowledge.roles import Role

RELATIONS_A_PAGE = 6
"""Each may carry three buttons, and no platform takes more than 25 under one answer."""

_SLUG = Param("slug", "A claim's name, such as doctors-salary", required=True, max_length=200)


@command(
    "related",
    "How a claim stands to others: what people confirmed, then what is suggested",
    params=[
        _SLUG,
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    listed=False,
    example="/related doctors-salary",
)
async def related(context: Context, slug: str, page: int) -> Reply:
    """Show the relations of a claim, each with the other's owner first and how it stands."""
    claim = (await named(context, slug)).claim
    return withdrawn_card(claim) if is_withdrawn(claim) else await _shown(context, claim, page)


@command(
    "find-related",
    "Have the rules suggest how a claim stands to others",
    params=[_SLUG],
    listed=False,
    needs=Role.REPORTER,
    example="/find-related doctors-salary",
)
async def find_related(context: Context, slug: str) -> Reply:
    """Run the rules over a claim once, and show its relations with what is new among them."""
    claim = (await named(context, slug)).claim
    if is_withdrawn(claim):
        return withdrawn_card(claim)
    new = len(await context.desk.suggest_relations(claim.slug))
    found = f"{new} new suggestion{'s' * (new != 1)}." if new else "Nothing new to suggest."
    return await _shown(context, claim, 1, found)


async def _shown(context: Context, claim: Claim, page: int, notice: str = "") -> Reply:
    found = await context.desk.relating.of(claim)
    shown, number, pages = page_of(found.links, page, RELATIONS_A_PAGE)
    blocks: list[Block] = []
    for title, state in (
        ("Confirmed by a person", RelationState.CONFIRMED),
        ("Suggested by a rule, for a person to confirm or refuse", RelationState.SUGGESTED),
    ):
        of_state = [link for link in shown if link.relation.state is state]
        if of_state:
            rows = tuple(link_row(link, claim.slug) for link in of_state)
            blocks.append(Sources(title, rows))
    if not found.links:
        blocks.append(Note(("No relation to another claim is on record.",)))
    blocks += _left_out(found)
    blocks += _presses(shown)
    find = Action("Find related", "find-related", {"slug": claim.slug})
    blocks.append(Actions((find, Action("Card", "claim", {"slug": claim.slug}))))
    blocks += paging("related", {"slug": claim.slug}, number, pages)
    return Reply(
        f"{words.attribution(claim)}: related claims",
        tuple(blocks),
        notice=notice,
        claims=(claim.slug, *(link.claim.slug for link in shown)),
        shown=(claim, *(link.claim for link in shown)),
        replaces=True,
    )


def _left_out(found: Related) -> list[Block]:
    """Return what is said of relations that are not shown."""
    notes = []
    if found.refused:
        notes.append(f"{found.refused} refused and not suggested again; /relate can confirm one.")
    if found.withdrawn:
        notes.append(f"{found.withdrawn} not shown: the other claim was withdrawn.")
    return [*([Note((" ".join(notes),))] if notes else []), *not_shown(found.withheld)]


def _presses(shown: Sequence[Link]) -> list[Block]:
    """Return the buttons that judge what is shown, named by the relation's number."""
    presses: list[Action] = []
    for link in shown:
        number = str(link.relation.number)
        if link.relation.state is RelationState.SUGGESTED:
            presses.append(Action(f"Confirm {number}", "confirm-relation", {"number": number}))
            presses.append(Action(f"Refuse {number}", "refuse-relation", {"number": number}))
    return [Actions(tuple(presses))] if presses else []
