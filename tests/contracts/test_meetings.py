"""What every store promises of meetings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from knowledge.audit import Deed
from knowledge.meetings import Decision, Item, ItemKind, ItemState, Meeting, Sheet
from knowledge.notices import NoticeFilter, NoticeKind, Spoken
from knowledge.ports import ClaimStore

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ANA, BEN = "slack:U1 Ana", "slack:U2 Ben"
HERE = Spoken("slack", "T1", "C1")
SLUG = "doctors-salary"


def words(text: str, by: str = "") -> Item:
    """Return an item that is to be kept."""
    return Item(ItemKind.WORDS, text, "added", by, NOW)


def about(slug: str) -> Item:
    """Return an item about a claim."""
    return Item(ItemKind.CLAIM, "", "changed", "", NOW, slug=slug)


async def opened(store: ClaimStore, *items: Item, channel: str = "C1") -> Meeting:
    """Open a meeting."""
    new = Meeting("Monday", replace(HERE, channel=channel), ANA, NOW, NOW, left_out=3)
    meeting, fresh = await store.start_meeting(new, items)
    assert fresh
    return meeting


async def sheet_of(store: ClaimStore, meeting: Meeting) -> Sheet:
    """Return all of a meeting."""
    sheet = await store.sheet(meeting.number)
    assert sheet
    return sheet


async def test_a_meeting_comes_back_with_its_items_and_its_board_due(sample: ClaimStore) -> None:
    """What was opened is read again in order, and one board is to be posted."""
    meeting = await opened(sample, about(SLUG), words("Beds", ANA))
    sheet = await sheet_of(sample, meeting)
    assert sheet.meeting == meeting == await sample.meeting(meeting.number)
    assert (meeting.name, meeting.left_out, meeting.started_by) == ("Monday", 3, ANA)
    assert [(i.kind, i.slug, i.words, i.added_by) for i in sheet.items] == [
        (ItemKind.CLAIM, SLUG, "", ""),
        (ItemKind.WORDS, "", "Beds", ANA),
    ]
    (board,) = await sample.notices(NoticeFilter(kind=NoticeKind.BOARD), 9)
    assert (board.number, board.to, board.edits) == (meeting.board, HERE, None)
    await sample.sent_notice(board.number, NOW, messages=["7.1"], channel="C1", thread="7.1")
    stands = await sample.meeting_at(HERE)
    assert stands
    assert (stands.message, stands.thread, stands.unposted) == ("7.1", "7.1", "")
    assert await sample.meeting(99) is None
    assert await sample.sheet(99) is None


async def test_one_meeting_is_open_in_a_channel(store: ClaimStore) -> None:
    """A second one there is the first; another channel has its own; after the end it is new."""
    meeting = await opened(store)
    again, fresh = await store.start_meeting(Meeting("Two", HERE, BEN, LATER, LATER), ())
    assert (again, fresh) == (meeting, False)
    other = await opened(store, channel="C2")
    assert [m.number for m in await store.open_meetings()] == [meeting.number, other.number]
    assert await store.last_meeting(HERE) is None
    ended = await store.end_meeting(meeting.number, BEN, LATER)
    assert ended
    assert (ended.ended_by, ended.ended_at) == (BEN, LATER)
    assert await store.end_meeting(meeting.number, BEN, LATER) is None
    assert await store.meeting_at(HERE) is None
    assert await store.last_meeting(HERE) == ended
    assert (await opened(store)).number > other.number


async def test_the_end_makes_minutes_due_in_the_thread(store: ClaimStore) -> None:
    """The minutes go under the board, which is drawn a last time."""
    meeting = await opened(store)
    await store.take_notices("slack", NOW, hold=9, limit=9)
    await store.sent_notice(meeting.board, NOW, messages=["7.1"], channel="C1", thread="7.1")
    ended = await store.end_meeting(meeting.number, BEN, LATER)
    assert ended
    minutes = await store.notice(ended.minutes)
    assert minutes
    assert (minutes.kind, minutes.to) == (NoticeKind.MINUTES, replace(HERE, thread="7.1"))
    boards = await store.notices(NoticeFilter(kind=NoticeKind.BOARD), 9)
    assert boards[0].edits == meeting.board


async def test_the_agenda_is_changed_by_whoever_saw_it_last(store: ClaimStore) -> None:
    """An older turn changes nothing; the current item is the meeting's."""
    meeting = await opened(store, words("One"), words("Two"))
    one, two = (await sheet_of(store, meeting)).items
    moved = [replace(two, position=0.5), replace(one, state=ItemState.CURRENT)]
    assert await store.arrange_items(meeting.number, meeting.turn, moved, LATER)
    assert not await store.arrange_items(meeting.number, meeting.turn, [one], LATER)
    sheet = await sheet_of(store, meeting)
    assert [item.words for item in sheet.items] == ["Two", "One"]
    assert sheet.meeting.current == one.number
    assert sheet.current
    assert sheet.current.words == "One"
    assert sheet.meeting.active_at == LATER
    next_one = replace(two, position=0.5, state=ItemState.CURRENT)
    assert await store.arrange_items(meeting.number, 1, [next_one], LATER)
    states = [item.state for item in (await sheet_of(store, meeting)).items]
    assert states == [ItemState.CURRENT, ItemState.DONE]


