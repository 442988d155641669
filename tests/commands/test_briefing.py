"""Briefs from chat: what changed since the last one, in each part, and for whom."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.discord import render as discord_render
from bot.adapters.slack import render as slack_render
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Reply
from knowledge import brief_news
from knowledge.briefs import Density
from knowledge.model import (
    Attribution,
    ClaimRating,
    DocumentState,
    Figure,
    PartialDate,
    Strength,
    Voice,
)
from knowledge.notices import Spoken
from knowledge.roles import Holder, Role
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.briefing import HERE, WHY, Clock, due_of, review, typed
from tests.commands.reviewing import SLUG, ask, presses, say
from tests.knowledge.making import claim


@pytest.fixture
def clock(app: App, store: SqliteStore) -> Clock:
    """The sample desk by a clock."""
    return Clock(app, store)


async def test_a_brief_tells_what_changed_and_then_nothing(app: App, store: SqliteStore) -> None:
    """Old to new, who says it first; the next one has nothing new, in one line."""
    first = await say(app, "brief")
    assert "this is the first brief here." in first
    assert "New on record: " in first
    await review(store, ClaimRating.DISPUTED)
    told = await say(app, "brief")
    assert told.startswith("Brief: 1 disputed.")
    row = (
        "• Breitbart News, 20 December 2019: What doctors keep of their pay. Claim: Not checked → D"
    )
    assert row in told
    assert "New on record" not in told
    assert (await typed(app, "brief me")).startswith("Nothing new on record since ")
    nothing = await ask(app, "brief")
    assert isinstance(nothing, Reply)
    assert nothing.title.startswith("Nothing new on record since ")
    assert plain(replace(nothing, blocks=())).count("\n") == 0
    again = await say(app, "brief-now", days="1")
    assert (
        "New on record: What doctors keep of their pay. Quotation: Not checked. Claim: Disp"
        in again
    )


async def test_a_brief_in_context_quotes_and_says_why(app: App, store: SqliteStore) -> None:
    """The button shows the same stretch with the words of the source, the reason and the card."""
    await say(app, "brief")
    await review(store, ClaimRating.DISPUTED)
    headlines = await ask(app, "brief")
    hint = re.search(r"In context: type (.+)", plain(headlines, hints=True))
    assert hint
    assert f"Why: {WHY}" in await typed(app, hint[1])
    press = presses(headlines)["In context"]
    reply = await ask(app, press.command, **press.args)
    told = plain(reply)
    assert f"Why: {WHY}" in told
    (kept,) = await store.claims([SLUG])
    assert kept.anchor
    assert f"“{kept.anchor.quote.exact}”" in told
    assert kept.statement in told
    assert presses(reply)[SLUG].command == "claim"
    assert isinstance(reply, Reply)
    assert [each.slug for each in reply.shown] == [SLUG]


async def test_what_is_withdrawn_is_not_told_again(app: App, store: SqliteStore) -> None:
    """A withdrawal is told without the statement or the words it withdraws."""
    await say(app, "brief")
    await review(store, ClaimRating.WITHDRAWN)
    told = await say(app, "brief-now", density="in context")
    assert "1 corrected or withdrawn" in told
    (kept,) = await store.claims([SLUG])
    assert kept.statement not in told
    assert kept.anchor
    assert kept.anchor.quote.exact not in told


@pytest.mark.parametrize("density", ["headlines", "in context"])
async def test_whom_a_withdrawn_claim_accused_is_not_named_again(
    app: App, store: SqliteStore, density: str
) -> None:
    """Neither that it is new, nor the accused, nor their answer stands in a brief any more."""
    accusing = Attribution(
        *(Voice.OUTLET, Strength.ALLEGED),
        accuser_named=False,
        accused="Al Kola",
        answer="Kola says he signed nothing.",
    )
    await store.add([replace(claim("bills"), attribution=accusing)])
    assert "Al Kola: Kola says he signed nothing." in await say(app, "brief")
    await review(store, ClaimRating.WITHDRAWN, "bills")
    for days in (0, 1):  # as a change, and as what was put on record in the same time
        args = {"days": str(days)} if days else {}
        told = await say(app, "brief-now", density=density, **args)
        assert "withdrawn" in told.lower()
        assert "Kola" not in told
        assert "alleged" not in told
    assert "Put on record, and withdrawn since." in told


async def test_a_brief_on_a_topic_has_that_topic_alone(app: App, store: SqliteStore) -> None:
    """Claims and documents of others are left out; typed, the word is enough."""
    (kept,) = await store.claims([SLUG])
    await typed(app, f"/brief {kept.topic.key}")
    await store.add([claim("beds")])
    await review(store, ClaimRating.OUTDATED)
    marked = [kept.document.key, claim("beds").document.key]
    await store.mark_documents(marked, DocumentState.CORRECTED, "A figure was wrong.")
    told = await typed(app, f"brief {kept.topic.key}")
    assert told.startswith(f"Brief on {kept.topic.label}: 1 corrected or withdrawn, 1 past its")
    assert "Document: current → corrected" in told
    assert "Claim: Not checked → Outdated" in told
    assert "The Herald" not in told
    assert "The Herald" in await typed(app, "/brief hospitals in context")


async def test_changes_come_before_what_is_new(app: App, store: SqliteStore) -> None:
    """The last change first, then what is new, so that neither is lost among many new claims."""
    await say(app, "brief")
    slugs = (SLUG, "castro-1957", "protests-2019")
    known = [kept.slug for kept in await store.claims(slugs)][:2]
    for slug in known:
        await review(store, ClaimRating.ON_HOLD, slug)
    await store.add([claim(f"beds-{n}") for n in range(20)])
    told = (await say(app, "brief")).splitlines()
    rows = [line for line in told if line.startswith("• ")]
    labels = [kept.label for kept in await store.claims(list(reversed(known)))]
    assert [label in row for label, row in zip(labels, rows, strict=False)] == [True, True]
    assert "New on record: " in rows[2]


async def test_a_brief_says_that_there_was_too_much(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was too long ago to be gone through is not passed over in silence."""
    monkeypatch.setattr(brief_news, "MOST_ENTRIES", 5)
    told = await say(app, "brief")
    assert told.startswith("Brief: 5 changed or new")
    assert "Changes before these were too many to go through; each is told from where" in told
    assert "disputed before" not in told, "they may have come to it in what was passed over"
    assert "2 claims beside these are disputed." in told


