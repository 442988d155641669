"""Forms as modals, and as a button or words where Discord shows no modal."""

import discord
from discord import ui

from bot.adapters.discord.buttons import shortened
from bot.adapters.discord.escape import literal, room
from bot.core import tokens
from bot.core.plain import clean, plain
from bot.core.reply import Action, Actions, FieldKind, Form, FormField, Paragraph, Reply
from bot.core.request import Request

MAX_PARTS = 5
MAX_TITLE = 45
MAX_LABEL = 45
MAX_DESCRIPTION = 100
MAX_INPUT = 4000


def modal(form: Form) -> ui.Modal | None:
    """Return *form* as a modal, or nothing where it is more than a modal can hold.

    Its custom_id says which command it is for, so that it can be sent after a restart as well.
    """
    action = Action(form.submit, form.submits, form.args)
    if not tokens.fits(action) or not 1 <= len(form.fields) <= MAX_PARTS:
        return None
    made = ui.Modal(
        title=shortened(form.title, MAX_TITLE) or "Onrecord",
        timeout=None,
        custom_id=tokens.encode(action),
    )
    note = clean(form.note).strip()
    if note and len(form.fields) < MAX_PARTS:
        made.add_item(ui.TextDisplay(literal(note)[:MAX_INPUT]))
    for field in form.fields:
        made.add_item(_labelled(field))
    # A modal that was stopped before it is sent is not kept: the answer comes as an interaction.
    made.stop()
    return made


def _labelled(field: FormField) -> ui.Label[ui.Modal]:
    longest = max(1, min(field.max_length, MAX_INPUT))
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.long if field.kind is FieldKind.TEXT else discord.TextStyle.short,
        default=_filled_in(field.value, longest) or None,
        required=field.required,
        max_length=longest,
    )
    label = shortened(field.label, MAX_LABEL) or field.name
    said = field.hint if label == " ".join(field.label.split()) else f"{field.label} {field.hint}"
    return ui.Label(text=label, description=shortened(said, MAX_DESCRIPTION) or None, component=box)


def _filled_in(text: str, longest: int) -> str:
    """Return as much of *text* as an input takes, where an emoji counts for two letters."""
    kept = clean(text)[:longest]
    while room(kept) > longest:
        kept = kept[:-1]
    return kept


def as_reply(form: Form, request: Request) -> Reply:
    """Return *form* as an answer whose button opens it, or else says what to type.

    For where Discord takes no modal: after a deferral, after another form, and in answer to a
    message.
    """
    opens = Action(form.title, request.command, request.args)
    if tokens.fits(opens) and modal(form) is not None:
        note = (Paragraph((form.note,)),) if form.note else ()
        return Reply(form.title, (*note, Actions((opens,))))
    return in_words(form)


def in_words(form: Form) -> Reply:
    """Return *form* as an answer that says what to type to send it."""
    title, _, rest = plain(form, hints=True).partition("\n")
    return Reply(title, (Paragraph((rest,)),) if rest else ())