async def test_an_item_is_added_once_and_last(store: ClaimStore) -> None:
    """What stands there already is returned; what was dropped may come again."""
    meeting = await opened(store, words("One"))
    two = await store.add_item(replace(words("Two", BEN), meeting=meeting.number))
    assert two
    again = await store.add_item(replace(words("two"), meeting=meeting.number))
    assert again == two
    turn = (await sheet_of(store, meeting)).meeting.turn
    dropped = replace(two, state=ItemState.DROPPED)
    assert await store.arrange_items(meeting.number, turn, [dropped], NOW)
    third = await store.add_item(replace(words("Two"), meeting=meeting.number))
    assert third
    assert third.number > two.number
    assert [i.words for i in (await sheet_of(store, meeting)).agenda] == ["One", "Two"]


async def test_what_is_shown_and_decided_stands_under_the_current_item(sample: ClaimStore) -> None:
    """Each revision once an item; two meetings do not mix; a closed one takes nothing."""
    meeting = await opened(sample, words("One"))
    other = await opened(sample, channel="C2")
    await sample.show_in_meeting(meeting.number, [(SLUG, 1)], LATER)
    (one,) = (await sheet_of(sample, meeting)).items
    current = replace(one, state=ItemState.CURRENT)
    assert await sample.arrange_items(meeting.number, 0, [current], NOW)
    for _ in range(2):
        await sample.show_in_meeting(meeting.number, [(SLUG, 1), ("no-such-claim", 1)], LATER)
    decision = Decision(meeting.number, one.number, "Run it", BEN, LATER)
    assert await sample.decide_in_meeting(decision)
    sheet = await sheet_of(sample, meeting)
    assert [(s.slug, s.revision, s.item) for s in sheet.shown] == [
        (SLUG, 1, 0),
        (SLUG, 1, one.number),
    ]
    assert sheet.decisions == (decision,)
    assert not (await sheet_of(sample, other)).shown
    await sample.end_meeting(meeting.number, ANA, LATER)
    assert not await sample.decide_in_meeting(decision)
    assert await sample.add_item(replace(words("Late"), meeting=meeting.number)) is None
    assert not await sample.arrange_items(meeting.number, 1, [one], LATER)
    await sample.show_in_meeting(meeting.number, [(SLUG, 2)], LATER)
    assert len((await sheet_of(sample, meeting)).shown) == 2


async def test_a_decision_that_is_sent_twice_stands_once(store: ClaimStore) -> None:
    """Under another item, or by somebody else, it is another."""
    meeting = await opened(store)
    item = await store.add_item(replace(words("One"), meeting=meeting.number))
    assert item
    decision = Decision(meeting.number, 0, "Run it", ANA, NOW)
    sent = (decision, replace(decision, at=LATER))
    others = (replace(decision, by=BEN), replace(decision, item=item.number))
    for each in (*sent, *others):
        assert await store.decide_in_meeting(each)
    assert (await sheet_of(store, meeting)).decisions == (decision, *others)


