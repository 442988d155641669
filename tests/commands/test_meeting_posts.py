"""What meetings post: boards that are lost and found, minutes, their end without anybody."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import meeting_told
from bot.commands.meeting_board import board_of
from bot.core.app import App
from bot.core.policy import Policy
from bot.core.reply import File, Reply, Visibility
from bot.core.request import Door
from bot.main import registry
from knowledge.answers import DeliveryState
from knowledge.desk import Desk
from knowledge.meetings import Sheet
from knowledge.model import ClaimRating
from knowledge.notices import NoticeFilter, NoticeKind
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.meeting_room import HERE, OWNER, Room, judge, opened
from tests.commands.reviewing import SLUG, ask
from tests.conftest import asking


@pytest.fixture
async def room(app: App, store: SqliteStore) -> Room:
    """A desk with an open meeting whose board stands, with two items on it."""
    room = Room(app, store)
    await room.go()
    await opened(room)
    return room


async def test_the_end_posts_minutes_that_are_kept_and_found(room: Room) -> None:
    """Items, claims with revisions, decisions, tickets and owners; as a message and as Markdown."""
    await room.say("meeting-next")
    await room.say("claim", slug=SLUG)
    await room.say("meeting-decide", words="Run *it*")
    await room.say("meeting-ticket", words="Who pays?")
    await room.go()
    thread = (await room.meeting()).thread
    assert "has ended." in await room.say("meeting-end", actor="u2")
    posted = [*await room.go(), *await room.go()]
    board, minutes = sorted(posted, key=lambda each: each.startswith(thread))
    assert board.startswith("c1 edit: Meeting “Monday” has ended.")
    assert "Bo ended it on" in board
    assert "1 of 2 items, 1 claim shown, 1 decision, 1 ticket." in board
    assert minutes.startswith(f"{thread} post: Minutes: “Monday”.")
    assert f"1. {OWNER}: What doctors keep of their pay (one origin only):" in minutes
    assert f"• {OWNER}: What doctors keep of their pay. " in minutes
    assert f"Shown in revision 1. ({SLUG})" in minutes
    assert "• Decided, by Ana: “Run *it*”" in minutes
    assert "• Ticket 1, from Ana: “Who pays?” Nobody has taken it." in minutes
    assert "Nothing noted: 2. Ana: “How many beds are there in Lobos?” (not reached)." in minutes
    again = await room.say("meeting-end")
    assert "the last, “Monday”, was ended by Bo" in again
    assert "/meeting minutes 1" in again
    assert "1. “Monday”" in await room.say("meeting-find", words="BEDS lobos")
    assert "No meeting with “cows”" in await room.say("meeting-find", words="cows")
    kept = await ask(room.app, "meeting-minutes", number="1")
    assert isinstance(kept, Reply)
    (file,) = [block for block in kept.blocks if isinstance(block, File)]
    assert (file.name, file.media) == ("minutes-1.md", "text/markdown")
    text = file.content.decode()
    assert text.startswith("# Minutes: “Monday”\n")
    assert "- **Decided, by Ana**: “Run \\*it\\*”" in text
    assert "There is no meeting 7." in await room.say("meeting-minutes", number="7")
    assert "is no number of a meeting" in await room.say("meeting-minutes", number="x")
    shared = await room.app.handle(asking("meeting-minutes", {"number": "1"}, door=Door.MENTION))
    assert isinstance(shared, Reply)
    assert not any(isinstance(block, File) for block in shared.blocks)


async def test_minutes_of_another_channel_are_for_editors(room: Room, store: SqliteStore) -> None:
    """A reporter finds what was said where they are; an editor everywhere."""
    await room.say("meeting-end")
    roles = {Role.REPORTER: frozenset({"u1"}), Role.EDITOR: frozenset({"u2"})}
    room.app = App(registry(), Desk(store), Policy(roles=roles, everybody=Role.READER))
    refused = await room.say("meeting-minutes", number="1", channel="c2")
    assert "was held in another channel" in refused
    assert "No meeting" in await room.say("meeting-find", words="beds", channel="c2")
    assert "Minutes: “Monday”" in await room.say(
        "meeting-minutes", number="1", channel="c2", actor="u2"
    )
    assert "1. “Monday”" in await room.say("meeting-find", channel="c2", actor="u2")


async def test_nothing_of_a_restricted_claim_is_shown(app: App, store: SqliteStore) -> None:
    """Not on the board, not in the minutes, not by a search, and it cannot be put on."""
    room = Room(app, store)
    await opened(room)
    await room.say("meeting-next")
    await room.say("claim", slug=SLUG)
    await store.restrict(SLUG, restricted=True)
    (edit,) = await room.go()
    refused = await room.say("meeting-add", what=SLUG)
    assert "restricted" in refused.lower()
    assert "Item 1 of 1 is on." in await room.say("meeting-next")
    await room.say("meeting-end")
    posted = [*await room.go(), *await room.go()]
    found = await room.say("meeting-find", words=SLUG)
    for text in (edit, *posted, found.replace(f"“{SLUG}”", "")):
        assert SLUG not in text
        assert "keep of their pay" not in text
    assert "No meeting" in found


async def test_a_board_that_was_deleted_is_posted_again(room: Room) -> None:
    """The next change finds it gone; the new board says so, and answers go to its thread."""
    first = await room.meeting()
    await room.say("meeting-show")
    assert await room.go(fails={"edit": "the message was deleted"}) == ["c1 edit failed"]
    (again,) = await room.go()
    assert again.startswith("c1 post: Meeting “Monday”")
    assert "This board takes the place of one that is gone." in again
    second = await room.meeting()
    assert second.message not in ("", first.message)
    assert second.thread != first.thread
    await room.say("meeting-next")
    (edit,) = await room.go()
    assert edit.startswith("c1 edit")


async def test_where_no_board_can_be_posted_its_starter_is_told(
    app: App, store: SqliteStore
) -> None:
    """A channel that the bot was removed from: told once, in private; `show` tries anew."""
    room = Room(app, store)
    await room.say("meeting-start", name="Monday")
    gone = "Onrecord is not in that channel, or may not see it"
    assert await room.go(fails={"c1": gone}) == ["c1 post failed"]
    (told,) = await room.go()
    assert told.startswith(
        "u1 post: The board of the meeting “Monday” could not be posted: Onrecord"
    )
    assert await room.go() == []
    assert "Its board could not be posted: Onrecord is not in" in await room.say("meeting-show")
    (board,) = await room.go()
    assert board.startswith("c1 post: Meeting “Monday”")


async def test_minutes_whose_thread_is_gone_are_posted_in_the_channel(room: Room) -> None:
    """A deleted thread loses no minutes, and it is said why they stand there."""
    thread = (await room.meeting()).thread
    await room.say("meeting-end")
    fails = {thread: "the channel or thread was deleted"}
    posted = [*await room.go(fails=fails), *await room.go(fails=fails), *await room.go()]
    (minutes,) = [each for each in posted if "Minutes:" in each]
    assert minutes.startswith("c1 post: Minutes: “Monday”.")
    assert "because the meeting's thread is gone" in minutes
    failed = await room.store.notices(NoticeFilter(DeliveryState.FAILED), 9)
    assert [notice.kind for notice in failed] == [NoticeKind.MINUTES]
    assert await room.go() == []


async def test_what_could_not_be_posted_is_no_work_for_every_round(room: Room) -> None:
    """Once it is seen to, a round in which nobody wrote writes nothing, however it went."""
    thread = (await room.meeting()).thread
    await room.say("meeting-end")
    for _ in range(3):
        await room.go(fails={thread: "the channel or thread was deleted"})
    await room.say("meeting-start", name="Again")
    for _ in range(3):
        await room.go(fails={"c1": "Onrecord is not in that channel"})
    before = room.desk.writes()
    await room.rounds.go(datetime.now(UTC))
    assert room.desk.writes() == before


async def test_lines_are_read_again_only_where_they_may_have_changed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written about something else, as an answer in another channel is, costs no board."""
    await room.go()
    read: list[str] = []

    async def counted(desk: Desk, sheet: Sheet) -> Reply:
        read.append(sheet.meeting.name)
        return await board_of(desk, sheet)

    monkeypatch.setattr(meeting_told, "board_of", counted)
    before = room.desk.writes()
    await room.app.handle(asking("claim", {"slug": SLUG}, channel="c9", door=Door.MENTION))
    assert room.desk.writes() != before
    await room.rounds.go(datetime.now(UTC))
    assert read == []
    await judge(room.store, ClaimRating.OUTDATED)
    await room.rounds.go(datetime.now(UTC))
    assert read == ["Monday"]


