"""An answer as plain text, complete: what screen readers, notifications and fallbacks read.

Structure is by line, so that nothing depends on looks. Control characters and the marks that
reorder text are taken out, because here a quotation could otherwise rewrite the line it stands in.
"""

import re

from bot.core.reply import (
    Action,
    Actions,
    Block,
    Chart,
    Divider,
    Facts,
    File,
    Form,
    Line,
    Link,
    Note,
    Outcome,
    Paragraph,
    Quotation,
    Sources,
    Span,
    Strong,
    Table,
)

_OPTIONS = frozenset(
    {"page", "f", "run", "remove", "seen", "draft", "anyway", "share", "days", "after"}
)
"""Arguments that are typed by name; all others are the command's words."""

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return *text* without control characters and without the marks that reorder text."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n"))


def quoted(text: str) -> str:
    """Return *text* in quotation marks."""
    return f"“{text}”"


def span_text(span: Span) -> str:
    """Return one span; a link shows its address after its words."""
    match span:
        case Link(text, url):
            return clean(f"{text} <{url}>")
        case Strong(text):
            return clean(text)
        case str():
            return clean(span)


def line_text(line: Line) -> str:
    """Return a line of spans."""
    return "".join(span_text(span) for span in line)


def typed(action: Action) -> str:
    """Return what to type, on a platform without buttons, for the same as pressing *action*."""
    words = [value for name, value in action.args.items() if name not in _OPTIONS]
    options = [f"{name}={value}" for name, value in action.args.items() if name in _OPTIONS]
    name = action.command
    if action.under:
        name = f"{action.under} {name.removeprefix(f'{action.under}-')}"
    return clean(" ".join([f"/{name}", *words, *options]))


def block_lines(block: Block, *, hints: bool) -> list[str]:
    """Return the lines of *block*; *hints* says what to type in place of each button."""
    match block:
        case Paragraph(spans) | Note(spans):
            return [line_text(spans)]
        case Quotation(text, owner):
            return [clean(f"{quoted(text)} — {owner}")]
        case Facts(rows):
            return [clean(f"{row.label}: ") + line_text(row.value) for row in rows]
        case Sources(title, rows):
            lines = [clean(f"{title}:")]
            for row in rows:
                lines.append(clean(f"• {row.owner}: ") + line_text(row.said))
                if hints and row.action:
                    lines.append(f"  {typed(row.action)}")
            return lines
        case Actions(actions):
            return [f"{clean(a.label)}: type {typed(a)}" for a in actions] if hints else []
        case Table(title, header, table_rows):
            heading = clean(table_heading(title, header))
            return [heading, *(f"• {line_text(row_line(header, row))}" for row in table_rows)]
        case Chart(title, _, bars):
            lines = [clean(f"• {bar.owner}: {bar.figure}") for bar in bars]
            return [clean(f"{title}:"), *lines]
        case File():
            return [file_words(block)]
        case Divider():
            return []


def file_words(file: File) -> str:
    """Return the name of *file* and its size: `castro-1957-r1.html (12 kB)`."""
    return clean(f"{file.name} ({max(1, round(len(file.content) / 1000)):,} kB)")


def table_heading(title: str, header: tuple[str, ...]) -> str:
    """Return the line above a table's rows, for where there are no columns to stand over."""
    return f"{title} ({' · '.join(header)}):" if header else f"{title}:"


def row_line(header: tuple[str, ...], row: tuple[Line, ...]) -> Line:
    """Return a table's *row* as one line: owner in bold, then each cell under its column's name."""
    spans: list[Span] = []
    for number, cell in enumerate(row):
        if number == 0:
            spans.append(Strong(f"{line_text(cell)}: "))
        elif line_text(cell).strip():
            named = f"{header[number]}: " if 1 < number < len(header) else ""
            spans += [f"; {named}" if len(spans) > 1 else named, *cell]
    return tuple(span for span in spans if span != "")


def _to_send(form: Form) -> str:
    """Return what to do, where no form can be filled in, with one: only one field fits a line."""
    if len(form.fields) > 1 or form.args:
        return "To fill it in: ask for it in a chat, such as the one that `onrecord console` opens."
    field = form.fields[0]
    return f"To send it: type /{form.submits} {field.value or f'<{field.label.lower()}>'}"


def plain(outcome: Outcome, *, hints: bool = False) -> str:
    """Return *outcome* as text, blocks set apart by an empty line."""
    if isinstance(outcome, Form):
        fields = [f"{field.label}: {field.value}".rstrip() for field in outcome.fields]
        said = (outcome.title, outcome.note, *fields, _to_send(outcome) if hints else "")
        return "\n".join(clean(line) for line in said if line)
    parts = [clean(outcome.notice)] if outcome.notice else []
    parts.append(clean(outcome.title))
    for block in outcome.blocks:
        lines = block_lines(block, hints=hints)
        if lines:
            parts.append("\n".join(lines))
    return "\n\n".join(parts)
