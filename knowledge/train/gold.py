"""Labelled texts to learn from: which words are said by whom, as people marked them.

Two forms are read: JSON Lines (`doc`, `text`, `attributions` with `source`, `cue` and `content` as
lists of `[start, end]`) and brat's standoff, a `.txt` with an `.ann` beside it. Offsets count code
points of the text as it stands in the file, end excluded.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import RecordError
from knowledge.extract.found import Attributed
from knowledge.model import Span
from knowledge.vocabulary import Voice

__all__ = ["BadGold", "GoldDocument", "attributed", "read_gold", "read_lines", "read_predicted"]


class BadGold(Exception):
    """Labelled text that cannot be used; the text is one sentence that names file and line."""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text and what it attributes. `group` is what results are told apart by, an outlet say."""

    doc: str
    text: str
    attributions: tuple[Attributed, ...]
    group: str = ""


def attributed(
    source: Iterable[Span], cue: Iterable[Span], content: Iterable[Span], rule: str = "gold"
) -> Attributed:
    """Return an attribution as people marked it: three sets of spans and no more."""
    return Attributed(
        _in_order(source), _in_order(cue), _in_order(content), Voice.INDIRECT, rule=rule
    )


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def read_gold(place: Path, *, group: str = "outlet") -> Iterator[GoldDocument]:
    """Yield the labelled texts of a file, or of every file in a folder, in order of their names.

    *group* is the key of a line of JSON that tells them apart. Raises `BadGold`.
    """
    if place.is_dir():
        files = [
            *sorted(place.rglob("*.jsonl")),
            *(text for text in sorted(place.rglob("*.txt")) if text.with_suffix(".ann").exists()),
        ]
        if not files:
            raise BadGold(f"{place} holds neither .jsonl files nor .txt files with .ann beside.")
    else:
        files = [place]
    for file in files:
        if file.suffix in (".txt", ".ann"):
            from knowledge.train.brat import read_brat

            yield read_brat(file)
        else:
            yield from read_lines(_opened(file), file.name, group=group)


def _opened(file: Path) -> Iterator[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="\n") as opened:
            yield from opened
    except OSError as error:
        raise BadGold(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadGold(f"{file} is not UTF-8 text.") from None


def read_lines(
    lines: Iterable[str], name: str, *, group: str = "outlet", with_text: bool = True
) -> Iterator[GoldDocument]:
    """Yield the labelled texts of JSON Lines; *name* names them in `BadGold`.

    Without *with_text*, lines need no text, and no offset is too large.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            made = _document(json.loads(line), group, with_text)
        except (ValueError, RecursionError):
            raise BadGold(f"Line {number} of {name} is not JSON.") from None
        except (KeyError, TypeError, RecordError) as error:
            reason = error.args[0] if isinstance(error, RecordError) else f"{error} is missing"
            raise BadGold(
                f"Line {number} of {name} cannot be used: {reason}; each line has doc, text and "
                "attributions with source, cue and content as lists of [start, end]."
            ) from None
        yield made


def read_predicted(file: Path) -> Iterator[GoldDocument]:
    """Yield what a program found: the same form, where the text itself may be left out.

    What is marked as `inner`, said within what somebody else says, counts for nothing.
    """
    yield from read_lines(_opened(file), file.name, with_text=False)


def _document(line: dict[str, Any], group: str, with_text: bool) -> GoldDocument:
    text = line["text"] if with_text else line.get("text", "")
    if not isinstance(text, str):
        raise RecordError("its text is no text")
    most = len(text) if with_text else None
    return GoldDocument(
        str(line["doc"]),
        text,
        tuple(
            attributed(
                _spans(each, "source", most),
                _spans(each, "cue", most),
                _spans(each, "content", most),
            )
            for each in line["attributions"]
            if each["content"] and each.get("inner") is not True
        ),
        str(line.get(group) or ""),
    )


def _spans(each: dict[str, Any], role: str, most: int | None) -> Sequence[Span]:
    spans = []
    for pair in each[role]:
        if not (isinstance(pair, list) and list(map(type, pair)) == [int, int]):
            raise RecordError(f"a {role} is not made of [start, end]")
        span = Span(*pair)
        if most is not None and span.end > most:
            raise RecordError(f"a {role} ends at {span.end}, past the text's {most}")
        spans.append(span)
    return spans
