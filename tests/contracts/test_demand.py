"""What every store promises of questions that found nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.demand import KEY, Demand, Miss, mark_of, print_of
from knowledge.errors import RecordError
from knowledge.notices import Spoken
from knowledge.ports import ClaimStore
from knowledge.tickets import Ticket

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECRET = b"\x01" * 32
ANA, BEN = Spoken("slack", "T1", person="U1"), Spoken("discord", "1", person="7")


def miss(words: str, who: Spoken = ANA, minutes: int = 0) -> Miss:
    """Return that *who* asked *words*, without leave."""
    mark = mark_of(who.platform, who.person, SECRET)
    return Miss(print_of(words, SECRET), mark, NOW + timedelta(minutes=minutes))


def leave(words: str, who: Spoken = ANA) -> Miss:
    """Return that *who* asked *words* and lets the desk keep them."""
    counted = miss(words, who)
    return Miss(counted.print, counted.mark, NOW, words, who)


async def asked(store: ClaimStore) -> Sequence[tuple[str, int, int]]:
    """Return the words of what is open, how often it was asked, and by how many."""
    return [(d.words, d.times, d.askers) for d in await store.demands(10)]


async def test_what_found_nothing_is_counted_without_its_words(store: ClaimStore) -> None:
    """The same question by two people is one, asked three times, and nobody reads it."""
    number = await store.count_demand(miss("Who pays the doctors?"))
    assert await store.count_demand(miss("the doctors: who pays?", minutes=5)) == number
    assert await store.count_demand(miss("Who pays doctors", BEN, 9)) == number
    assert await store.demand(number) == Demand(number, "", 3, 2, NOW, NOW + timedelta(minutes=9))
    assert await store.demand(number + 1) is None
    assert not await store.to_tell(number)


async def test_words_are_kept_with_leave_and_the_first_stay(store: ClaimStore) -> None:
    """Leave keeps the words and whom to tell, and is no second question."""
    number = await store.count_demand(miss("Who pays the doctors?"))
    assert await store.leave_demand(leave("Who pays the doctors?")) == number
    await store.leave_demand(leave("Doctors? Who pays", BEN))
    assert await asked(store) == [("Who pays the doctors?", 1, 2)]
    assert list(await store.to_tell(number)) == sorted(
        [ANA, BEN], key=lambda w: mark_of(w.platform, w.person, SECRET)
    )
    await store.told_demand(number)
    assert not await store.to_tell(number)


async def test_those_in_words_can_be_asked_for_alone(store: ClaimStore) -> None:
    """What most people ask without leave keeps nothing that has words out of a short list."""
    await store.count_demand(miss("ferry prices"))
    await store.count_demand(miss("ferry prices", BEN))
    await store.leave_demand(leave("Who pays the doctors?"))
    assert [each.words for each in await store.demands(1)] == [""]
    assert [each.words for each in await store.demands(1, worded=True)] == ["Who pays the doctors?"]
    assert not await store.demands(1, worded=True, ended=True)


async def test_asking_again_uses_no_number_up(store: ClaimStore) -> None:
    """The second question has the number after the first's, however often that was asked."""
    for minutes in range(3):
        number = await store.count_demand(miss("ferry prices", minutes=minutes))
    assert await store.count_demand(miss("Who pays the doctors?")) == number + 1


async def test_the_first_key_stays(store: ClaimStore) -> None:
    """Whoever makes a key second is given the first."""
    assert await store.demand_key("aa") == "aa"
    assert await store.demand_key("bb") == "aa"
    assert await store.kept(KEY) == "aa"


async def test_leave_alone_is_a_question_asked_once(store: ClaimStore) -> None:
    """Whoever leaves words that were never counted is counted with them."""
    await store.leave_demand(leave("Who pays?"))
    assert await asked(store) == [("Who pays?", 1, 1)]


async def test_what_most_people_ask_comes_first(store: ClaimStore) -> None:
    """Three times by one is less asked than once by each of two."""
    for minute in range(3):
        await store.count_demand(miss("ferry prices", ANA, minute))
    for who in (ANA, BEN):
        await store.count_demand(miss("harbour depth", who))
    counts = [(d.times, d.askers) for d in await store.demands(10)]
    assert counts == [(2, 2), (3, 1)]
    assert len(await store.demands(1)) == 1


async def test_an_ended_demand_stays_so_until_it_is_asked_again(sample: ClaimStore) -> None:
    """A claim ends it; asked again in vain it is open, and its askers are told anew."""
    number = await sample.leave_demand(leave("ferry prices"))
    with pytest.raises(RecordError):
        await sample.end_demand(number, NOW, claim="no-such-claim")
    ended = await sample.end_demand(number, NOW, claim="doctors-salary")
    assert ended
    assert (ended.claim, ended.ended_at) == ("doctors-salary", NOW)
    assert await sample.end_demand(number, NOW, why="never mind") == ended
    assert await sample.end_demand(99, NOW) is None
    assert not await sample.demands(10)
    assert [d.number for d in await sample.demands(10, ended=True)] == [number]
    await sample.told_demand(number)
    await sample.count_demand(miss("ferry prices", minutes=3))
    assert await asked(sample) == [("ferry prices", 2, 1)]
    assert list(await sample.to_tell(number)) == [ANA]


async def test_a_demand_shows_its_open_ticket(store: ClaimStore) -> None:
    """Whoever looks at what is asked for sees who is at it."""
    number = await store.count_demand(miss("ferry prices"))
    ticket = await store.add_ticket(
        Ticket("ferry prices", Spoken("slack"), "slack:U1 Ana", NOW, demand=number)
    )
    await store.take_ticket(ticket.number, "slack:U1 Ana", None, seen="")
    demand = await store.demand(number)
    assert demand
    assert (demand.ticket, demand.owner) == (ticket.number, "slack:U1 Ana")
    await store.end_ticket(ticket.number, NOW, why="no")
    demand = await store.demand(number)
    assert demand
    assert (demand.ticket, demand.owner) == (0, "")


async def test_an_erased_person_asked_nothing(store: ClaimStore) -> None:
    """Who asked is forgotten, mark and all; that somebody did stays counted."""
    await store.keep(KEY, SECRET.hex())
    number = await store.leave_demand(leave("ferry prices"))
    await store.count_demand(miss("ferry prices", BEN))
    erased = await store.erase_person("slack", "U1")
    assert ("unanswered questions", 1) in erased.replaced
    assert not await store.to_tell(number)
    await store.count_demand(miss("ferry prices"))
    assert await asked(store) == [("ferry prices", 3, 3)]


def test_a_question_without_a_telling_word_has_no_print() -> None:
    """Words that every question has tell no question from another."""
    assert print_of("who is it?", SECRET) == ""
    assert print_of("", SECRET) == ""
    assert print_of("ferry", SECRET) != print_of("ferry", b"\x02" * 32)
