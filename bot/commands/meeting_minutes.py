"""The minutes of a meeting: what was shown, decided and left open, item by item.

One laying out serves the message in the chat and the Markdown that people take away.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile

from bot.commands import words
from bot.commands.meeting_board import ended_words, many
from bot.commands.meeting_lines import dropped_lines, lines_of
from bot.commands.ticket_words import stands, when
from bot.core.plain import clean, line_text, quoted
from bot.core.reply import Block, Note, Paragraph, Reply, SourceRow, Sources
from knowledge.amending import called
from knowledge.check import status
from knowledge.desk import Desk
from knowledge.meetings import ItemState, Sheet, Shown
from knowledge.model import Claim, Subject
from knowledge.relating import is_withdrawn
from knowledge.tickets import Ticket

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_NUMBER = re.compile(r"^(\d+)\.")
_NO_LIST = r"\1\\."
_BESIDES = "Besides the agenda"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: whose it is, what was said, and the claim it shows, if one."""

    owner: str
    said: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One item and what came of it."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes, laid out: `said` opens them, `quiet` are the items of which nothing came.

    `withheld` says how much belongs to what is not shown, or nothing.
    """

    title: str
    said: str
    parts: tuple[Part, ...]
    quiet: tuple[str, ...]
    withheld: str


async def minutes_of(desk: Desk, sheet: Sheet) -> Minutes:
    """Return the minutes of a meeting; *desk* shows no restricted claim."""
    meeting = sheet.meeting
    claims = {c.slug: c for c in await desk.claims([each.slug for each in sheet.shown])}
    tickets = await desk.tickets.of_meeting(meeting.number)
    parts, quiet = [], []
    for line in await lines_of(desk, sheet):
        rows = _rows(desk, sheet, claims, tickets, line.item.number)
        late = " (not reached)" if line.item.state is ItemState.WAITING else ""
        if rows:
            parts.append(Part(f"{line.heading} ({line.state})", rows))
        else:
            quiet.append(f"{line.heading}{late}")
    for line in await dropped_lines(desk, sheet):
        if rows := _rows(desk, sheet, claims, tickets, line.item.number):
            parts.append(Part(f"Dropped: {line.owner}: {line.about} ({line.state})", rows))
    loose = [s for s in sheet.shown if not sheet.has(s.item) and s.slug in claims]
    besides = (
        *(_shown(claims[each.slug], each) for each in loose),
        *_rows(desk, sheet, claims, tickets, 0),
    )
    if besides:
        parts.append(Part(_BESIDES, besides))
    began = f"Started by {called(meeting.started_by)} on {when(meeting.started_at, desk.zone)}."
    # They are read again long after, and what is on record goes on.
    as_of = f"How things stand is as of {when(datetime.now(UTC), desk.zone)}."
    said = f"{began} {ended_words(desk, sheet)} {as_of}"
    title = f"Minutes: “{meeting.name}”"
    return Minutes(title, said, tuple(parts), tuple(quiet), _withheld(sheet, tickets))


def _withheld(sheet: Sheet, tickets: Sequence[Ticket]) -> str:
    decisions = sum(not sheet.has(each.item) for each in sheet.decisions)
    asked = sum(not sheet.has(ticket.item) for ticket in tickets)
    counts = [many(decisions, "decision")] if decisions else []
    counts += [many(asked, "ticket")] if asked else []
    verb = "belongs" if decisions + asked == 1 else "belong"
    return f"{' and '.join(counts)} {verb} to an item that is not shown here." if counts else ""


def _rows(
    desk: Desk,
    sheet: Sheet,
    claims: dict[str, Claim],
    tickets: Sequence[Ticket],
    item: int,
) -> tuple[Row, ...]:
    shown = [_shown(claims[s.slug], s) for s in sheet.shown if s.item == item and s.slug in claims]
    decided = [
        Row(f"Decided, by {called(each.by)}", quoted(each.words))
        for each in sheet.decisions
        if each.item == item
    ]
    asked = [
        Row(
            f"Ticket {t.number}, from {called(t.made_by)}",
            f"{quoted(t.words)} {stands(t, desk.zone)}",
        )
        for t in tickets
        if t.item == item
    ]
    return (*shown, *decided, *asked)


def _shown(claim: Claim, shown: Shown) -> Row:
    """Return a claim as it stands, and what of that was otherwise when it was shown."""
    revision = f"Shown in revision {shown.revision}{_stood(claim, shown)}"
    if claim.revision != shown.revision:
        revision += f"; by now it is revision {claim.revision}, as here"
    if is_withdrawn(claim):
        # Of what a withdrawn claim says nothing is told again.
        gone = words.status_words(claim, Subject.CLAIM)
        said = f"Do not use an earlier answer. {revision}. Claim: {gone}"
    else:
        said = f"{line_text(words.row_words(claim))} {revision}."
    return Row(words.owner(claim), f"{claim.label}. {said}", claim.slug)


def _stood(claim: Claim, shown: Shown) -> str:
    """Return which status was another when *claim* was shown first, as an aside, or nothing."""
    then = tuple(takewhile(lambda review: review.at <= shown.at, claim.reviews))
    was = {subject: status(then, subject) for subject in Subject}
    other = [
        f"{subject.value.capitalize()}: {word}"
        for subject, word in was.items()
        if word != status(claim.reviews, subject)
    ]
    return f", when it read {', '.join(other)}" if other else ""


def minutes_reply(minutes: Minutes, number: int) -> Reply:
    """Return the minutes as a message."""
    blocks: list[Block] = [Paragraph((minutes.said,))]
    for part in minutes.parts:
        rows = tuple(SourceRow(row.owner, (_with_slug(row),)) for row in part.rows)
        blocks.append(Sources(part.heading, rows))
    if minutes.quiet:
        blocks.append(Note((f"Nothing noted: {'; '.join(minutes.quiet)}.",)))
    if minutes.withheld:
        blocks.append(Note((minutes.withheld,)))
    blocks.append(Note((f"Kept as meeting {number}. /meeting minutes {number} gives a file.",)))
    return Reply(f"{minutes.title}.", tuple(blocks))


def _with_slug(row: Row) -> str:
    return f"{row.said} ({row.slug})" if row.slug else row.said


def as_markdown(minutes: Minutes) -> str:
    """Return the minutes as Markdown; what people wrote is taken letter for letter."""
    lines = [f"# {_literal(minutes.title)}", "", _literal(minutes.said), ""]
    for part in minutes.parts:
        lines += [f"## {_literal(part.heading)}", ""]
        lines += [f"- **{_literal(row.owner)}**: {_literal(_with_slug(row))}" for row in part.rows]
        lines.append("")
    if minutes.quiet:
        lines += ["## Nothing noted", ""]
        # A number and a dot would begin a list of its own.
        lines += [f"- {_NUMBER.sub(_NO_LIST, _literal(line))}" for line in minutes.quiet]
        lines.append("")
    if minutes.withheld:
        lines += [minutes.withheld, ""]
    return "\n".join(lines)


def _literal(text: str) -> str:
    return _MARKS.sub(r"\\\1", clean(" ".join(text.split())))
