"""`/desk unreviewed`: claims on record that nobody has judged, beside the queue of proposals."""

import asyncio
from dataclasses import replace

from bot.commands import words
from bot.commands.filtered import typed_in, understood
from bot.commands.paging import paging
from bot.commands.proposed import press
from bot.commands.restricted import not_shown
from bot.core import tokens
from bot.core.errors import Unusable
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Action, Actions, Block, Note, Reply, Result, SourceRow, Sources
from knowledge.amending import called
from knowledge.model import Claim, ClaimRating
from knowledge.reviewing import taken
from knowledge.roles import Role

A_PAGE = 6
MAX_FILTER = 200


@command(
    "desk-unreviewed",
    "Claims on record that nobody has judged, newest document first",
    params=[
        Param(
            "filter", "Such as: about:pay, by:OAS, in:The Herald, since:2019", max_length=MAX_FILTER
        ),
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    under="desk",
    needs=Role.REPORTER,
    example="/desk unreviewed about:pay since:2019",
)
async def desk_unreviewed(
    context: Context,
    page: int,
    filter: str = "",  # noqa: A002 - what people call it
) -> Reply:
    """List what is on record and not checked, with who works on it."""
    typed = typed_in(filter)
    if "status" in typed.values:
        raise Unusable(
            "This list is of claims that nobody has judged, so it takes no status.",
            "Leave status: out, or use /claims with it.",
            field="filter",
        )
    filters, free = await understood(context, typed)
    filters = replace(filters, status=ClaimRating.NOT_CHECKED.value)
    found = await context.desk.listing.page(filters, free, page, A_PAGE)
    queue = Actions((press("Proposals", "desk-queue"),))
    if not found.claims:
        title = "No claim on record waits for a review there."
        return Reply(
            title, (*not_shown(found.withheld), queue), result=Result.NOTHING, replaces=True
        )
    rows = await asyncio.gather(*(_row(context, claim) for claim in found.claims))
    narrowed = {"filter": filter} if filter else {}
    longest = Action("", "desk-unreviewed", {**narrowed, "page": "999999"})
    turns: tuple[Block, ...] = (Note((f"Page {found.number} of {found.pages}",)),)
    if tokens.fits(longest):
        turns = paging("desk-unreviewed", narrowed, found.number, found.pages)
    counted = f"{found.total} claim{'s' * (found.total != 1)} on record, judged by nobody"
    listed = Sources(counted, tuple(rows))
    blocks: tuple[Block, ...] = (listed, *not_shown(found.withheld), *turns, queue)
    slugs = tuple(claim.slug for claim in found.claims)
    return Reply(f"{counted}.", blocks, claims=slugs, replaces=True)


async def _row(context: Context, claim: Claim) -> SourceRow:
    last = taken(await context.desk.reviewing.work_on(claim.slug))
    who = f" Taken by {called(last.by)}." if last else ""
    opens = press(claim.slug, "desk-show", {"number": claim.slug})
    return SourceRow(words.owner(claim), (*words.row_words(claim), who), opens)