async def test_figures_past_their_date_are_told_when_they_pass_it(
    app: App, store: SqliteStore
) -> None:
    """The first brief has all of them; later ones what passed its date since, and no other."""
    today = datetime.now(UTC).date()
    old, recent = PartialDate("2020-05"), PartialDate((today - timedelta(days=300)).isoformat())
    figures = (Figure("40 beds", as_of=old), Figure("50 beds", as_of=recent))
    known = replace(claim("noticed"), figures=(Figure("60 beds", as_of=old),))
    await store.add([replace(claim("beds"), figures=figures), claim("undated"), known])
    await review(store, ClaimRating.OUTDATED, "noticed")
    told = await say(app, "brief-now", topic="hospitals")
    assert "2 past their date" in told
    assert "60 beds" not in told
    assert "40 beds, as of May 2020, more than a year ago." in told
    assert "50 beds" not in told
    assert (await say(app, "brief-now", topic="hospitals")).startswith("Nothing new on record on")
    seen, later = app.desk.briefs, datetime.now(UTC) + timedelta(days=80)
    topic = await seen.topic_called("hospitals")
    stretch = await seen.stretch(Spoken("discord", person="u1"), "hospitals", later)
    brief = await seen.read(topic, stretch, later)
    assert [(each.claim.slug, len(each.figures)) for each in brief.stale] == [("beds", 2)]


