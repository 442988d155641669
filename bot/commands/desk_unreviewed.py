"""`/desk unreviewed`: claims on record that nobody has judged, beside the queue of proposals."""

import asyncio
import re
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

_NAME = "desk-unreviewed"
_OF = re.compile(r"(?<!\S)of[:=]\s*(\S+)", re.IGNORECASE)
A_PAGE = 6
MAX_FILTER = 400
_LONG = 10


@command(
    _NAME,
    "Claims on record that nobody has judged, newest document first",
    params=[
        Param(
            "filter",
            "Such as: about:pay, by:OAS, in:The Herald, since:2019, of: a document or claim",
            max_length=MAX_FILTER,
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
    of, rest = _document_in(filter)
    typed = typed_in(rest)
    if "status" in typed.values:
        raise Unusable(
            "This list is of claims that nobody has judged, so it takes no status.",
            "Leave status: out, or use /claims with it.",
            field="filter",
        )
    filters, free = await understood(context, typed)
    keys = await _documents(context, of) if of else ()
    filters = replace(filters, status=ClaimRating.NOT_CHECKED.value, documents=keys)
    found = await context.desk.listing.page(filters, free, page, A_PAGE)
    queue = Actions((press("Proposals", "desk-queue"),))
    if not found.claims:
        title = "No claim on record waits for a review there."
        return Reply(
            title, (*not_shown(found.withheld), queue), result=Result.NOTHING, replaces=True
        )
    rows = await asyncio.gather(*(_row(context, claim) for claim in found.claims))
    # A claim's name stands for its document, whose address rarely fits a button.
    shorter = replace(filters, status="", documents=()).typed(free)
    shorter = " ".join(part for part in (of and f"of:{found.claims[0].slug}", shorter) if part)
    ways: list[dict[str, str]] = [{"filter": each} if each else {} for each in (filter, shorter)]
    fits = (way for way in ways if tokens.fits(Action("", _NAME, {**way, "page": "999999"})))
    narrowed = next(fits, None)
    turns: tuple[Block, ...] = (
        Note(
            (f"Page {found.number} of {found.pages}; for another, add page=2 to what you typed.",)
        ),
    )
    if narrowed is not None:
        turns = paging(_NAME, narrowed, found.number, found.pages)
    counted = f"{found.total} claim{'s' * (found.total != 1)} on record, judged by nobody"
    listed = Sources(counted, tuple(rows))
    blocks: tuple[Block, ...] = (listed, *not_shown(found.withheld), *turns, queue)
    slugs = tuple(claim.slug for claim in found.claims)
    return Reply(f"{counted}.", blocks, claims=slugs, replaces=True)


def _document_in(text: str) -> tuple[str, str]:
    """Return what stands after `of:`, and the rest of *text*."""
    found = _OF.search(text)
    return (found.group(1), _OF.sub(" ", text, count=1)) if found else ("", text)


async def _documents(context: Context, of: str) -> tuple[str, ...]:
    """Return the keys of the document that *of* names. Raises `Unusable` where that is none."""
    asked = of
    if of.isdigit():
        waiting = await context.desk.queue.one(int(of)) if len(of) < _LONG else None
        asked = waiting.proposal.claim.document.key if waiting else ""
    keys = await context.desk.listing.documents(asked)
    if not keys:
        raise Unusable(
            f"No claim on record is from “{of[:60]}”.",
            "After of: give a document's key or address, the name of a claim in it, or the number "
            "of a proposal from it.",
            field="filter",
        )
    return keys


async def _row(context: Context, claim: Claim) -> SourceRow:
    last = taken(await context.desk.reviewing.work_on(claim.slug))
    who = f" Taken by {called(last.by)}." if last else ""
    opens = press(claim.slug, "desk-show", {"number": claim.slug})
    return SourceRow(words.owner(claim), (*words.row_words(claim), who), opens)