async def test_only_an_idle_meeting_is_closed_for_being_idle(store: ClaimStore) -> None:
    """Whoever did something in between keeps it open."""
    meeting = await opened(store)
    assert await store.end_meeting(meeting.number, "", LATER, idle_since=NOW) is None
    assert await store.decide_in_meeting(Decision(meeting.number, 0, "Yes", ANA, LATER))
    assert await store.end_meeting(meeting.number, "", LATER, idle_since=LATER) is None
    over = LATER + timedelta(hours=4)
    ended = await store.end_meeting(meeting.number, "", over, idle_since=over)
    assert ended
    assert ended.ended_by == ""


async def test_a_new_board_takes_the_place_of_a_lost_one_once(store: ClaimStore) -> None:
    """Two who find it lost make one new board; why the last could not be posted is told."""
    meeting = await opened(store)
    await store.take_notices("slack", NOW, hold=9, limit=9)
    await store.failed_notice(meeting.board, NOW, "not in the channel")
    lost = await store.meeting(meeting.number)
    assert lost
    assert lost.unposted == "not in the channel"
    again = await store.board_again(meeting.number, 1, LATER)
    assert again
    assert (again.boards, again.unposted, again.board > meeting.board) == (2, "", True)
    assert await store.board_again(meeting.number, 1, LATER) is None


async def test_meetings_are_found_by_what_was_said_in_them(sample: ClaimStore) -> None:
    """Names, items, decisions and claims count, whatever their case; every word has to be there."""
    one = await opened(sample, words("Übung und Beds"))
    two = await opened(sample, words("Salaries"), channel="C2")
    await sample.decide_in_meeting(Decision(two.number, 0, "Ask the Ministry", ANA, LATER))
    await sample.show_in_meeting(two.number, [(SLUG, 1)], LATER)

    async def found(*asked: str) -> list[int]:
        return [meeting.number for meeting in await sample.find_meetings(asked, 9)]

    assert await found("monday") == [two.number, one.number]
    assert await found("übung") == [one.number]
    assert await found("ministry", "salaries") == [two.number]
    assert await found(SLUG) == [two.number]
    assert await found("ministry", "beds") == []


async def test_what_is_done_in_a_meeting_is_audited_without_its_words(store: ClaimStore) -> None:
    """Who opened it, added, decided and ended is in the audit; what was said is not."""
    meeting = await opened(store)
    await store.add_item(replace(words("Secret", BEN), meeting=meeting.number))
    await store.decide_in_meeting(Decision(meeting.number, 0, "Secret too", BEN, LATER))
    await store.end_meeting(meeting.number, ANA, LATER)
    entries = [e for e in await store.audit(10) if e.deed == Deed.MEETING]
    assert [(e.after["done"], e.who) for e in entries] == [
        ("ended", ANA),
        ("decided", BEN),
        ("item added", BEN),
        ("started", ANA),
    ]
    assert "Secret" not in repr(entries)


async def test_an_erased_person_signs_nothing_of_a_meeting(store: ClaimStore) -> None:
    """Whoever is erased started, added, decided and ended nothing by name any more."""
    meeting = await opened(store)
    await store.add_item(replace(words("One", BEN), meeting=meeting.number))
    await store.decide_in_meeting(Decision(meeting.number, 0, "Yes", BEN, LATER))
    await store.end_meeting(meeting.number, BEN, LATER)
    for person in ("U1", "U2"):
        await store.erase_person("slack", person)
    sheet = await sheet_of(store, meeting)
    signed = (
        *(sheet.meeting.started_by, sheet.meeting.ended_by),
        *(sheet.items[0].added_by, sheet.decisions[0].by),
    )
    assert all(name.startswith("erased person") for name in signed), signed
