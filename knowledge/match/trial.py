"""Claims and queries from files, to measure how well a gear finds, and what stands for each.

A line of another program has no document, outlet or topic, so the claim gets the least that a
record needs and nothing it does not say: the speaker where one is given, or that the file has it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.errors import RecordError
from knowledge.model import (
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    Document,
    Maker,
    PartialDate,
    Strength,
    Topic,
    Voice,
)
from knowledge.text import folded

_FILE = Claimant("the-file", "The file", ClaimantKind.OUTLET)
_TOPIC = Topic("the-file", "The file")
_SPEAKERS = ("speaker", "author", "claimant")
_LONGEST_KEY = 80


class BadLineError(ValueError):
    """A line that cannot be read; the message is a sentence that names it."""


@dataclass(frozen=True, slots=True)
class TrialClaim:
    """A claim of a file: the id there, and the record it becomes."""

    identity: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Query:
    """A query of a file."""

    identity: str
    text: str


def read_claims(lines: Iterable[str], name: str) -> list[TrialClaim]:
    """Return the claims among *lines* of the file called *name*, the first of each id.

    Lines of another kind are passed over. Raises `BadLineError`.
    """
    found: dict[str, TrialClaim] = {}
    for number, line in _objects(lines, name):
        if not _is(line, "claim"):
            continue
        identity = _identity(line, ("id", "vclaim_id"), number, name)
        text = _text(line, ("claim", "vclaim", "text"), number, name)
        if identity not in found:
            found[identity] = TrialClaim(identity, _claim(len(found), text, line))
    return list(found.values())


def read_queries(lines: Iterable[str], name: str) -> list[Query]:
    """Return the queries among *lines* of the file called *name*. Raises `BadLineError`."""
    found = []
    for number, line in _objects(lines, name):
        if _is(line, "query") or _is(line, "question"):
            identity = _identity(line, ("id", "qid"), number, name)
            found.append(Query(identity, _text(line, ("query", "question", "text"), number, name)))
    return found


def _objects(lines: Iterable[str], name: str) -> Iterable[tuple[int, dict[str, object]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            raise BadLineError(f"Line {number} of {name} is no JSON.") from None
        if not isinstance(value, dict):
            raise BadLineError(f"Line {number} of {name} is no JSON object.")
        yield number, value


def _is(line: dict[str, object], kind: str) -> bool:
    """Say whether *line* may be of that kind: it says so, or it does not say what it is."""
    said = line.get("kind")
    return said == kind or (said is None and not _of_another_kind(line, kind))


def _of_another_kind(line: dict[str, object], kind: str) -> bool:
    claims = ("claim", "vclaim") if kind != "claim" else ("query", "question")
    return any(name in line for name in claims) and not any(
        name in line for name in (kind, "vclaim" if kind == "claim" else kind)
    )


def _identity(line: dict[str, object], names: Iterable[str], number: int, name: str) -> str:
    for key in names:
        if isinstance(value := line.get(key), (str, int)) and str(value):
            return str(value)
    raise BadLineError(f"Line {number} of {name} has no `id`.")


def _text(line: dict[str, object], names: Iterable[str], number: int, name: str) -> str:
    names = list(names)
    for key in names:
        if isinstance(value := line.get(key), str):
            return value.encode("utf-8", "replace").decode()
    raise BadLineError(f"Line {number} of {name} has no `{names[0]}`.")


def _claim(place: int, text: str, line: dict[str, object]) -> Claim:
    speaker = next((s for n in _SPEAKERS if isinstance(s := line.get(n), str) and s.strip()), "")
    speaker = " ".join(speaker.encode("utf-8", "replace").decode().split())
    key = folded(speaker)[:_LONGEST_KEY].strip("-")
    makers: tuple[Maker, ...] = ()
    if key:
        makers = (Maker(Claimant(f"said-by-{key}", speaker, ClaimantKind.PERSON), speaker),)
    title = line.get("title")
    said_by = speaker if makers else _FILE.name
    return Claim(
        slug=f"n{place + 1}",
        label=title.encode("utf-8", "replace").decode() if isinstance(title, str) else "",
        statement=f"{said_by} says: {text}",
        topic=_TOPIC,
        document=Document(f"n{place + 1}", _FILE, "", published=_day(line.get("date"))),
        attribution=Attribution(
            Voice.INDIRECT if makers else Voice.OUTLET, Strength.STATED, makers=makers
        ),
    )


def _day(value: object) -> PartialDate | None:
    """Return the day that a file gives, as 2020-10-31 or 31-10-2020, if it gives one we read."""
    if not isinstance(value, str):
        return None
    parts = value.strip()[:10].split("-")
    if len(parts) == 3 and len(parts[2]) == 4:
        parts.reverse()
    try:
        return PartialDate("-".join(part.zfill(2) for part in parts))
    except RecordError:
        return None
