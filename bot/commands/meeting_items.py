"""`/meeting add`, `move`, `next`, `drop`, `decide`, `ticket`: going through an agenda."""

import re
from datetime import UTC, datetime

from bot.commands.meeting_lines import line_of
from bot.commands.meeting_place import chair, channel_of, open_desk, press, refusals
from bot.commands.relation_words import signed
from bot.commands.restricted import restricted
from bot.commands.suggest import suggest_claims
from bot.commands.ticket_words import ticket_reply
from bot.core.errors import Unusable
from bot.core.plain import quoted
from bot.core.registry import Context, Param, command
from bot.core.reply import (
    Action,
    Actions,
    FieldKind,
    Form,
    FormField,
    Outcome,
    Paragraph,
    Reply,
    Strong,
)
from knowledge.desk import Desk, Found, How, Restricted
from knowledge.meetings import MAX_DECISION, MAX_ITEM, Item, ItemKind, Sheet
from knowledge.model import Topic
from knowledge.roles import Role
from knowledge.text import folded
from knowledge.ticketing import MAX_WORDS

_MOVE = re.compile(r"#?(\d{1,3})\s*(?:to|->|→|,|\s)\s*#?(\d{1,3})", re.IGNORECASE)


@command(
    "meeting-add",
    "Put a claim, a topic, a question or a few words on the agenda",
    params=[
        Param("what", "A claim's name, a topic, or words", max_length=1_000, suggest=suggest_claims)
    ],
    under="meeting",
    needs=Role.REPORTER,
    example="/meeting add doctors-salary",
)
async def meeting_add(context: Context, what: str = "") -> Outcome:
    """Put it on the agenda, or ask what first."""
    to = channel_of(context)
    if not what:
        field = FormField("what", "What", hint="doctors-salary", max_length=MAX_ITEM)
        return Form("Put on the agenda", "meeting-add", (field,), "Add it")
    desk = await open_desk(context)
    item = await _item(desk, what, signed(context.request.actor))
    with refusals():
        sheet, kept, new = await desk.meetings.add(to, item)
    place = sheet.place_of(kept)
    done = f"Item {place} of {len(sheet.agenda)} is new." if new else "It is on the agenda already."
    return await _item_reply(context, sheet, place, done)


async def _item(desk: Desk, what: str, by: str) -> Item:
    """Return the item that *what* means: a claim's or topic's exact name, a question, or words."""
    now = datetime.now(UTC).replace(microsecond=0)
    found = await desk.look_up(what)
    if isinstance(found, Restricted):
        raise restricted(what)
    if isinstance(found, Found) and found.how in (How.SLUG, How.ALIAS):
        return Item(ItemKind.CLAIM, "", "added", by, now, slug=found.record.claim.slug)
    topic = await desk.topic(what)
    if isinstance(topic, Topic) and folded(what) in (topic.key, folded(topic.label)):
        return Item(ItemKind.TOPIC, topic.label, "added", by, now, topic=topic.key)
    kind = ItemKind.QUESTION if what.rstrip().endswith("?") else ItemKind.WORDS
    return Item(kind, what, "added", by, now)


@command(
    "meeting-move",
    "Move an item of the agenda, such as: 3 to 1",
    params=[Param("what", "Which item to which place: 3 to 1", required=True, max_length=40)],
    under="meeting",
    needs=Role.REPORTER,
    example="/meeting move 3 to 1",
)
async def meeting_move(context: Context, what: str) -> Reply:
    """Move an item."""
    read = _MOVE.fullmatch(" ".join(what.split()))
    if read is None:
        raise Unusable(
            f"“{what[:40]}” does not say which item goes where.",
            "Give both by their numbers on the board: /meeting move 3 to 1",
            field="what",
        )
    place, onto = int(read[1]), int(read[2])
    with refusals():
        sheet = await (await chair(context)).move(channel_of(context), place, onto)
    return await _item_reply(context, sheet, onto, f"Item {place} is item {onto} now.")


