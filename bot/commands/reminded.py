"""Told of their own accord: that a question has an answer on record, that a ticket is due."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.commands.cards import claim_card
from bot.commands.ticket_words import ticket_reply
from bot.core.plain import quoted
from bot.core.policy import CONSOLE
from bot.core.rounds import Chore
from bot.core.telling import Composed, Composer
from knowledge.audit import Deed, signed_by
from knowledge.desk import Desk, Found, How
from knowledge.notices import NewNotice, Notice, NoticeKind, Spoken
from knowledge.ports import ClaimStore
from knowledge.relating import is_withdrawn
from knowledge.tickets import Ticket

AHEAD = timedelta(hours=1)
"""Whoever has a ticket is reminded so long before it is due."""

_LOOKED_AT = "demand looked at"
"""The keepsake that holds up to which entry of the audit was looked for answers."""

_ENTRIES = 200
_ADDING = frozenset({Deed.ADDED, Deed.EDITED, Deed.DECIDED, Deed.OPENED})


def answered(desk: Desk) -> Composer:
    """Return what tells somebody that the desk found something on record about their question."""

    async def compose(notice: Notice, _now: datetime) -> Composed | None:
        seen = await desk.for_viewer(may_see_restricted=False)
        found = await seen.look_up(str(notice.about["slug"]))
        if not isinstance(found, Found) or found.how is not How.SLUG:
            return None
        if is_withdrawn(found.record.claim):
            return None
        demand = await seen.demands.numbered(int(notice.about["demand"]))
        asked = f" {quoted(demand.words)}" if demand.words else ""
        said = f"You asked{asked}. The desk says that this is on record about it; read it first."
        return Composed(replace(claim_card(found.record, notice=said), replaces=False))

    return compose


def due(desk: Desk) -> Composer:
    """Return what reminds somebody of a ticket of theirs that is due."""

    async def compose(notice: Notice, now: datetime) -> Composed | None:
        ticket = await _still(desk, int(notice.about["ticket"]), notice.to)
        if ticket is None or ticket.deadline is None or ticket.deadline > now + AHEAD:
            return None
        late = ticket.deadline <= now
        said = "A ticket of yours is due." if late else "A ticket of yours is due within the hour."
        return Composed(
            replace(ticket_reply(ticket, desk.zone, said, ticket.owner), replaces=False)
        )

    return compose


async def _still(desk: Desk, number: int, to: Spoken) -> Ticket | None:
    """Return the ticket if it is open and that person still has it."""
    theirs = await desk.tickets.open_ones(owner=f"{to.platform}:{to.person}")
    return next((ticket for ticket in theirs if ticket.number == number), None)


def reminders(desk: Desk, store: ClaimStore) -> Chore:
    """Return the chore that makes due to remind whoever has a ticket, once for each deadline."""
    reminded: set[str] = set()

    async def remind(now: datetime) -> None:
        notices = []
        for ticket in await desk.tickets.open_ones(until=now + AHEAD):
            who = signed_by(ticket.owner)
            if who is None or ticket.deadline is None or who.platform == CONSOLE:
                continue
            key = f"ticket {ticket.number} of {who.platform}:{who.id} due {ticket.deadline:%F %T}"
            to = Spoken(who.platform, ticket.to.workspace, person=who.id)
            if key not in reminded:
                notices.append(NewNotice(key, NoticeKind.TICKET, to, {"ticket": ticket.number}))
        await store.add_notices(notices, now)
        reminded.update(notice.key for notice in notices)

    return remind


def new_answers(desk: Desk, store: ClaimStore) -> Chore:
    """Return the chore that looks whether what was put on record was asked for in vain before.

    Only what is found by the very words that found nothing counts, and only where they are kept.
    Whoever wished to be told is told what is on record, and not that it answers them.
    """
    seen: int | None = None

    async def look(now: datetime) -> None:
        nonlocal seen
        if seen is None:
            head = (await store.audit_head()).partition(":")[0]
            seen = int(await store.kept(_LOOKED_AT) or head or 0)
        entries = await store.audit_after(seen, _ENTRIES)
        if not entries:
            return
        added = {entry.slug for entry in entries if entry.slug and entry.deed in _ADDING}
        if added:
            shown = await desk.for_viewer(may_see_restricted=False)
            await desk.demands.look_again(await shown.claims(sorted(added)), shown.found_by, now)
        seen = entries[-1].number
        await store.keep(_LOOKED_AT, str(seen))

    return look