async def test_what_was_asked_in_vain_and_tickets_are_told(app: App, store: SqliteStore) -> None:
    """Words only where they are kept, with counts; tickets that are due, and no others."""
    await say(app, "brief")
    for actor in ("u1", "u2"):
        await say(app, "claim", slug="Does the ferry to Lobos carry horses?", actor=actor)
    await say(app, "claim", slug="Where do swallows of Lobos nest?")
    await say(app, "question", words="Where do swallows of Lobos nest?")
    soon = await app.desk.tickets.open("Ferry timetable", "discord:u1 Ana", HERE)
    late = await app.desk.tickets.open("Harbour dues", "discord:u1 Ana", HERE)
    await app.desk.tickets.take(soon.number, "discord:u1 Ana", "in 2 hours")
    await app.desk.tickets.take(late.number, "discord:u1 Ana", "in 3 days")
    told = await say(app, "brief")
    assert "2 asked in vain, 1 ticket due." in told
    assert "asked 2 times by 2 people: Its words are not kept." in told
    assert "“Where do swallows of Lobos nest?”" in told
    assert "ferry to Lobos" not in told
    assert "“Ferry timetable”" in told
    assert "Harbour dues" not in told
    now = datetime.now(UTC)
    stretch = await app.desk.briefs.stretch(HERE, "", now)
    later = replace(stretch, at=now + timedelta(hours=1))
    assert (await app.desk.briefs.read(None, later, now)).asked == ()


async def test_readers_are_shown_no_words_and_their_own_tickets(
    app: App, store: SqliteStore
) -> None:
    """What the desk has to do is for those who do it; how much it is may be known."""
    await store.put_holder(Holder("discord", "u2", Role.EDITOR, "Bo"), Role.EDITOR)
    await say(app, "brief")
    await say(app, "question", words="Where do swallows of Lobos nest?", actor="u2")
    ticket = await app.desk.tickets.open("Ferry timetable", "discord:u2 Bo", HERE)
    await app.desk.tickets.take(ticket.number, "discord:u2 Bo", "in 2 hours")
    told = await say(app, "brief")
    assert "1 question found nothing on record meanwhile." in told
    assert "swallows" not in told
    assert "Ferry timetable" not in told
    assert "Ferry timetable" in await say(app, "brief", actor="u2")


async def test_nothing_of_a_restricted_claim_is_briefed(clock: Clock) -> None:
    """Neither to whoever asks nor by the clock."""
    app, store = clock.app, clock.store
    assert isinstance(store, SqliteStore)
    await say(app, "brief")
    await typed(app, "/brief every day 09:45 here")
    await review(store, ClaimRating.DISPUTED)
    await store.restrict(SLUG, restricted=True)
    assert (await say(app, "brief")).startswith("Nothing new on record since ")
    (told,) = await clock.go(await due_of(store))
    assert SLUG not in told
    assert "Disputed" not in told


async def test_the_nearest_topic_is_named(app: App) -> None:
    """Who mistypes a topic is told what it may be called."""
    said = await typed(app, "/brief the doctor's salaries and pays")
    assert "The nearest: doctors-abroad, doctors-pay" in said


@pytest.mark.parametrize("density", Density)
async def test_a_full_brief_is_one_message_and_counts_the_rest(
    app: App, store: SqliteStore, density: Density
) -> None:
    """On both platforms; what there is no room for is counted, and how to see it is said."""
    long = "The Herald counts beds, " + "wards and corridors " * 12
    figures = (Figure("40 beds", as_of=PartialDate("2019")),)
    new = [replace(claim(f"beds-{n}", statement=long), figures=figures) for n in range(30)]
    await store.add(new)
    for number in range(12):
        await review(store, ClaimRating.DISPUTED, f"beds-{number}")
        await say(app, "claim", slug=f"ferry horses swallows {'abcdefghijkl'[number] * 5}")
    reply = await ask(app, "brief-now", density=density.value)
    assert isinstance(reply, Reply)
    assert len(discord_render.render(reply)) == 1
    assert len(slack_render.messages(reply)) == 1
    assert "And " in plain(reply)
    assert " more: " in plain(reply)