@command(
    "meeting-next",
    "Go on to the next item",
    params=[Param("seen", "The item that was current", max_length=12, hidden=True)],
    under="meeting",
    needs=Role.REPORTER,
    example="/meeting next",
)
async def meeting_next(context: Context, seen: str = "") -> Reply:
    """Go on, unless somebody else did since the button was shown."""
    was = int(seen) if seen.isascii() and seen.isdigit() else None
    with refusals():
        sheet = await (await chair(context)).go_on(channel_of(context), was)
    current = sheet.current
    if current is None:
        how = Paragraph(("Every item is done. /meeting end posts the minutes.",))
        presses = Actions((press("End the meeting", "end"),))
        return Reply("That was the last item.", (how, presses))
    place = sheet.place_of(current)
    return await _item_reply(context, sheet, place, f"Item {place} of {len(sheet.agenda)} is on.")


@command(
    "meeting-drop",
    "Drop an item of the agenda",
    params=[Param("number", "Number of the item on the board", required=True, max_length=40)],
    under="meeting",
    needs=Role.REPORTER,
    example="/meeting drop 3",
)
async def meeting_drop(context: Context, number: str) -> Reply:
    """Drop an item."""
    place = _place(number)
    with refusals():
        sheet, item = await (await chair(context)).drop(channel_of(context), place)
    count = len(sheet.agenda)
    left = f"The agenda has {count} item{'s' * (count != 1)} now."
    again = item.slug or item.topic or item.words
    presses = Actions((press("Put it on again", "add", what=again[:60]),))
    return Reply(f"Item {place} is dropped.", (Paragraph((left,)), presses))


def _place(typed: str) -> int:
    text = typed.strip().removeprefix("#")
    if not (text.isascii() and text.isdigit()):
        raise Unusable(
            f"“{typed[:40]}” is no number of an item.",
            "Give its number on the board: /meeting drop 3",
            field="number",
        )
    return int(text)


@command(
    "meeting-decide",
    "Note what was decided about the item that is on",
    params=[Param("words", "What was decided", max_length=1_000)],
    under="meeting",
    needs=Role.REPORTER,
    example="/meeting decide we run it with the ministry's answer",
)
async def meeting_decide(context: Context, words: str = "") -> Outcome:
    """Note a decision, or ask for its words first."""
    to = channel_of(context)
    if not words:
        field = FormField("words", "Decided", FieldKind.TEXT, max_length=MAX_DECISION)
        return Form("Note a decision", "meeting-decide", (field,), "Note it")
    with refusals():
        sheet, decision = await (await chair(context)).decide(
            to, words, signed(context.request.actor)
        )
    current = next((item for item in sheet.agenda if item.number == decision.item), None)
    where = f"Under item {sheet.place_of(current)}." if current else "Under no item: none is on."
    said = (Paragraph((quoted(decision.words),)), Paragraph((where,)))
    return Reply("The decision is noted.", said)


@command(
    "meeting-ticket",
    "Needs a source: open a ticket for the item that is on",
    params=[Param("words", "What needs a source", max_length=1_000)],
    under="meeting",
    needs=Role.REPORTER,
    example="/meeting ticket who pays the doctors?",
)
async def meeting_ticket(context: Context, words: str = "") -> Outcome:
    """Open a ticket, or ask for its words first."""
    to, desk = channel_of(context), await open_desk(context)
    if not words:
        with refusals():
            sheet = await desk.meetings.here(to)
        current = sheet.current
        about = await line_of(desk, current, sheet.place_of(current)) if current else None
        value = (about.item.words or about.about)[:MAX_WORDS] if about else ""
        field = FormField(
            "words", "What needs a source", FieldKind.TEXT, value, max_length=MAX_WORDS
        )
        return Form("Needs a source", "meeting-ticket", (field,), "Open a ticket")
    with refusals():
        _, ticket = await desk.meetings.ticket(to, words, signed(context.request.actor))
    return ticket_reply(ticket, desk.zone, "It stands on the board until somebody settles it.")


async def _item_reply(context: Context, sheet: Sheet, place: int, done: str) -> Reply:
    """Return one item as it stands, under what was *done*."""
    desk = await open_desk(context)
    line = await line_of(desk, sheet.agenda[place - 1], place)
    said = Paragraph((f"{line.owner}: {line.about} — ", Strong(line.state)))
    presses: tuple[Action, ...] = (line.action,) if line.action else ()
    presses += (press("Next", "next", seen=str(sheet.meeting.current)),)
    return Reply(done, (said, Actions(presses)))
