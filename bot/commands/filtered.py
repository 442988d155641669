"""Lists narrowed by filters: what was typed or chosen, understood, shown back and paged."""

from collections.abc import Mapping
from dataclasses import replace

from bot.commands.cards import claim_rows
from bot.commands.filter_codes import code_of, typed_from
from bot.commands.paging import paging
from bot.commands.restricted import not_shown
from bot.core import tokens
from bot.core.errors import Unusable
from bot.core.plain import quoted
from bot.core.policy import SHARE
from bot.core.registry import Context
from bot.core.reply import Action, Actions, Block, Note, Reply, Result
from bot.core.request import Door
from knowledge.filters import FilterError, Filters, Typed, read
from knowledge.listing import Page

CLAIMS_A_PAGE = 6
FIELDS = {"about": "topic", "in": "outlet"}
"""What a filter is called among the options of /claims, where that differs."""

_LAST_PAGE = "999999"
_SHOWN_WORDS = 80


def typed_in(text: str, chosen: Mapping[str, str] | None = None) -> Typed:
    """Return the filters and free words in *text*, with those *chosen* as options.

    Raises `Unusable` for what cannot be read, in one sentence.
    """
    try:
        typed = read(text)
    except FilterError as error:
        raise in_words(error) from None
    for name in chosen or {}:
        if name in typed.values:
            raise Unusable(
                f"“{name}:” is given twice, as an option and in the words.",
                "Give each filter once.",
                field=FIELDS.get(name, name),
            )
    return replace(typed, values={**typed.values, **(chosen or {})})


def asked_with_filters(context: Context, text: str) -> Typed | None:
    """Return the filters in a question, or nothing where it has none.

    A message that somebody else wrote is searched for as it stands, whatever colons it has.
    """
    if context.request.door is Door.MENU:
        return None
    typed = typed_in(text)
    return typed if typed.values else None


async def understood(context: Context, typed: Typed) -> tuple[Filters, str]:
    """Return the filters of *typed* and its free words. Raises `Unusable` with the next step.

    Free words that are the name of a topic are that topic.
    """
    try:
        filters, words = await context.desk.listing.understand(typed)
    except FilterError as error:
        raise in_words(error) from None
    topic = await context.desk.listing.topic(words) if filters.about is None else None
    return (replace(filters, about=topic), "") if topic else (filters, words)


async def from_code(context: Context, code: str) -> Typed:
    """Return the filters in a button's *code*. Raises `BadToken`."""
    sources = [who.key for who in await context.desk.sources()]
    topics = [count.topic.key for count in await context.desk.topics()]
    return typed_from(code, sources, topics)


def in_words(error: FilterError) -> Unusable:
    """Return *error* as a failure that a person can mend."""
    said = (error.sentence, error.next_step)
    return Unusable(*said, field=FIELDS.get(error.name, error.name))


def again(filters: Filters, words: str) -> dict[str, str]:
    """Return the arguments by which /claims gives this list again, short enough for a button.

    Where there are none so short, they are what to type.
    """
    ways = [{"topic": filters.about.key}] if filters.about and _only_topic(filters, words) else []
    ways.append({"topic": filters.typed(words)})
    if not words:
        ways.append({"f": code_of(filters)})
    longest = {"page": _LAST_PAGE, SHARE: "1"}
    fits = (way for way in ways if tokens.fits(Action("", "claims", {**way, **longest})))
    return next(fits, ways[0])


async def listed(context: Context, filters: Filters, words: str, number: int) -> Reply:
    """Return page *number* of what passes *filters* and is found by *words*."""
    page = await context.desk.listing.page(filters, words, number, CLAIMS_A_PAGE)
    args = again(filters, words)
    reply = _reply(page, filters, words, "Best match first" if words else "Newest first")
    blocks = [*reply.blocks, *paging("claims", args, page.number, page.pages)]
    if not _only_topic(filters, words):
        blocks.append(Actions((saving(filters, words),)))
    shown_again = {**args, "page": str(page.number)} if page.number > 1 else args
    return replace(reply, blocks=tuple(blocks), replaces=True, again=shown_again)


async def best(context: Context, filters: Filters, words: str, most: int) -> Reply:
    """Return at most *most* claims that *words* find among those that pass *filters*."""
    page = await context.desk.listing.page(filters, words, 1, most)
    reply = _reply(page, filters, words, "Best match first")
    actions = [saving(filters, words)]
    if page.total > most:
        actions.insert(0, Action(f"All {page.total}", "claims", again(filters, words)))
    unread = Note(("None of these answers your words until you have read it.",))
    notes = (unread,) if page.claims else ()
    return replace(
        reply, blocks=(*reply.blocks, *notes, Actions(tuple(actions))), again=again(filters, words)
    )


def saving(filters: Filters, words: str) -> Action:
    """Return the press that saves this search under a name."""
    line = Action("Save this search", "save-search", {"query": filters.typed(words)})
    if tokens.fits(line) or words:
        return line
    return Action("Save this search", "save-search", {"f": code_of(filters)})


def _reply(page: Page, filters: Filters, words: str, title: str) -> Reply:
    held = _held(filters, words)
    blocks: list[Block] = [claim_rows(page.claims, title)] if page.claims else []
    blocks += [*_notes(page), *not_shown(page.withheld)]
    if not page.claims:
        nothing = "Nothing to show" if page.withheld else "Nothing on record"
        blocks.append(Note(("Leave a filter out, or list the topics with /claims.",)))
        return Reply(f"{nothing} {held}.", tuple(blocks), result=Result.NOTHING)
    count = f"{page.total:,} claim{'' if page.total == 1 else 's'}"
    slugs = tuple(claim.slug for claim in page.claims)
    shown = tuple(page.claims)
    return Reply(f"On record {held}: {count}", tuple(blocks), claims=slugs, shown=shown)


def _held(filters: Filters, words: str) -> str:
    """Return which filters held, and the words, as they stand in the title."""
    if filters.about and _only_topic(filters, words):
        return f"under {filters.about.label}"
    cut = words if len(words) <= _SHOWN_WORDS else f"{words[:_SHOWN_WORDS]}…"
    return ", ".join(filter(None, [f"for {quoted(cut)}" if words else "", filters.words()]))


def _notes(page: Page) -> list[Note]:
    notes = []
    if page.more:
        notes.append(Note(("More claims fit the words than are shown; add a word or a filter.",)))
    if page.undated:
        what = "1 claim is" if page.undated == 1 else f"{page.undated:,} claims are"
        why = "the document gives no date, or one too coarse to tell"
        notes.append(Note((f"{what} left out, because {why}.",)))
    return notes


def _only_topic(filters: Filters, words: str) -> bool:
    return not words and filters == Filters(about=filters.about)
