"""What Slack accepts as blocks and views: shapes and limits, unknown fields refused."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]

MAX_TOTAL = 11_000
_LOOSE = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")
_STYLES = {"bold", "italic", "strike", "code"}

_BLOCKS: dict[str, tuple[set[str], set[str]]] = {
    "section": ({"text"}, {"fields", "accessory", "expand"}),
    "context": ({"elements"}, set()),
    "actions": ({"elements"}, set()),
    "divider": (set(), set()),
    "header": ({"text"}, set()),
    "rich_text": ({"elements"}, set()),
    "input": ({"label", "element"}, {"hint", "optional", "dispatch_action"}),
}
_ELEMENTS: dict[str, tuple[set[str], set[str]]] = {
    "button": ({"text", "action_id"}, {"value", "url", "style", "confirm", "accessibility_label"}),
    "external_select": (
        {"action_id", "min_query_length"},
        {"placeholder", "initial_option", "focus_on_load", "confirm"},
    ),
    "plain_text_input": (
        {"action_id"},
        {"multiline", "max_length", "min_length", "initial_value", "placeholder", "focus_on_load"},
    ),
}
_RICH = {"rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_preformatted"}


def _fields(what: str, value: object, need: set[str], may: set[str]) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{what}: not an object"
        return
    for name in sorted(need - set(value)):
        yield f"{what}: {name} is missing"
    for name in sorted(set(value) - need - may - {"type"}):
        yield f"{what}: invalid additional property {name}"


def _length(what: str, value: object, most: int, least: int = 1) -> Iterator[str]:
    if not isinstance(value, str) or not least <= len(value) <= most:
        size = len(value) if isinstance(value, str) else type(value).__name__
        yield f"{what}: {size} is not {least} to {most} characters"


def text_problems(text: object) -> Iterator[str]:
    """Yield what is wrong with a message's `text`, which is parsed for mentions."""
    if not isinstance(text, str) or not text.strip():
        yield "text: missing, and notifications read nothing else"
        return
    if match := _LOOSE.search(text):
        yield f"text: unescaped {text[match.start() : match.start() + 12]!r}"
    yield from _length("text", text, 4_000)


def _text_object(what: str, value: object, most: int, *, plain: bool = False) -> Iterator[str]:
    kind = value.get("type") if isinstance(value, Mapping) else None
    if kind == "plain_text":
        yield from _fields(what, value, {"text"}, {"emoji"})
    elif kind == "mrkdwn" and not plain:
        yield from _fields(what, value, {"text"}, {"verbatim"})
    else:
        yield f"{what}: {kind} is no text object here"
        return
    yield from _length(f"{what}.text", value["text"] if isinstance(value, Mapping) else "", most)


def option_problems(what: str, option: object) -> Iterator[str]:
    """Yield what is wrong with an option of a select."""
    yield from _fields(what, option, {"text", "value"}, {"description", "url"})
    if isinstance(option, Mapping):
        yield from _text_object(f"{what}.text", option.get("text"), 75, plain=True)
        yield from _length(f"{what}.value", option.get("value"), 150)
        if "description" in option:
            yield from _text_object(f"{what}.description", option["description"], 75, plain=True)


def _element(what: str, element: object) -> Iterator[str]:
    kind = element.get("type") if isinstance(element, Mapping) else None
    if not isinstance(element, Mapping) or kind not in _ELEMENTS:
        yield f"{what}: unknown element {kind}"
        return
    yield from _fields(what, element, *_ELEMENTS[kind])
    yield from _length(f"{what}.action_id", element.get("action_id"), 255)
    if kind == "button":
        yield from _text_object(f"{what}.text", element.get("text"), 75, plain=True)
        for name, most in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
            if name in element:
                yield from _length(f"{what}.{name}", element[name], most)
    if "placeholder" in element:
        yield from _text_object(f"{what}.placeholder", element["placeholder"], 150, plain=True)
    if "initial_option" in element:
        yield from option_problems(f"{what}.initial_option", element["initial_option"])
    if "max_length" in element and not 1 <= element["max_length"] <= 3000:
        yield f"{what}.max_length: {element['max_length']}"
    if len(element.get("initial_value", "")) > element.get("max_length", 3000):
        yield f"{what}.initial_value: longer than max_length"


