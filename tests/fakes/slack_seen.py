"""What a person sees of what Slack took."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack.words import unescape
from tests.fakes.slack_server import Taken

Json = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """What a person sees: the words, the buttons with their values, and who else sees them."""

    text: str
    buttons: Mapping[str, str]
    private: bool
    payload: Json
    method: str = ""
    shown: str = ""

    @property
    def view(self) -> Json:
        """The modal or home tab."""
        view: Json = self.payload["view"]
        return view


def literal(value: object) -> str:
    """Return the words in blocks, each block on its own line."""
    if isinstance(value, dict):
        if value.get("type") in {"text", "link", "plain_text"}:
            return str(value.get("text", ""))
        if value.get("type") == "button":
            return ""
        parts = [literal(v) for k, v in value.items() if k in {"text", "elements", "label"}]
        return "".join(parts)
    return "".join(map(literal, value)) if isinstance(value, list) else ""


def _buttons(blocks: list[Json]) -> dict[str, str]:
    elements = [e for b in blocks for e in (*_elements(b), b.get("accessory", {}))]
    buttons = [e for e in elements if e.get("type") == "button"]
    return {e["text"]["text"]: e.get("value", "") for e in buttons}


def _elements(block: Json) -> list[Json]:
    return list(block["elements"]) if block["type"] == "actions" else []


def seen(taken: Taken) -> Seen:
    """Return what was taken as a person sees it."""
    payload = taken.payload
    view = payload.get("view")
    blocks = (view or payload).get("blocks", [])
    shown = "\n\n".join(filter(None, map(literal, blocks)))
    private = (
        view is not None
        or taken.method == "chat.postEphemeral"
        or (taken.method == "respond" and payload.get("response_type") != "in_channel")
        or (taken.method == "chat.postMessage" and payload["channel"].startswith(("D", "U")))
    )
    text = shown if view else unescape(payload["text"])
    return Seen(text, _buttons(blocks), private, payload, taken.method, shown)
