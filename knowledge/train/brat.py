"""brat's standoff format: a text, and beside it the spans that people marked and linked.

Spans are called Source, Cue and Content, in any case of letters. What is linked, by a relation in
either direction or by an event, belongs together: a cue with its contents, and the sources of
either. A content that nothing is linked to is attributed to nobody in particular.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.errors import RecordError
from knowledge.extract.found import Attributed
from knowledge.model import Span
from knowledge.train.gold import BadGold, GoldDocument, attributed

_ROLES = ("source", "cue", "content")
_PLACES = re.compile(r"\d+ \d+(?:;\d+ \d+)*")


@dataclass(slots=True)
class _Marked:
    role: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)


def read_brat(file: Path) -> GoldDocument:
    """Return the labelled text of *file*, the `.txt` or the `.ann` of a pair. Raises `BadGold`."""
    text = _read(file.with_suffix(".txt"))
    marked = _Marked()
    for number, line in enumerate(_read(file.with_suffix(".ann")).splitlines(), 1):
        try:
            _take(line, marked, len(text))
        except (ValueError, RecordError) as error:
            raise BadGold(f"Line {number} of {file.with_suffix('.ann')}: {error}.") from None
    return GoldDocument(file.stem, text, tuple(_attributions(marked)))


def _read(file: Path) -> str:
    try:
        # Offsets count the line ends as they stand, so they are not to be translated.
        with file.open(encoding="utf-8", newline="") as opened:
            return opened.read()
    except OSError as error:
        raise BadGold(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadGold(f"{file} is not UTF-8 text.") from None


def _take(line: str, marked: _Marked, length: int) -> None:
    identity, _, rest = line.partition("\t")
    kind = identity[:1]
    if kind == "T":
        role, _, places = rest.partition("\t")[0].partition(" ")
        if role.lower() not in _ROLES:
            return
        if not _PLACES.fullmatch(places):
            raise ValueError("a span is written “T1, tab, Content 0 12, tab, its words”")
        spans = tuple(Span(*map(int, place.split())) for place in places.split(";"))
        if spans[-1].end > length:
            raise ValueError(f"a span ends at {spans[-1].end}, past the text's {length}")
        marked.role[identity] = role.lower()
        marked.spans[identity] = spans
    elif kind in "RE" and rest:
        parts = [part.partition(":")[2] for part in rest.split() if ":" in part]
        if kind == "E" and parts:
            marked.triggers[identity] = parts[0]
        marked.links += [(parts[0], other) for other in parts[1:]] if parts else []


def _attributions(marked: _Marked) -> Iterator[Attributed]:
    near: dict[str, list[str]] = {identity: [] for identity in marked.role}
    for pair in marked.links:
        one, other = (marked.triggers.get(end, end) for end in pair)
        if one in near and other in near and one != other:
            near[one].append(other)
            near[other].append(one)

    def of(role: str, around: Iterable[str]) -> list[str]:
        return [other for each in around for other in near[each] if marked.role[other] == role]

    taken: set[str] = set()
    for cue in (each for each, role in marked.role.items() if role == "cue"):
        contents = of("content", [cue])
        # A content is often linked to its source alone, and the source to the cue.
        contents = contents or of("content", of("source", [cue]))
        if contents:
            taken.update(contents)
            sources = of("source", [cue]) or of("source", contents)
            yield _made(marked, sources, [cue], contents)
    for content in (each for each, role in marked.role.items() if role == "content"):
        if content not in taken:
            yield _made(marked, of("source", [content]), [], [content])


def _made(
    marked: _Marked, sources: Iterable[str], cues: Iterable[str], contents: Iterable[str]
) -> Attributed:
    def spans(identities: Iterable[str]) -> set[Span]:
        return {span for identity in identities for span in marked.spans[identity]}

    return attributed(spans(sources), spans(cues), spans(contents))
