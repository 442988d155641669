"""Forms as modals: a `Form` to a view, and a submitted view to a question. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.adapters.slack.incoming import Address, Payload, press_address, text_at
from bot.adapters.slack.render import view_blocks
from bot.adapters.slack.richtext import Json, plain_text
from bot.adapters.slack.words import shorten
from bot.core.errors import BadToken, Unusable
from bot.core.plain import clean
from bot.core.registry import Command
from bot.core.reply import FieldKind, Form, FormField, Reply

FORM = "form"
ANSWER = "answer"
SUGGEST = "suggest"

_MAX_METADATA = 3_000
_MAX_TITLE = 24
_MAX_INPUT = 3_000
_MAX_INITIAL = 75


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted form: the command it is, its arguments, and where the answer goes."""

    command: str
    args: Mapping[str, str]
    address: Address
    fields: frozenset[str]
    missing: str = ""


def find_form(command: Command) -> Form:
    """Return the form that asks for a command's one argument, with suggestions as one types."""
    param = command.text_param
    if param is None:
        raise ValueError(f"/{command.name} takes no words, so there is nothing to ask for")
    field = FormField(
        param.name,
        param.description,
        FieldKind.SUGGEST if param.suggest else FieldKind.LINE,
        required=param.required,
        max_length=param.max_length,
    )
    return Form("Onrecord", command.name, (field,), submit="Look up", note=command.summary)


def suggest_id(command: str, param: str) -> str:
    """Return the action_id of a select that suggests values for a parameter."""
    return f"{SUGGEST}:{command}:{param}"


def suggested_by(action_id: str) -> tuple[str, str]:
    """Return the command and parameter that `suggest_id` wrote, or two empty texts."""
    parts = action_id.split(":")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == SUGGEST else ("", "")


def select(command: str, param: str) -> Json:
    """Return a select that is fed by a parameter's suggestions from the first letter."""
    return {
        "type": "external_select",
        "action_id": suggest_id(command, param),
        "placeholder": plain_text("Type to search"),
        "min_query_length": 1,
    }


def modal(form: Form, address: Address) -> Json:
    """Return *form* as a modal that remembers where its answer goes.

    Raises `Unusable` when what the form carries is more than Slack lets a modal keep.
    """
    blocks: list[Json] = []
    if clean(form.note).strip():
        note = {"type": "section", "block_id": "note", "text": plain_text(clean(form.note)[:3000])}
        blocks.append(note)
    for field in form.fields:
        blocks += _inputs(form, field)
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_text(shorten(clean(form.title), _MAX_TITLE)),
        "submit": plain_text(shorten(clean(form.submit), _MAX_TITLE)),
        "close": plain_text("Cancel"),
        "private_metadata": _remembered(form, address),
        "blocks": blocks,
    }


def _remembered(form: Form, address: Address) -> str:
    kept = {
        "command": form.submits,
        "args": dict(form.args),
        "channel": address.channel,
        "thread": address.thread,
        "url": address.response_url,
        "need": [f.name for f in form.fields if f.required and f.kind is FieldKind.SUGGEST],
    }
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    if len(text) > _MAX_METADATA:
        raise Unusable(
            "That is more text than Slack lets a form carry.",
            "Ask again with the words that matter, or in the console.",
        )
    return text


def _inputs(form: Form, field: FormField) -> list[Json]:
    label = plain_text(clean(field.label)[:2000] or field.name)
    base: Json = {"type": "input", "block_id": f"field:{field.name}", "label": label}
    if clean(field.hint).strip():
        base["hint"] = plain_text(clean(field.hint)[:2000])
    if field.kind is not FieldKind.SUGGEST:
        return [{**base, "element": _text_input(field), "optional": not field.required}]
    chosen = select(form.submits, field.name)
    initial = clean(field.value)
    if initial.strip() and len(initial) <= _MAX_INITIAL:
        chosen["initial_option"] = {"text": plain_text(initial), "value": initial}
    typed = {
        "type": "input",
        "block_id": f"typed:{field.name}",
        "label": plain_text("Or in your own words"),
        "element": _text_input(replace(field, kind=FieldKind.LINE, value="")),
        "optional": True,
    }
    return [{**base, "element": chosen, "optional": True}, typed]


def _text_input(field: FormField) -> Json:
    longest = max(1, min(field.max_length, _MAX_INPUT))
    made: Json = {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": field.kind is FieldKind.TEXT,
        "max_length": longest,
    }
    if field.value:
        made["initial_value"] = clean(field.value)[:longest]
    return made


def read(body: Payload) -> Submission:
    """Return the submission in a `view_submission` payload. Raises `BadToken` for anything else."""
    try:
        kept = json.loads(text_at(body, "view", "private_metadata"))
        fixed = {str(name): str(value) for name, value in kept["args"].items()}
        needed = [str(name) for name in kept["need"]]
        command = str(kept["command"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadToken("That form cannot be read.", "Ask again to get a fresh one.") from error
    from_view = press_address(body)
    address = replace(
        from_view,
        channel=text_at(kept, "channel"),
        thread=text_at(kept, "thread"),
        response_url=text_at(kept, "url"),
    )
    picked, typed = _values(body)
    names = frozenset(picked) | frozenset(typed)
    values = {name: typed.get(name) or picked.get(name, "") for name in names}
    missing = next((name for name in needed if not values.get(name)), "")
    given = {name: value for name, value in values.items() if value}
    return Submission(command, {**fixed, **given}, address, names, missing)


def _values(body: Payload) -> tuple[dict[str, str], dict[str, str]]:
    """Return what was picked or filled in, and what was typed in place of a suggestion."""
    picked: dict[str, str] = {}
    typed: dict[str, str] = {}
    view: Any = body.get("view") or {}
    values = (view.get("state") or {}).get("values") or {}
    for block_id, actions in values.items():
        kind, _, name = str(block_id).partition(":")
        for state in actions.values():
            text = text_at(state, "value") or text_at(state, "selected_option", "value")
            if kind == "field":
                picked[name] = text
            elif kind == "typed":
                typed[name] = text
    return picked, typed


def errors_for(name: str, reply: Reply) -> dict[str, str]:
    """Return the error to show at a field: the sentence and the next step."""
    lines = [reply.title]
    for block in reply.blocks[:1]:
        lines += [span for span in getattr(block, "spans", ()) if isinstance(span, str)]
    return {f"field:{name}": clean(" ".join(lines))[:2000]}


def answer_view(reply: Reply) -> tuple[Json, bool]:
    """Return *reply* as a modal without inputs, and whether all of it fitted."""
    blocks, whole = view_blocks(reply)
    return _closed(blocks), whole


def waiting_view() -> Json:
    """Return the modal that is shown while an answer is on its way."""
    text = plain_text("The desk is looking. The answer appears here.")
    return _closed([{"type": "section", "block_id": "waiting", "text": text}])


def _closed(blocks: list[Json]) -> Json:
    return {
        "type": "modal",
        "callback_id": ANSWER,
        "title": plain_text("Onrecord"),
        "close": plain_text("Close"),
        "blocks": blocks,
    }
