"""Meetings from chat: opened, gone through, and what they refuse."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.notified import composers
from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Form, Reply, Visibility
from bot.core.request import Door
from bot.main import registry
from knowledge.desk import Desk
from knowledge.meetings import MAX_ITEMS
from knowledge.model import ClaimRating
from knowledge.notices import NoticeFilter, NoticeKind
from knowledge.proposals import NotKept
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.meeting_room import HERE, OWNER, Room, judge, opened, right_now
from tests.commands.reviewing import SLUG, ask, claim_of, presses, say
from tests.conftest import asking
from tests.fakes.empty_desk import empty_desk

_COMMANDS: dict[str, dict[str, str]] = {
    "meeting": {},
    "meeting-add": {"what": "x"},
    "meeting-move": {"what": "1 to 2"},
    "meeting-next": {},
    "meeting-drop": {"number": "1"},
    "meeting-decide": {"words": "x"},
    "meeting-ticket": {"words": "x"},
    "meeting-show": {},
    "meeting-end": {},
}


@pytest.fixture
async def room(app: App, store: SqliteStore) -> Room:
    """A desk with an open meeting whose board stands, with two items on it."""
    room = Room(app, store)
    await room.go()
    await opened(room)
    return room


async def test_the_agenda_is_what_the_desk_knows_most_urgent_first(
    app: App, store: SqliteStore
) -> None:
    """Tickets, changes, watched topics, questions, holds; at most twelve, and the rest counted."""
    await say(app, "watch-topic", what="doctors-pay here")
    await say(app, "desk-ticket", number="1")
    ticket = await app.desk.tickets.open("Who pays the doctors?", "discord:u1 Ana", HERE)
    await app.desk.tickets.take(ticket.number, "discord:u1 Ana", "in 2 hours")
    await judge(store, ClaimRating.DISPUTED, "castro-1957")
    await judge(store, ClaimRating.ON_HOLD, "kenya-arrival")
    room = Room(app, store)
    said = await room.say("meeting-start", name=" Monday ")
    assert said.startswith("Meeting “Monday” is open.\n\n12 items on the agenda; ")
    assert "more had no room" in said
    (board,) = await room.go()
    lines = [line[2:] for line in board.splitlines() if line.startswith("• ")]
    assert len(lines) == 12
    assert lines[0].startswith("1. Asked: “Who pays the doctors?” — perhaps on record: ")
    assert lines[0].endswith("; ticket 1 is due")
    assert {line.rpartition(" — ")[2] for line in lines[1:4]} == {
        "contradicted by evidence; new on record",
        "disputed; new on record",
        "on hold; new on record",
    }
    assert lines[4].startswith("5. Topic: Doctors' pay on missions — on record with 5 sources")
    assert sum(line.endswith("; figure as of 2015") for line in lines[5:]) == 1
    assert lines[11].endswith("; new on record")
    assert "The agenda has no room for" in board


async def test_lines_say_how_a_thing_stands_in_words(room: Room) -> None:
    """Who says it comes first, the state is a word, and a change of it is drawn within a round."""
    board = plain(await _drawn(room))
    assert f"• 1. {OWNER}: What doctors keep of their pay — one origin only" in board
    assert "• 2. Ana: “How many beds are there in Lobos?” — nothing on record" in board
    assert await room.go() == []
    await judge(room.store, ClaimRating.OUTDATED)
    (edit,) = await room.go()
    assert edit.startswith("c1 edit: Meeting")
    assert "keep of their pay — outdated" in edit
    assert await room.go() == []


async def _drawn(room: Room) -> Reply:
    meeting = await room.meeting()
    (board,) = await room.store.notices(NoticeFilter(kind=NoticeKind.BOARD), 1)
    assert board.number == meeting.board
    composed = await composers(room.desk, room.store)[board.kind](board, right_now())
    assert composed
    assert composed.thread_name == "Monday"
    return composed.reply


async def test_a_meeting_started_twice_says_where_its_board_is(room: Room) -> None:
    """The second is no meeting of its own; another channel has its own, and they do not mix."""
    said = await room.say("meeting-start", name="Other", actor="u2")
    assert said.startswith("A meeting is open in this channel already.")
    assert "It is called “Monday”." in said
    assert "Its board is in this channel." in said
    room.app.links["discord"] = lambda spot: f"https://example.org/{spot.channel}/{spot.message}"
    meeting = await room.meeting()
    shown = await room.say("meeting-show")
    assert f"https://example.org/c1/{meeting.message}" in shown
    assert "“Other” is open" in await room.say("meeting-start", name="Other", channel="c2")
    await room.say("claim", slug="castro-1957", channel="c2")
    numbers = [m.number for m in await room.store.open_meetings()]
    here, there = [await room.desk.meetings.numbered(number) for number in numbers]
    assert not here.shown
    assert [each.slug for each in there.shown] == ["castro-1957"]
    assert "No meeting is open in this channel" in await room.say("meeting-next", channel="c3")


async def test_answers_are_public_and_attach_to_what_is_talked_about(room: Room) -> None:
    """With their revision, once; private before and after, and never what stays with one person."""
    asked = asking("claim", {"slug": SLUG})
    await room.say("meeting-next")
    reply = await room.app.handle(asked)
    assert isinstance(reply, Reply)
    assert reply.visibility is Visibility.PUBLIC
    assert "Share here" not in presses(reply)
    await room.app.handle(asked)
    await judge(room.store, ClaimRating.DISPUTED)
    await room.app.handle(asking("claim", {"slug": SLUG}, door=Door.MENTION))
    revised = (await claim_of(room.store)).revision
    sheet = await room.desk.meetings.here(HERE)
    item = sheet.current
    assert item
    revisions = sorted({1, revised})
    assert [(s.slug, s.revision, s.item) for s in sheet.shown] == [
        (SLUG, revision, item.number) for revision in revisions
    ]
    for other in (
        asking("claim", {"slug": SLUG}, channel="c9"),
        asking("claim", {"slug": SLUG}, direct=True),
        asking("claim", {"slug": SLUG}, door=Door.BUTTON),
        asking("desk-receipt", {"slug": SLUG}),
        asking("meeting-minutes"),
        replace(asked, place=replace(asked.place, thread="t9")),
    ):
        private = await room.app.handle(other)
        assert isinstance(private, Reply)
        assert private.visibility is Visibility.PRIVATE, other
    await room.say("meeting-end")
    after = await room.app.handle(asked)
    assert isinstance(after, Reply)
    assert after.visibility is Visibility.PRIVATE


async def test_that_nothing_is_on_record_is_for_all(room: Room) -> None:
    """A meeting goes by what is missing, too; elsewhere, and after it, that is for the asker."""
    asked = asking("claim", {"slug": "zebra quota xylophone"})
    seen = {}
    for name, request in {
        "here": asked,
        "by a ping": replace(asked, door=Door.MENTION),
        "by a button": replace(asked, door=Door.BUTTON),
        "mistyped": asking("claim", {"slug": "x" * 5_000}),
        "elsewhere": replace(asked, place=replace(asked.place, channel="c9")),
    }.items():
        reply = await room.app.handle(request)
        assert isinstance(reply, Reply)
        seen[name] = reply.visibility is Visibility.PUBLIC
    assert [name for name, public in seen.items() if public] == ["here", "by a ping"]
    assert not (await room.desk.meetings.here(HERE)).shown


async def test_follow_ups_in_the_thread_know_what_was_shown(room: Room) -> None:
    """A question from the channel is answered in the thread, which goes on from it."""
    await room.app.handle(asking("claim", {"slug": "castro-1957"}))
    meeting = await room.meeting()
    place = replace(asking("claim").place, thread=meeting.thread)
    asked = replace(asking("about-that", {"words": "who says so?"}, door=Door.MENTION), place=place)
    assert "castro-1957" in plain(await room.app.handle(asked))


async def test_going_on_moving_and_dropping(room: Room) -> None:
    """The board has each change, several as one; places that are not there are refused."""
    assert "Item 1 of 2 is on." in await room.say("meeting-next")
    assert "Item 2 is item 1 now." in await room.say("meeting-move", what="2 to 1")
    assert "Item 3 of 3 is new." in await room.say("meeting-add", what="Doctors' pay on missions")
    assert "It is on the agenda already." in await room.say("meeting-add", what=SLUG)
    (edit,) = await room.go()
    assert "Meeting “Monday”: item 2 of 3." in edit
    assert f"• Now: 2. {OWNER}" in edit
    assert "• 3. Topic: Doctors' pay on missions — " in edit
    assert "has no item 9" in await room.say("meeting-move", what="2 -> 9")
    assert "does not say which item" in await room.say("meeting-move", what="up")
    assert "has no item 9" in await room.say("meeting-drop", number="9")
    assert "is no number of an item" in await room.say("meeting-drop", number="first")
    assert "Item 1 is dropped." in await room.say("meeting-drop", number="#1")
    assert "Item 2 of 2 is on." in await room.say("meeting-next")
    assert "That was the last item." in await room.say("meeting-next")
    assert "Every item is done." in await room.say("meeting-next")
    (edit,) = await room.go()
    assert "every item is done" in edit
    assert "Done: 1. What doctors keep of their pay; 2. Doctors' pay on missions." in edit


async def test_an_item_is_moved_however_often_that_was_done(room: Room) -> None:
    """Going back and forth in one gap leaves no room between two numbers; the order stays right."""
    await room.say("meeting-add", what="third")
    meetings = room.desk.meetings
    for _ in range(60):
        before = (await meetings.here(HERE)).agenda
        after = (await meetings.move(HERE, 3, 2)).agenda
        assert [i.number for i in after] == [before[n].number for n in (0, 2, 1)]


async def test_of_two_who_press_next_the_second_is_told(room: Room) -> None:
    """A button says which item its presser saw; at the very same time one of them wins."""
    shown = presses(await _drawn(room))["Next"]
    assert "Item 1 of 2 is on." in await say(room.app, shown.command, **shown.args)
    late = await say(room.app, shown.command, actor="u2", **shown.args)
    assert "Somebody else changed the agenda just now; it is at item 1 now." in late
    seen = (await room.meeting()).current
    go_on = room.desk.meetings.go_on
    both = await asyncio.gather(go_on(HERE, seen), go_on(HERE, seen), return_exceptions=True)
    (refused,) = [each for each in both if isinstance(each, NotKept)]
    assert refused.sentence.endswith("it is at item 2 now.")
    sheet = await room.desk.meetings.here(HERE)
    assert sheet.current
    assert sheet.place_of(sheet.current) == 2


async def test_decisions_and_tickets_stand_on_the_board(room: Room) -> None:
    """A ticket is opened from a form that knows the item, taken by a button, with a deadline."""
    await room.say("meeting-next")
    form = await ask(room.app, "meeting-ticket")
    assert isinstance(form, Form)
    assert form.fields[0].value == "What doctors keep of their pay"
    ticket = await ask(room.app, form.submits, words="Who pays  the rest?")
    assert "It stands on the board" in plain(ticket)
    second = await room.say("meeting-ticket", words="And who counts?")
    assert "Ticket 2" in second
    assert isinstance(await ask(room.app, "meeting-decide"), Form)
    assert "Under item 1." in await room.say("meeting-decide", words="Run it with a caveat")
    (edit,) = await room.go()
    assert "decided: “Run it with a caveat”" in edit
    assert "• Ticket 1, from Ana: “Who pays the rest?” Nobody has taken it." in edit
    board = presses(await _board(room))
    take = await ask(room.app, board["Take ticket 1"].command, **board["Take ticket 1"].args)
    assert isinstance(take, Form)
    late = await say(room.app, take.submits, actor="u2", **take.args, until="2020-01-01")
    assert "That time has passed" in late
    await say(room.app, take.submits, actor="u2", **take.args, until="in 2 hours")
    (edit,) = await room.go()
    assert "Taken by Bo, until" in edit
    for words, refused in (("", "Note a decision"), ("x" * 501, "at most 500 characters")):
        assert refused in await room.say("meeting-decide", words=words)


async def _board(room: Room) -> Reply:
    """Return the board as it was drawn last."""
    (board,) = await room.store.notices(NoticeFilter(kind=NoticeKind.BOARD), 1)
    composed = await composers(room.desk, room.store)[board.kind](board, right_now())
    assert composed
    return composed.reply


async def test_a_meeting_is_held_in_a_channel(app: App) -> None:
    """In a direct message and on the console that is said, with what to do."""
    direct = await app.handle(asking("meeting-start", direct=True))
    assert "held in a channel, and this is a direct message" in plain(direct)
    console = asking("meeting-start", platform="console", door=Door.CONSOLE)
    assert "held in a channel, and this is the console" in plain(await app.handle(console))


async def test_what_nobody_sees_is_no_words(room: Room) -> None:
    """Letters that only reorder or take no room make no item, decision, ticket or name."""
    unseen = "\u202e \u200b\u2069"
    for command, name in (("add", "what"), ("decide", "words"), ("ticket", "words")):
        said = await room.say(f"meeting-{command}", **{name: unseen})
        assert "Code: unusable" in said, command
    said = await room.say("meeting-start", name=unseen, channel="c5")
    assert said.startswith("Meeting “Meeting of ")


async def test_a_full_agenda_says_what_is_on_it(room: Room) -> None:
    """What stands there is found, and what is new is refused."""
    for number in range(MAX_ITEMS - 2):
        await room.say("meeting-add", what=f"item {number}")
    assert "has 40 items already" in await room.say("meeting-add", what="one more")
    assert "It is on the agenda already." in await room.say("meeting-add", what="Item 3")


async def test_readers_hold_no_meeting(store: SqliteStore) -> None:
    """They are told which role that takes, and nothing is done; their questions are answered."""
    roles = {Role.REPORTER: frozenset({"u1"})}
    app = App(registry(), Desk(store), Policy(roles=roles, everybody=Role.READER))
    room = Room(app, store)
    await opened(room)
    before = await room.desk.meetings.here(HERE)
    for command, given in _COMMANDS.items():
        said = await room.say(command, actor="u2", **given)
        assert "reporter" in said, command
    assert await room.desk.meetings.here(HERE) == before
    assert "Breitbart News" in await room.say("claim", slug=SLUG, actor="u2")


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Room]:
    """Return a desk with nothing on record, closed after the test."""
    empty_desk(tmp_path / "desk.sqlite3")
    store = SqliteStore(tmp_path / "desk.sqlite3")
    yield Room(App(registry(), Desk(store)), store)
    await store.close()


async def test_an_empty_desk_has_a_meeting_too(empty: Room) -> None:
    """With nothing on its agenda, which is said."""
    room = empty
    assert "0 items on the agenda." in await room.say("meeting-start", name="Monday")
    (board,) = await room.go()
    assert board.startswith("c1 post: Meeting “Monday”: no items.\n\nNothing waits.")
    assert "Nothing is on the agenda." in await room.say("meeting-next")
    await room.say("meeting-end")
    posted = [*await room.go(), *await room.go()]
    assert any("0 of 0 items, 0 claims shown" in each for each in posted)


async def test_a_clock_that_was_ahead_hides_nothing_from_the_next_meeting(room: Room) -> None:
    """What closed a meeting in the future is no time that changes are counted from."""
    await room.go(right_now() + timedelta(days=400))
    assert await room.store.open_meetings() == []
    await judge(room.store, ClaimRating.DISPUTED, "castro-1957")
    sheet, _ = await room.desk.meetings.start("Next", HERE, "discord:u1 Ana")
    assert sheet.items[0].slug == "castro-1957"


async def test_without_a_meeting_every_command_says_how_to_open_one(app: App) -> None:
    """Nothing is opened by accident."""
    for command, given in _COMMANDS.items():
        assert "No meeting is open in this channel." in await say(app, command, **given), command
    assert "No meeting was held in this channel." in await say(app, "meeting-minutes")
    assert "No meeting was held in this channel." in await say(app, "meeting-find")
    long = await say(app, "meeting-start", name="x" * 81)
    assert "at most 80 characters" in long
