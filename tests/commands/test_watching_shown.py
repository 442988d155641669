"""What a watch and its list may show, and whom: nothing restricted, nobody's own in public."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Reply
from bot.core.request import Door
from bot.main import registry
from knowledge import watched_things
from knowledge.model import Claim, ClaimRating, DocumentState, Review, Subject, Topic
from knowledge.notices import Spoken
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from knowledge.watches import Cadence, WatchKind
from tests.commands.reviewing import SLUG, ask, judge, presses, say
from tests.commands.test_watching import Watched, dispute
from tests.conftest import asking
from tests.knowledge.making import claim

ALLEGED = "oas-trafficking"
SECRET = "secret-claim"


@pytest.fixture
async def watched(app: App, store: SqliteStore) -> Watched:
    """A desk whose rounds have begun, with a restricted claim that u1 may see."""
    hidden: Claim = claim(SECRET, statement="The Herald counts hidden beds.")
    await store.add([replace(hidden, restricted=True, topic=Topic("hush", "Hush money"))])
    app.policy = replace(app.policy, restricted_readers=frozenset({"u1"}))
    at_work = Watched(app, store)
    await at_work.go()
    return at_work


async def listed(app: App, actor: str, door: Door = Door.COMMAND) -> Reply:
    """Return the list of watches as *actor* is shown it."""
    reply = await app.handle(asking("watch-list", actor=actor, door=door))
    assert isinstance(reply, Reply)
    return reply


@pytest.mark.parametrize(("kind", "what"), [("claim", SECRET), ("topic", "hush")])
@pytest.mark.parametrize("where", ["here", "me"])
async def test_what_is_restricted_is_not_watched(
    watched: Watched, kind: str, what: str, where: str
) -> None:
    """Whoever may see it is told that nothing of it would ever be told."""
    refused = await say(watched.app, f"watch-{kind}", what=what, where=where)
    assert "That is restricted, and nothing that is restricted is told." in refused
    assert "Nothing is watched yet." in plain(await listed(watched.app, "u1"))
    card = presses(await ask(watched.app, "claim", slug=SECRET))
    assert "History" in card
    assert "Tell me when this changes" not in card


async def test_what_became_restricted_is_called_by_no_name(watched: Watched) -> None:
    """A watch set before is listed without what it is of, and can be stopped."""
    app, store = watched.app, watched.store
    await say(app, "watch-claim", what=SLUG, where="here", actor="u2")
    await store.restrict(SLUG, restricted=True)
    seen = plain(await listed(app, "u2"))
    assert "1. This channel: what is not shown here, at once." in seen
    assert SLUG not in seen
    assert SLUG in plain(await listed(app, "u1"))
    assert SLUG not in plain(await listed(app, "u1", Door.MENTION))
    paused = await say(app, "watch-pause", number="1", actor="u2")
    assert "Paused: what is not shown here." in paused
    stopped = await say(app, "watch-stop", number="1", actor="u2")
    assert "Stopped: what is not shown here." in stopped


async def test_nobodys_own_watches_are_listed_in_public(watched: Watched) -> None:
    """An answer that all in the channel read has the channel's alone, and says so."""
    app = watched.app
    await say(app, "watch-claim", what=SLUG)
    public = plain(await listed(app, "u1", Door.MENTION))
    assert "This channel watches nothing yet." in public
    assert "What you watch for yourself is shown to you alone" in public
    assert SLUG not in public.partition("Such as")[0]
    await say(app, "watch-topic", what="doctors-pay", where="here")
    public = plain(await listed(app, "u1", Door.MENTION))
    assert public.startswith("1 watch.")
    assert SLUG not in public


async def test_a_reader_is_told_which_role_stops_a_channels_watch(watched: Watched) -> None:
    """The list offers no press that is refused, and the refusal is not that there is no watch."""
    app = watched.app
    await say(app, "watch-claim", what=SLUG, where="here")
    roles = {Role.REPORTER: frozenset({"u1"})}
    app = App(registry(), app.desk, Policy(everybody=Role.READER, roles=roles))
    assert [a.label for a in (await listed(app, "u1")).actions()] == ["Stop"]
    reply = await listed(app, "u5")
    assert SLUG in plain(reply)
    assert not list(reply.actions())
    for command in ("watch-stop", "watch-pause"):
        assert "needs the role reporter" in await say(app, command, number="1", actor="u5")
        assert "has a watch 9" in await say(app, command, number="9", actor="u5")


async def test_a_change_of_an_allegation_says_what_the_accused_answer(watched: Watched) -> None:
    """What changed comes with all that a row has: strength, the accused's answer, both statuses."""
    await say(watched.app, "watch-claim", what=ALLEGED)
    await dispute(watched.store, ALLEGED)
    (told,) = await watched.go()
    assert "Organization of American States, in Breitbart News, 20 December 2019: Human" in told
    assert "Claim: Not checked → Disputed. Why: The register says otherwise. (Eva) Now: " in told
    assert "[alleged] Cuba's government: no answer on record." in told
    assert "Quotation: Not checked. Claim: Disputed; no evidence recorded." in told


