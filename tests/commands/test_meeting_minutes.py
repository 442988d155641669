"""What minutes say of things that were otherwise when they were shown, and of what is hidden."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.discord.render import render
from bot.adapters.slack.render import messages
from bot.commands.meeting_board import brief_board_of
from bot.commands.meeting_minutes import as_markdown, minutes_of
from bot.core.app import App
from bot.core.plain import plain
from knowledge.meetings import (
    MAX_DECISION,
    MAX_ITEM,
    MAX_ITEMS,
    Decision,
    Item,
    ItemKind,
    ItemState,
    Meeting,
)
from knowledge.model import ClaimRating, Review, Subject
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.meeting_room import HERE, OWNER, Room, opened, right_now
from tests.commands.reviewing import SLUG

OTHER = "castro-1957"


@pytest.fixture
async def room(app: App, store: SqliteStore) -> Room:
    """A desk with an open meeting that is at its first item, about a claim."""
    room = Room(app, store)
    await opened(room)
    await room.say("meeting-next")
    return room


async def markdown(room: Room) -> str:
    """Return the minutes as a file has them."""
    seen = await room.desk.for_viewer(may_see_restricted=False)
    return as_markdown(await minutes_of(seen, await seen.meetings.numbered(1)))


async def judged_later(room: Room, rating: ClaimRating, subject: Subject = Subject.CLAIM) -> None:
    """Have somebody judge the claim a minute from now."""
    at = right_now() + timedelta(minutes=1)
    judged = Review(subject, rating, "The register differs.", "discord:u9 Eva", at)
    await room.store.review(SLUG, judged)


async def test_a_status_that_changed_since_is_told_with_what_it_was(room: Room) -> None:
    """Who read “Not checked” in the meeting is not told that “Outdated” was shown."""
    await room.say("claim", slug=SLUG)
    assert "when it read" not in await markdown(room)
    await judged_later(room, ClaimRating.OUTDATED)
    said = await markdown(room)
    assert "Claim: Outdated; no evidence recorded. Shown in revision 1, when it read " in said
    assert "when it read Claim: Not checked. " in said
    assert "How things stand is as of " in said


async def test_of_a_claim_that_was_withdrawn_nothing_is_told_again(room: Room) -> None:
    """Neither its words nor its figures; that, why and by whom it was withdrawn is."""
    await room.say("claim", slug=SLUG)
    assert "“most doctors”" in await markdown(room)
    await judged_later(room, ClaimRating.WITHDRAWN)
    said = await markdown(room)
    assert "most doctors" not in said
    assert f"- **{OWNER}**: What doctors keep of their pay. Do not use an earlier answer. " in said
    assert "Shown in revision 1, when it read Claim: Not checked. Claim: Withdrawn (Eva, " in said


async def test_what_stood_under_a_dropped_item_stays_with_it(room: Room) -> None:
    """It is told which item that was; only what belongs to none stands besides the agenda."""
    await room.say("meeting-decide", words="Not today")
    await room.say("meeting-drop", number="1")
    await room.say("meeting-decide", words="Meet again")
    parts = (await markdown(room)).split("## ")
    (dropped,) = [part for part in parts if "Not today" in part]
    (besides,) = [part for part in parts if "Meet again" in part]
    assert dropped.startswith(f"Dropped: {OWNER}: What doctors keep of their pay (one origin only)")
    assert besides.startswith("Besides the agenda\n")


async def test_what_belongs_to_a_restricted_claim_is_counted_only(room: Room) -> None:
    """What was decided and asked under it may repeat it; another claim shown there may be seen."""
    await room.say("claim", slug=OTHER)
    await room.say("meeting-decide", words="Halve the pay")
    await room.say("meeting-ticket", words="Who halves it?")
    await room.store.restrict(SLUG, restricted=True)
    (board,) = await room.go()
    for text in (said := await markdown(room), board):
        assert "halve" not in text.lower()
    assert "1 decision and 1 ticket belong to an item that is not shown here." in said
    assert f"({OTHER})" in said.partition("## Besides the agenda")[2]
    for words in ("halve", "halves"):
        assert "No meeting with" in await room.say("meeting-find", words=words)
    assert "1 meeting." in await room.say("meeting-find", words=OTHER)


async def test_markdown_holds_what_people_wrote_and_nothing_of_its_own(room: Room) -> None:
    """No heading, list, link, code or HTML comes of it, and nothing turns the line around."""
    hostile = "*x*\n# y\n- [z](http://e.example) <b> `c` \u202eevil\u2028~~d~~ | &amp;"
    await room.say("meeting-decide", words=hostile)
    said = await markdown(room)
    assert (
        "“\\*x\\* \\# y - \\[z\\](http://e.example) \\<b\\> \\`c\\` evil \\~\\~d\\~\\~ \\| \\&amp;”"
    ) in said
    assert "- 2\\. Ana: “How many beds are there in Lobos?” (not reached)" in said
    headings = [line for line in said.splitlines() if line.startswith("#")]
    assert [len(line.split(" ")[0]) for line in headings] == [1, 2, 2]


@pytest.mark.parametrize("done", [0, 30])
async def test_a_brief_board_is_one_message_however_much_there_is(
    app: App, store: SqliteStore, done: int
) -> None:
    """A board that grew is put in one message's place with its buttons, and counts the rest."""
    now = right_now()
    long = "é*" * (MAX_ITEM // 2)
    item = Item(ItemKind.WORDS, long, long, "discord:u1 Ana", now)
    states = [ItemState.DONE] * done + [ItemState.CURRENT] + [ItemState.WAITING] * MAX_ITEMS
    items = [replace(item, state=state) for state in states[:MAX_ITEMS]]
    new = Meeting("x" * 80, HERE, "discord:u1 Ana", now, now, left_out=99)
    meeting, _ = await store.start_meeting(new, items)
    for n in range(3):
        await app.desk.tickets.open(f"{n}{long}"[:MAX_ITEM], "discord:u1 Ana", HERE, meeting=1)
    sheet = await app.desk.meetings.numbered(meeting.number)
    for one in (*sheet.items[:3], sheet.items[done]):
        words = long[:MAX_DECISION]
        await store.decide_in_meeting(Decision(1, one.number, words, "discord:u1 Ana", now))
    board = await brief_board_of(app.desk, await app.desk.meetings.numbered(1))
    assert len(messages(board)) == len(render(board)) == 1
    assert "3 tickets more: /desk demand tickets." in plain(board)
    waits = MAX_ITEMS - done - 4
    assert f"And {waits} more items." in plain(board)
    assert (f"and {done - 4} before them." in plain(board)) == bool(done)
    assert "End the meeting" in [action.label for action in board.actions()]