def _rich_text(what: str, block: Mapping[str, Any]) -> Iterator[str]:
    for number, element in enumerate(block.get("elements", [])):
        here = f"{what}.elements[{number}]"
        if element.get("type") not in _RICH:
            yield f"{here}: unknown {element.get('type')}"
        yield from _fields(here, element, {"elements"}, {"style", "indent", "border"})
        if not element.get("elements"):
            yield f"{here}: no elements"
        for place, leaf in enumerate(element.get("elements", [])):
            spot = f"{here}.elements[{place}]"
            if leaf.get("type") == "text":
                yield from _fields(spot, leaf, {"text"}, {"style"})
            elif leaf.get("type") == "link":
                yield from _fields(spot, leaf, {"url"}, {"text", "style", "unsafe"})
                yield from _length(f"{spot}.url", leaf.get("url"), 3000)
                if not str(leaf.get("url", "")).startswith(("http://", "https://")):
                    yield f"{spot}.url: no web address"
            else:
                yield f"{spot}: unknown {leaf.get('type')}"
            if "text" in leaf:
                yield from _length(f"{spot}.text", leaf["text"], 3000)
            if set(leaf.get("style", {})) - _STYLES:
                yield f"{spot}.style: unknown"


def _section(what: str, block: Mapping[str, Any]) -> Iterator[str]:
    yield from _text_object(f"{what}.text", block.get("text"), 3000)
    if "accessory" in block:
        yield from _element(f"{what}.accessory", block["accessory"])


def _context(what: str, block: Mapping[str, Any]) -> Iterator[str]:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 10:
        yield f"{what}: {len(elements)} elements"
    for number, element in enumerate(elements):
        yield from _text_object(f"{what}.elements[{number}]", element, 3000)


def _actions(what: str, block: Mapping[str, Any]) -> Iterator[str]:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 25:
        yield f"{what}: {len(elements)} elements"
    for number, element in enumerate(elements):
        yield from _element(f"{what}.elements[{number}]", element)
    ids = [element.get("action_id") for element in elements]
    if len(set(ids)) != len(ids):
        yield f"{what}: duplicate action_id"


def _input(what: str, block: Mapping[str, Any]) -> Iterator[str]:
    yield from _text_object(f"{what}.label", block.get("label"), 2000, plain=True)
    yield from _element(f"{what}.element", block.get("element"))
    if "hint" in block:
        yield from _text_object(f"{what}.hint", block["hint"], 2000, plain=True)


_CHECKS: dict[str, Callable[[str, Mapping[str, Any]], Iterator[str]]] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
    "input": _input,
}


def block_problems(blocks: object, most: int) -> Iterator[str]:
    """Yield what is wrong with a list of blocks."""
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= most:
        yield f"blocks: {len(blocks) if isinstance(blocks, list) else 'no list'} of 1 to {most}"
        return
    for number, block in enumerate(blocks):
        what = f"blocks[{number}]"
        kind = block.get("type") if isinstance(block, Mapping) else None
        if kind not in _BLOCKS:
            yield f"{what}: unknown block {kind}"
            continue
        need, may = _BLOCKS[kind]
        yield from _fields(what, block, need, may | {"block_id"})
        if "block_id" in block:
            yield from _length(f"{what}.block_id", block["block_id"], 255)
        if kind in _CHECKS:
            yield from _CHECKS[kind](what, block)
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) != len(ids):
        yield "blocks: duplicate block_id"


def leaves(value: object) -> Iterator[str]:
    """Yield every text, address and value in a payload, types and ids left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in {"type", "block_id", "action_id"}:
                yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)


def message_problems(message: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the content of a message."""
    found = list(text_problems(message.get("text")))
    if "blocks" in message:
        found += block_problems(message["blocks"], 50)
    total = sum(map(len, leaves(message.get("blocks", [])))) + len(str(message.get("text", "")))
    if total > MAX_TOTAL:
        found.append(f"msg_blocks_too_long: {total} characters in all")
    return found


def view_problems(view: object) -> list[str]:
    """Return what is wrong with a modal or a home tab."""
    if not isinstance(view, Mapping) or view.get("type") not in {"modal", "home"}:
        return ["view: neither modal nor home"]
    found: list[str] = []
    if view["type"] == "modal":
        may = {"callback_id", "submit", "close", "private_metadata", "notify_on_close"}
        found += _fields("view", view, {"title", "blocks"}, may)
        for name in ("title", "submit", "close"):
            if name in view:
                found += _text_object(f"view.{name}", view[name], 24, plain=True)
        inputs = any(block.get("type") == "input" for block in view.get("blocks", []))
        if inputs and "submit" not in view:
            found.append("view: inputs need a submit")
    else:
        found += _fields("view", view, {"blocks"}, {"callback_id", "private_metadata"})
    found += _length("view.private_metadata", view.get("private_metadata", ""), 3000, 0)
    found += _length("view.callback_id", view.get("callback_id", ""), 255, 0)
    return [*found, *block_problems(view.get("blocks"), 100)]