async def test_quotation_marks_stand_around_the_words_of_the_source_alone(watched: Watched) -> None:
    """A statement is in the desk's words, and an answer and a day are as they were put down."""
    app = watched.app
    await say(app, "watch-claim", what=ALLEGED)
    given = {"accused": "Cuba", "asked": "2019-12-19", "answer": "We deny it.", "why": "By mail."}
    await say(app, "desk-answered", slug=ALLEGED, seen="1.0.0", **given)
    (told,) = await watched.go()
    assert "Asked for comment: nothing → 19 December 2019; " in told
    assert "Answer to the accusation: nothing → We deny it. Why: By mail. (Ana)" in told


async def test_the_reason_for_what_waits_for_a_second_signature_is_not_told(
    watched: Watched,
) -> None:
    """Neither the status that is proposed nor what argues for it."""
    await say(watched.app, "watch-claim", what=SLUG)
    await judge(watched.app)
    told = "\n".join(await watched.go())
    assert "Supported" not in told
    assert "The register has it." not in told


@pytest.mark.parametrize(
    ("what", "given", "watched_as"),
    [
        ("who pays weekly here", {}, "“who pays”"),
        ("who pays weekly here", {"cadence": "daily"}, "“who pays weekly”"),
        ("who pays here", {"where": "me"}, "“who pays here”"),
        ("who pays weekly here", {"cadence": "daily", "where": "me"}, "“who pays weekly here”"),
    ],
)
async def test_what_is_chosen_beside_them_takes_no_words_away(
    watched: Watched, what: str, given: dict[str, str], watched_as: str
) -> None:
    """The last words say how soon and where only as far as nothing else says it."""
    assert watched_as in await say(watched.app, "watch-question", what=what, **given)


async def test_an_outlets_notice_is_called_that(watched: Watched) -> None:
    """The words of the outlet are not told as the desk's."""
    (one,) = await watched.store.claims([SLUG])
    await say(watched.app, "watch-document", what=SLUG)
    await watched.store.mark_documents([one.document.key], DocumentState.WITHDRAWN, "Gone now.")
    (told,) = await watched.go()
    assert "Document: current → withdrawn. The outlet's notice: Gone now." in told


async def test_the_last_changes_are_told_where_not_all_fit(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left out is the first, and that it is left out is said."""
    monkeypatch.setattr("bot.commands.watch_told.MOST_ROWS", 1)
    await say(watched.app, "watch-topic", what="doctors-pay")
    slugs = await watched.store.in_topic("doctors-pay")
    for slug in slugs[:2]:
        await dispute(watched.store, slug)
    (told,) = await watched.go()
    assert "has changed on record (2)." in told
    assert "And 1 before these" in told
    (last,) = await watched.store.claims([slugs[1]])
    assert last.statement in told


async def test_only_questions_that_may_find_it_are_asked_anew(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With many questions a change asks few of them, by their words or those used for them."""
    monkeypatch.setattr(watched_things, "_FEW_QUESTIONS", 1)
    desk = await watched.app.desk.for_viewer(may_see_restricted=False)
    asked = ["how many beds in Lobos", "what wages in Lima", "who drives trains", "trams"]
    for number, words in enumerate(asked):
        to = Spoken("discord", "w1", person=f"u{number}")
        await desk.watching.add(WatchKind.QUESTION, words, words, to, "u1", Cadence.AT_ONCE)
    seen: list[str] = []

    async def find(words: str) -> tuple[str, ...]:
        seen.append(words)
        return ()

    monkeypatch.setattr(desk.watching, "_find", find)
    await watched.store.add([claim("lobos-pay", statement="The Herald puts a salary at 40.")])
    await watched.rounds.go(datetime.now(UTC))
    assert seen == ["how many beds in Lobos", "what wages in Lima"]


async def test_what_is_withdrawn_by_then_is_not_told_again(watched: Watched) -> None:
    """A claim that was withdrawn before the notice is sent is named by its label alone."""
    app, store = watched.app, watched.store
    await store.add([claim("old-beds", statement="The Herald counts 30 beds.")])
    await watched.rounds.go(datetime.now(UTC))
    await say(app, "watch-topic", what="hospitals")
    await store.add([claim("new-beds", statement="The Herald counts 40 beds.")])
    await withdraw(store, "new-beds")
    (told,) = await watched.go()
    assert "The Herald, 1 May 2024: Beds. Put on record, and withdrawn since. Why: Forged." in told
    assert "40 beds" not in told
    await say(app, "watch-claim", what=SLUG, actor="u2")
    await dispute(store)
    await watched.rounds.go(datetime.now(UTC))
    await withdraw(store, SLUG)
    (one,) = await store.claims([SLUG])
    texts = [text for text in await watched.go() if text.startswith("u2")]
    assert "Claim: Not checked → Withdrawn. Why: Forged." in texts[0]
    assert one.statement not in texts[0]


async def withdraw(store: SqliteStore, slug: str) -> None:
    """Have somebody withdraw a claim."""
    rating = ClaimRating.WITHDRAWN
    await store.review(slug, Review(Subject.CLAIM, rating, "Forged.", "Eva", datetime.now(UTC)))


async def test_a_question_without_a_telling_word_is_not_watched(watched: Watched) -> None:
    """Nothing is promised that never comes."""
    assert "so nothing would be found by it" in await say(
        watched.app, "watch-question", what="Who is it?"
    )
