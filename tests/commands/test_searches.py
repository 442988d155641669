"""Saved searches: kept under a name for their owner, run with what is on record, and removed."""

from datetime import UTC, datetime

import pytest

from bot.adapters.console.request import answer_line
from bot.core import tokens
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Form, Result
from bot.core.request import Door
from knowledge.searches import MAX_SEARCHES, SavedSearch
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.test_filters import action, claims, reply_to, slugs
from tests.conftest import asking


async def test_a_search_is_saved_run_and_removed(app: App) -> None:
    """Save, name, run, page and remove: all for whoever saved it, and for nobody else."""
    found = await claims(app, "doctors in:Breitbart")
    press = tokens.decode(tokens.encode(action(found, "Save this search")))
    form = await app.handle(asking(press.command, press.args, door=Door.BUTTON))
    assert isinstance(form, Form)
    fields = {field.name: field.value for field in form.fields}
    args = {**form.args, **fields, "name": "  My   search "}
    saved = await reply_to(app, form.submits, args, door=Door.FORM)
    assert saved.title == "Saved as “My search”."
    mine = await reply_to(app, "searches", {})
    run = action(mine, "My search")
    again_found = await reply_to(app, run.command, run.args, door=Door.BUTTON)
    assert (again_found.title, slugs(again_found)) == (found.title, slugs(found))
    by_name = await reply_to(app, "searches", {"name": "my SEARCH"})
    assert slugs(by_name) == slugs(found)
    other = await reply_to(app, "searches", dict(run.args), actor="u2")
    assert other.title == "None of your saved searches is that one."
    await reply_to(app, "searches", dict(action(mine, "Remove My search").args), actor="u2")
    left = await reply_to(app, "searches", dict(action(mine, "Remove My search").args))
    assert left.title == "You have no saved searches."


async def test_saving_again_says_what_it_replaces(app: App) -> None:
    """The form says that a used name is replaced, and the answer says by what it was."""
    form = await app.handle(asking("save-search", query="by:UN"))
    assert isinstance(form, Form)
    assert "replaced" in form.note
    await reply_to(app, "keep-search", {"name": "x", "query": "by:OAS"})
    second = await reply_to(app, "keep-search", {"name": "X", "query": "by:UN"})
    assert "It replaces what you had saved under that name: by:oas" in plain(second)
    typed = await answer_line(app, "/keep-search Mine by:OAS")
    assert "Saved as “Mine”." in plain(typed)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({"name": "x", "query": "by:Zorro"}, "No source on record"),
        ({"name": "x" * 61, "query": "by:OAS"}, "1 to 60 characters"),
        ({"name": "by:OAS"}, "1 to 60 characters"),
        ({"name": "x"}, "nothing to search for"),
    ],
)
async def test_a_search_that_cannot_be_kept_says_why(
    app: App, args: dict[str, str], said: str
) -> None:
    """Only what can be run is saved; what is wrong is said in a sentence."""
    reply = await reply_to(app, "keep-search", args)
    assert said in reply.title
    assert reply.result is Result.USAGE


async def test_the_fifty_first_search_is_refused(app: App, store: SqliteStore) -> None:
    """One person has room for fifty, and is told how to make more."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(MAX_SEARCHES):
        await store.save_search(SavedSearch(f"n{number}", "discord", "u1", "by:oas", at))
    reply = await reply_to(app, "keep-search", {"name": "more", "query": "by:OAS"})
    assert "50 saved searches" in reply.title
    listed = await reply_to(app, "searches", {"page": "10"})
    assert "Page 10 of 10" in plain(listed)
