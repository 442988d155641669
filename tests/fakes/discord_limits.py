"""Discord's limits, as problems with names: what the real service would answer 400 to."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

DEFERS = {5: "deferral", 6: "redraw deferral"}
KINDS = {4: "answer", 7: "redraw", 8: "suggestions", 9: "form", **DEFERS}
"""The kinds of a callback, and those of them that only put an answer off."""

EPHEMERAL = 64
SUPPRESS_EMBEDS = 4
_COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
_MESSAGE_KEYS = {
    "tts",
    "content",
    "embeds",
    "components",
    "attachments",
    "flags",
    "allowed_mentions",
    "nonce",
    "enforce_nonce",
    "message_reference",
}
_CHAT_INPUT, _MESSAGE_MENU, _SUB_COMMAND = 1, 3, 1


def size(text: str) -> int:
    """Return how long *text* is in UTF-16 units, after the trimming Discord does."""
    return len(text.strip().encode("utf-16-le")) // 2


def _within(where: str, text: object, least: int, most: int) -> Iterator[str]:
    if not isinstance(text, str):
        yield f"{where} is no text"
    elif not least <= size(text) <= most:
        yield f"{where} has {size(text)} characters, not {least} to {most}"


def message_problems(payload: Json) -> list[str]:
    """Return what is wrong with a message, edit or follow-up."""
    found = [f"unknown key {key}" for key in payload if key not in _MESSAGE_KEYS]
    if "allowed_mentions" not in payload:
        found.append("allowed_mentions is missing")
    elif payload["allowed_mentions"].get("parse") != []:
        found.append("allowed_mentions lets something through")
    elif payload["allowed_mentions"].get("replied_user"):
        found.append("allowed_mentions pings whom it replies to")
    if payload.get("content"):
        found += _within("content", payload["content"], 1, 2000)
    embeds = payload.get("embeds") or []
    if not payload.get("content") and not embeds:
        found.append("the message is empty")
    if len(embeds) > 10:
        found.append("more than 10 embeds")
    for embed in embeds:
        found += _embed_problems(embed)
    total = sum(size(text) for embed in embeds for text in _embed_texts(embed))
    if total > 6000:
        found.append(f"the embeds have {total} characters in all, not 6000")
    found += _row_problems(payload.get("components") or [])
    files = payload.get("attachments") or []
    for file in files:
        if file.get("description") is not None:
            found += _within("alt text", file["description"], 1, 1024)
    shown = {f"attachment://{file['filename']}" for file in files}
    images = [embed["image"]["url"] for embed in embeds if embed.get("image")]
    found += [f"no file for {url}" for url in images if url not in shown]
    return found


def _embed_texts(embed: Json) -> Iterator[str]:
    yield from (embed[key] for key in ("title", "description") if embed.get(key))
    yield from (embed[key][inner] for key, inner in _NESTED if embed.get(key))
    for field in embed.get("fields", []):
        yield from (field["name"], field["value"])


_NESTED = (("footer", "text"), ("author", "name"))


def _embed_problems(embed: Json) -> Iterator[str]:
    if embed.get("type", "rich") != "rich":
        yield "an embed is not rich"
    if not any(text.strip() for text in _embed_texts(embed)):
        yield "an embed is empty"
    for key, most in (("title", 256), ("description", 4096)):
        if key in embed:
            yield from _within(f"embed {key}", embed[key], 1, most)
    for (key, inner), most in zip(_NESTED, (2048, 256), strict=True):
        if key in embed:
            yield from _within(f"embed {key}", embed[key][inner], 1, most)
    if len(embed.get("fields", [])) > 25:
        yield "more than 25 fields"
    for field in embed.get("fields", []):
        yield from _within("field name", field["name"], 1, 256)
        yield from _within("field value", field["value"], 1, 1024)


def _row_problems(rows: list[Json]) -> Iterator[str]:
    if len(rows) > 5:
        yield "more than 5 rows"
    ids: list[str] = []
    for row in rows:
        if row.get("type") != 1:
            yield "a component that is no row"
            continue
        if not 1 <= len(row["components"]) <= 5:
            yield f"a row with {len(row['components'])} components"
        for button in row["components"]:
            if button.get("type") != 2:
                yield "a component that is no button"
            yield from _within("button label", button.get("label"), 1, 80)
            yield from _within("custom_id", button.get("custom_id"), 1, 100)
            ids.append(button["custom_id"])
    if len(ids) != len(set(ids)):
        yield "two components with one custom_id"


def modal_problems(data: Json) -> list[str]:
    """Return what is wrong with a modal."""
    found = list(_within("modal title", data.get("title"), 1, 45))
    found += _within("modal custom_id", data.get("custom_id"), 1, 100)
    parts = data.get("components", [])
    if not 1 <= len(parts) <= 5:
        found.append(f"a modal with {len(parts)} components")
    ids = []
    for part in parts:
        if part["type"] == 10:
            found += _within("text", part["content"], 1, 4000)
        elif part["type"] == 18:
            found += _within("label", part["label"], 1, 45)
            if part.get("description") is not None:
                found += _within("label description", part["description"], 1, 100)
            found += _input_problems(part["component"])
            ids.append(part["component"]["custom_id"])
        else:
            found.append(f"a modal component of type {part['type']}")
    if len(ids) != len(set(ids)):
        found.append("two inputs with one custom_id")
    return found


def _input_problems(box: Json) -> Iterator[str]:
    if box["type"] != 4:
        yield f"an input of type {box['type']}"
        return
    yield from _within("input custom_id", box["custom_id"], 1, 100)
    if box.get("label") is not None:
        yield "an input in a label has a label of its own"
    most = box.get("max_length", 4000)
    if not 1 <= most <= 4000:
        yield f"max_length {most}"
    if box.get("value") is not None:
        yield from _within("input value", box["value"], 0, most)


def command_problems(payload: object) -> list[str]:
    """Return what is wrong with the list of commands."""
    if not isinstance(payload, list):
        return ["the commands are no list"]
    found: list[str] = []
    kinds = [command.get("type", 1) for command in payload]
    if kinds.count(_CHAT_INPUT) > 100 or kinds.count(_MESSAGE_MENU) > 15:
        found.append("too many commands")
    names = [(command.get("type", 1), command["name"]) for command in payload]
    if len(names) != len(set(names)):
        found.append("two commands share a name")
    for command in payload:
        found += _command_problems(command)
    return found


def _command_problems(command: Json) -> Iterator[str]:
    if command.get("contexts") != [0, 1] or command.get("integration_types") != [0]:
        yield f"{command['name']} is offered elsewhere than in servers and direct messages"
    if command.get("type", 1) != _CHAT_INPUT:
        yield from _within("menu name", command["name"], 1, 32)
        if command.get("description"):
            yield "a menu has a description"
        return
    if not _COMMAND_NAME.fullmatch(command["name"]) or command["name"].lower() != command["name"]:
        yield f"command name {command['name']!r}"
    yield from _within("description", command.get("description"), 1, 100)
    options = command.get("options", [])
    subs = [option for option in options if option.get("type") == _SUB_COMMAND]
    if subs and len(subs) != len(options):
        yield "sub-commands and options side by side"
    for sub in subs:
        if not _COMMAND_NAME.fullmatch(sub["name"]):
            yield f"sub-command name {sub['name']!r}"
        yield from _within("sub-command description", sub.get("description"), 1, 100)
        yield from _option_problems(sub.get("options", []))
    if len(options) > 25:
        yield "more than 25 options"
    if not subs:
        yield from _option_problems(options)


def _option_problems(options: list[Json]) -> Iterator[str]:
    if len(options) > 25:
        yield "more than 25 options"
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield "an optional option stands before a required one"
    for option in options:
        if not _COMMAND_NAME.fullmatch(option["name"]):
            yield f"option name {option['name']!r}"
        yield from _within("option description", option.get("description"), 1, 100)
        if option["type"] not in {3, 4, 11}:
            yield f"option type {option['type']}"
        if not 1 <= option.get("max_length", 6000) <= 6000:
            yield "option max_length"


def choice_problems(data: Json) -> list[str]:
    """Return what is wrong with suggestions."""
    choices = data.get("choices", [])
    found = [] if len(choices) <= 25 else ["more than 25 choices"]
    for choice in choices:
        found += _within("choice name", choice["name"], 1, 100)
        found += _within("choice value", choice["value"], 1, 100)
    return found


def callback_problems(asked: int, kind: int, data: Json) -> list[str]:
    """Return what is wrong with an answer of *kind* to an interaction of the kind *asked*."""
    component = asked == 3
    if kind not in KINDS or (kind == 8) != (asked == 4):
        return [f"callback type {kind} to an interaction of type {asked}"]
    if kind in {6, 7} and not component:
        return [f"callback type {kind} to what is no component"]
    if kind == 9:
        if asked == 5:
            return ["a modal in answer to a modal"]
        return modal_problems(data)
    if kind == 8:
        return choice_problems(data)
    if kind in DEFERS:
        wrong = set(data) - {"flags"} or data.get("flags", 0) not in {0, EPHEMERAL}
        return ["a deferral with more than the ephemeral flag"] if wrong else []
    return message_problems(data)
