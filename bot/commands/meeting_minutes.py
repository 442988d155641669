"""The minutes of a meeting: what was shown, decided and left open, item by item.

One laying out serves the message in the chat and the Markdown that people take away.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import words
from bot.commands.meeting_board import ended_words
from bot.commands.meeting_lines import lines_of
from bot.commands.ticket_words import stands, when
from bot.core.plain import line_text, quoted
from bot.core.reply import Block, Note, Paragraph, Reply, SourceRow, Sources
from knowledge.amending import called
from knowledge.desk import Desk
from knowledge.meetings import ItemState, Sheet, Shown
from knowledge.model import Claim
from knowledge.tickets import Ticket

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
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
    """Minutes, laid out: `said` opens them, `quiet` are the items of which nothing came."""

    title: str
    said: str
    parts: tuple[Part, ...]
    quiet: tuple[str, ...]


async def minutes_of(desk: Desk, sheet: Sheet) -> Minutes:
    """Return the minutes of a meeting; *desk* shows no restricted claim."""
    meeting = sheet.meeting
    claims = {c.slug: c for c in await desk.claims([each.slug for each in sheet.shown])}
    tickets = await desk.tickets.of_meeting(meeting.number)
    parts, quiet = [], []
    for line in await lines_of(desk, sheet):
        rows = _rows(desk, sheet, claims, tickets, line.item.number)
        late = "" if line.item.state is ItemState.DONE or rows else " (not reached)"
        late = "" if line.item.state is ItemState.CURRENT else late
        if rows:
            parts.append(Part(f"{line.heading} ({line.state})", rows))
        else:
            quiet.append(f"{line.heading}{late}")
    on_agenda = {item.number for item in sheet.agenda}
    gone = {i.number for i in sheet.items} - on_agenda | {0}
    rows = tuple(row for n in sorted(gone) for row in _rows(desk, sheet, claims, tickets, n))
    if rows:
        parts.append(Part(_BESIDES, rows))
    began = f"Started by {called(meeting.started_by)} on {when(meeting.started_at, desk.zone)}."
    said = f"{began} {ended_words(desk, sheet)}"
    return Minutes(f"Minutes: “{meeting.name}”", said, tuple(parts), tuple(quiet))


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
        Row(f"Ticket {t.number}", f"{quoted(t.words)} {stands(t, desk.zone)}")
        for t in tickets
        if t.item == item
    ]
    return (*shown, *decided, *asked)


def _shown(claim: Claim, shown: Shown) -> Row:
    revision = f"Shown in revision {shown.revision}"
    if claim.revision != shown.revision:
        revision += f"; by now it is revision {claim.revision}, as here"
    said = f"{claim.label}. {line_text(words.row_words(claim))} {revision}."
    return Row(words.owner(claim), said, claim.slug)


def minutes_reply(minutes: Minutes, number: int) -> Reply:
    """Return the minutes as a message."""
    blocks: list[Block] = [Paragraph((minutes.said,))]
    for part in minutes.parts:
        rows = tuple(SourceRow(row.owner, (_with_slug(row),)) for row in part.rows)
        blocks.append(Sources(part.heading, rows))
    if minutes.quiet:
        blocks.append(Note((f"Nothing noted: {'; '.join(minutes.quiet)}.",)))
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
        lines += [f"- {_literal(line)}" for line in minutes.quiet]
        lines.append("")
    return "\n".join(lines)


def _literal(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
