"""What every store promises of tickets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.audit import Deed
from knowledge.errors import RecordError
from knowledge.meetings import Item, ItemKind, Meeting
from knowledge.notices import Spoken
from knowledge.ports import ClaimStore
from knowledge.tickets import Ticket, TicketState

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ANA, BEN = "slack:U1 Ana", "slack:U2 Ben"
HERE = Spoken("slack", "T1", "C1")


def new(words: str = "Who pays?", demand: int = 0) -> Ticket:
    """Return a ticket that is to be kept."""
    return Ticket(words, Spoken("slack", "T1", "C1", "5.5"), ANA, NOW, demand=demand)


async def test_a_ticket_comes_back_as_it_was_made(store: ClaimStore) -> None:
    """What was kept is read again, with its number."""
    kept = await store.add_ticket(new())
    assert kept.number
    assert await store.ticket(kept.number) == kept
    assert await store.ticket(kept.number + 1) is None


async def test_one_demand_has_one_open_ticket(store: ClaimStore) -> None:
    """A second ticket for the same demand is the first, until that one has ended."""
    first = await store.add_ticket(new(demand=7))
    assert await store.add_ticket(new("Again?", demand=7)) == first
    assert (await store.add_ticket(new("Other?", demand=8))).number != first.number
    await store.end_ticket(first.number, NOW, why="solved elsewhere")
    assert (await store.add_ticket(new("Again?", demand=7))).number != first.number


async def test_an_item_has_a_ticket_for_each_thing_that_needs_a_source(store: ClaimStore) -> None:
    """The same words twice are one; others are another, under the same item."""
    meeting, _ = await store.start_meeting(Meeting("Monday", HERE, ANA, NOW, NOW), ())
    item = await store.add_item(Item(ItemKind.WORDS, "Pay", "", ANA, NOW, meeting=meeting.number))
    assert item
    for number in (item.number, 0):
        one = replace(new(), meeting=meeting.number, item=number)
        first = await store.add_ticket(one)
        assert await store.add_ticket(one) == first
        other = await store.add_ticket(replace(one, words="Who counts?"))
        assert (other.number != first.number, other.item) == (True, number)


async def test_of_two_who_take_it_the_first_has_it(store: ClaimStore) -> None:
    """Whoever comes second is told who has it, and nothing is overwritten."""
    kept = await store.add_ticket(new())
    until = NOW + timedelta(hours=3)
    taken = await store.take_ticket(kept.number, ANA, until, seen="")
    assert taken
    assert (taken.owner, taken.deadline, taken.state) == (ANA, until, TicketState.TAKEN)
    assert await store.take_ticket(kept.number, BEN, None, seen="") == taken
    over = await store.take_ticket(kept.number, BEN, None, seen=ANA)
    assert over
    assert over.owner == BEN
    assert await store.take_ticket(99, BEN, None, seen="") is None


async def test_a_ticket_is_settled_by_a_claim_or_dropped(sample: ClaimStore) -> None:
    """An ended ticket stays as it ended, and is open no more."""
    one, two = [await sample.add_ticket(new(words)) for words in ("One?", "Two?")]
    with pytest.raises(RecordError):
        await sample.end_ticket(one.number, NOW, claim="no-such-claim")
    settled = await sample.end_ticket(one.number, NOW, claim="doctors-salary")
    assert settled
    assert (settled.state, settled.claim) == (TicketState.DONE, "doctors-salary")
    assert await sample.end_ticket(one.number, NOW, why="no") == settled
    dropped = await sample.end_ticket(two.number, NOW, why="off the list")
    assert dropped
    assert (dropped.state, dropped.why) == (TicketState.DROPPED, "off the list")
    assert not await sample.open_tickets()


async def test_open_tickets_come_by_deadline(store: ClaimStore) -> None:
    """The earliest comes first and those without a deadline last; lists can be narrowed."""
    numbers = [(await store.add_ticket(new(f"{n}?"))).number for n in range(3)]
    await store.take_ticket(numbers[2], ANA, NOW + timedelta(hours=1), seen="")
    await store.take_ticket(numbers[1], BEN, NOW + timedelta(hours=2), seen="")
    assert [t.number for t in await store.open_tickets()] == [numbers[n] for n in (2, 1, 0)]
    assert [t.number for t in await store.open_tickets(owner="slack:U2")] == [numbers[1]]
    soon = await store.open_tickets(until=NOW + timedelta(minutes=90))
    assert [t.number for t in soon] == [numbers[2]]


async def test_tickets_are_audited_without_their_words(store: ClaimStore) -> None:
    """Who opened, took and ended a ticket is in the audit; what it asks is not."""
    kept = await store.add_ticket(new())
    await store.take_ticket(kept.number, BEN, NOW, seen="")
    await store.end_ticket(kept.number, NOW, why="off the list")
    entries = await store.audit(10)
    assert [(e.deed, e.about, e.who) for e in entries] == [
        (Deed.TICKET, f"ticket {kept.number}", ""),
        (Deed.TICKET, f"ticket {kept.number}", BEN),
        (Deed.TICKET, f"ticket {kept.number}", ANA),
    ]
    assert entries[1].before == {"state": "open", "deadline": None}
    assert entries[0].after == {"state": "dropped"}
    assert "Who pays?" not in repr(entries)


async def test_an_erased_person_signs_no_ticket(store: ClaimStore) -> None:
    """Whoever is erased stands on no ticket any more, and the ticket stays."""
    kept = await store.add_ticket(new())
    await store.take_ticket(kept.number, BEN, None, seen="")
    await store.erase_person("slack", "U1")
    await store.erase_person("slack", "U2")
    ticket = await store.ticket(kept.number)
    assert ticket
    assert ticket.made_by.startswith("erased person")
    assert ticket.owner.startswith("erased person")
