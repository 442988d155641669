"""What a person sees of what Discord took."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord_markup import shown
from tests.fakes.discord_server import Taken

Json = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """What a person sees: the words, the buttons with their tokens, and who else sees them."""

    text: str
    buttons: Mapping[str, str]
    private: bool
    payload: Json
    kind: str = ""


def texts(payload: Json) -> list[str]:
    """Return the texts of a message in reading order, as they are shown."""
    found = [shown(payload.get("content") or "")]
    for embed in payload.get("embeds") or []:
        found += [shown(embed.get("title", "")), shown(embed.get("description", ""))]
        found += [f"{f['name']}: {shown(f['value'])}" for f in embed.get("fields", [])]
        found.append(embed.get("footer", {}).get("text", ""))
    return [text for text in found if text]


def buttons(payload: Json) -> dict[str, str]:
    """Return the buttons of a message, label to token."""
    rows = payload.get("components") or []
    return {b["label"]: b["custom_id"] for row in rows for b in row.get("components", [])}


def seen(taken: Taken) -> Seen:
    """Return what was taken as a person sees it."""
    if taken.kind == "form":
        words = [taken.payload["title"]]
        words += [p.get("label") or p.get("content", "") for p in taken.payload["components"]]
        return Seen("\n\n".join(words), {}, True, taken.payload, taken.kind)
    text = "\n\n".join(texts(taken.payload))
    return Seen(text, buttons(taken.payload), taken.private, taken.payload, taken.kind)
