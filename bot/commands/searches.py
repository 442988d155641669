"""`/searches` and “Save this search”: searches under a name, read again with what is on record."""

from datetime import UTC, datetime

from bot.commands.filtered import from_code, listed, typed_in, understood
from bot.commands.paging import page_of, paging
from bot.core.errors import Unusable
from bot.core.plain import quoted
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import (
    Action,
    Actions,
    Block,
    Form,
    FormField,
    Note,
    Reply,
    Result,
    SourceRow,
    Sources,
)
from knowledge.filters import Typed
from knowledge.searches import MAX_NAME, MAX_QUERY, MAX_SEARCHES, SavedSearch, TooManySearches

SEARCHES_A_PAGE = 5

_QUERY = Param("query", "What to search for, filters included", max_length=MAX_QUERY)
_CODE = Param("f", "Filters in short, as buttons carry them", max_length=100, hidden=True)


@command(
    "save-search",
    "Save a search under a name",
    params=[_QUERY, _CODE],
    listed=False,
    form=True,
    example="/save-search doctors-pay by:OAS",
)
async def save_search(context: Context, query: str = "", f: str = "") -> Form:
    """Ask for a name; one that is in use already is given to the new search."""
    if f:
        filters, words = await understood(context, await from_code(context, f))
        query = filters.typed(words)
    return Form(
        "Save this search",
        "keep-search",
        (
            FormField("name", "Name", hint="Such as: pay, since May", max_length=MAX_NAME),
            FormField("query", "Search", value=query, max_length=MAX_QUERY),
        ),
        submit="Save it",
        note="It is read again with what is on record then. A search that you have saved under "
        "the same name is replaced.",
    )


@command(
    "keep-search",
    "Keep a search under a name",
    params=[
        Param(
            "name",
            "Its name; typed, the filters follow it",
            required=True,
            max_length=MAX_NAME + MAX_QUERY,
        ),
        _QUERY,
    ],
    listed=False,
    example="/keep-search OAS by:OAS",
)
async def keep_search(context: Context, name: str, query: str = "") -> Reply:
    """Keep the search for its owner alone, after it has been understood once."""
    typed = typed_in(query or name)
    if not query:
        name, typed = typed.words, Typed("", typed.values)
    if not name or len(name) > MAX_NAME:
        raise Unusable(
            f"A search's name has 1 to {MAX_NAME} characters.",
            "Shorten it, or give one before the filters: /keep-search pay by:OAS",
            field="name",
        )
    filters, words = await understood(context, typed)
    line = filters.typed(words)
    if not line:
        raise Unusable(
            "There is nothing to search for in that.",
            "Give words or filters, such as: doctors-pay by:OAS since:2019",
            field="query",
        )
    actor = context.request.actor
    at = datetime.now(UTC).replace(microsecond=0)
    kept = SavedSearch(_tidy(name), actor.platform, actor.id, line, at)
    try:
        former = await context.desk.searches.save(kept)
    except TooManySearches:
        raise Unusable(
            f"You have {MAX_SEARCHES} saved searches, which is as many as the desk keeps for one "
            "person.",
            "Remove one with /searches, then save this one again.",
            field="name",
        ) from None
    blocks: list[Block] = [Note((f"It says: {line}",))]
    if former is not None:
        blocks.append(Note((f"It replaces what you had saved under that name: {former.query}",)))
    blocks.append(Actions((Action("My searches", "searches"),)))
    return Reply(f"Saved as {quoted(kept.name)}.", tuple(blocks))


@command(
    "searches",
    "Your saved searches: run one, or remove it",
    params=[
        Param("name", "A saved search's name, to run it", max_length=MAX_NAME),
        Param("run", "Number of the search to run", kind=Kind.INT, hidden=True),
        Param("remove", "Number of the search to remove", kind=Kind.INT, hidden=True),
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    listed=False,
    example="/searches",
)
async def searches(
    context: Context, page: int, name: str = "", run: int = 0, remove: int = 0
) -> Reply:
    """List the asker's own searches, run one of them, or remove it."""
    actor = context.request.actor
    kept = context.desk.searches
    if remove:
        gone = await kept.drop(actor.platform, actor.id, remove)
        note = "Removed." if gone else "That search is gone already."
        return _list(await kept.of(actor.platform, actor.id), page, note)
    own = await kept.of(actor.platform, actor.id)
    if not name and not run:
        return _list(own, page)
    key = " ".join(name.casefold().split())
    search = next((s for s in own if s.number == run or (key and s.key == key)), None)
    if search is None:
        raise Unusable(
            "None of your saved searches is that one.",
            "Type /searches to see those you have.",
            field="name",
        )
    filters, words = await understood(context, typed_in(search.query))
    return await listed(context, filters, words, page)


def _list(own: tuple[SavedSearch, ...], page: int, note: str = "") -> Reply:
    notes: tuple[Block, ...] = (Note((note,)),) if note else ()
    if not own:
        how = "Ask with filters, such as /claims by:OAS since:2019, and press “Save this search”."
        return Reply(
            "You have no saved searches.",
            (*notes, Note((how,))),
            result=Result.NOTHING,
            replaces=bool(note),
        )
    shown, number, pages = page_of(own, page, SEARCHES_A_PAGE)
    rows = tuple(
        SourceRow(s.name, (s.query,), Action(s.name, "searches", {"run": str(s.number)}))
        for s in shown
    )
    removals = tuple(
        Action(f"Remove {s.name}", "searches", {"remove": str(s.number)}) for s in shown
    )
    return Reply(
        f"Your saved searches: {len(own)}",
        (
            *notes,
            Sources("By name", rows),
            *paging("searches", {}, number, pages),
            Actions(removals),
        ),
        replaces=True,
    )


def _tidy(name: str) -> str:
    return " ".join(name.encode("utf-8", "replace").decode().split())
