"""`/desk unreviewed`: claims on record that nobody has judged, narrowed and paged."""

from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Reply
from knowledge.check import status
from knowledge.model import ClaimRating, Subject
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import SLUG, ask, judge, presses, say


async def test_claims_that_nobody_has_judged_are_listed_apart(app: App) -> None:
    """They are counted, narrowed and paged; who took one is said, and a judged one is gone."""
    first = await ask(app, "desk-unreviewed")
    assert isinstance(first, Reply)
    assert first.title.endswith("claims on record, judged by nobody.")
    assert "Page 1 of" in plain(first)
    assert "Proposals" in presses(first)
    await say(app, "desk-take", slug=SLUG, actor="u2")
    narrowed = await say(app, "desk-unreviewed", filter="about:doctors pay")
    assert "Taken by Bo." in narrowed
    await judge(app, rating="outdated", link="")
    assert "Taken by Bo." not in await say(app, "desk-unreviewed", filter="about:doctors pay")
    assert "takes no status" in await say(app, "desk-unreviewed", filter="status:disputed")
    assert "No claim on record is from “no-such”." in await say(
        app, "desk-unreviewed", filter="of:no-such"
    )
    nothing = await say(app, "desk-unreviewed", filter="since:2031")
    assert "No claim on record waits for a review there." in nothing
    assert "On record, unreviewed" in presses(await ask(app, "desk-queue"))


async def test_unreviewed_claims_of_one_document_are_paged(app: App, store: SqliteStore) -> None:
    """A document is named by its key, its address or a claim in it, and its pages are turned."""
    documents = await store.documents_on_record()
    sizes = {one.key: len(await store.in_document(one.key)) for one in documents}
    largest = max(documents, key=lambda one: sizes[one.key])
    slug = (await store.in_document(largest.key))[0]
    titles = set()
    for named in (largest.key, largest.url, slug):
        reply = await ask(app, "desk-unreviewed", filter=f"of:{named} until:2030")
        assert isinstance(reply, Reply)
        titles.add(reply.title)
        assert all(c.document.key == largest.key for c in await store.claims(reply.claims))
        following = presses(reply)["Next"]
        second = await ask(app, following.command, **following.args)
        assert isinstance(second, Reply)
        assert "Page 2 of" in plain(second)
        assert not set(second.claims) & set(reply.claims)
    within = await store.claims(await store.in_document(largest.key))
    left = [c for c in within if status(c.reviews, Subject.CLAIM) == ClaimRating.NOT_CHECKED]
    assert 0 < len(left) < len(within)
    assert titles == {f"{len(left)} claims on record, judged by nobody."}