async def test_what_changes_while_a_board_is_under_way_is_on_it_in_the_end(
    app: App, store: SqliteStore
) -> None:
    """A board whose words were made before a change is drawn again once it stands."""
    room = Room(app, store)
    await room.say("meeting-start", name="Monday")
    now = datetime.now(UTC)
    await room.rounds.go(now)
    (notice,) = await store.take_notices("discord", now, hold=60, limit=9)
    await room.say("meeting-next")
    await room.rounds.go(now)
    await store.sent_notice(notice.number, now, messages=["m1"], channel="c1", thread="t1")
    (edit,) = await room.go()
    assert "Meeting “Monday”: item 1 of 12." in edit


async def test_a_forgotten_meeting_closes_itself_and_says_so(room: Room) -> None:
    """After the set hours without a deed, not before; what is done keeps it open."""
    soon = datetime.now(UTC) + timedelta(hours=3, minutes=59)
    await room.go(soon)
    assert len(await room.store.open_meetings()) == 1
    over = datetime.now(UTC) + timedelta(hours=4, minutes=1)
    posted = [*await room.go(over), *await room.go(over)]
    assert await room.store.open_meetings() == []
    assert all("closed by itself" in each for each in posted)
    assert "nobody had done a thing in it for 4 hours." in posted[0]
    assert "was ended by the desk" in await room.say("meeting-end")


async def test_a_program_that_begins_anew_goes_on(room: Room, store: SqliteStore) -> None:
    """Which meetings are open, where their answers go, and their boards outlive a program."""
    await room.say("meeting-next")
    room.app = App(registry(), Desk(store), Policy())
    room.desk = room.app.desk
    room.begin()
    reply = await room.app.handle(asking("claim", {"slug": SLUG}))
    assert isinstance(reply, Reply)
    assert reply.visibility is Visibility.PUBLIC
    assert room.app.rooms.thread_at(asking("claim").place) == (await room.meeting()).thread
    (edit,) = await room.go()
    assert "Meeting “Monday”: item 1 of 2." in edit
    assert "1 claim shown" in edit


async def test_whoever_may_see_restricted_claims_is_not_shown_them_before_all(
    app: App, store: SqliteStore
) -> None:
    """In a meeting all read along, so that its answers hold nothing restricted for anybody."""
    await store.restrict(SLUG, restricted=True)
    app = App(registry(), app.desk, Policy(restricted_readers=frozenset({"u1"})))
    asked = asking("claim", {"slug": SLUG})
    before = await app.handle(asked)
    assert isinstance(before, Reply)
    assert before.claims == (SLUG,)
    await app.handle(asking("meeting-start"))
    during = await app.handle(asked)
    assert isinstance(during, Reply)
    assert during.claims == ()
    assert not (await app.desk.meetings.here(HERE)).shown
