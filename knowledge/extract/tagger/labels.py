"""Roles of tokens as labels, one a token: where a source, a cue or a content begins and goes on."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.extract.found import Attributed
from knowledge.extract.tagger.tokens import Row, Token
from knowledge.model import Span

OUTSIDE = "O"
ROLES = ("content", "source", "cue")
"""In this order they are written over each other, where rules let them overlap."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens `first` to `last`, which is taken in, that have one role."""

    role: str
    first: int
    last: int


def labels(row: Row, attributions: Iterable[Attributed], *, ruled: bool = False) -> list[str]:
    """Return the label of each token of *row*, such as `B-cue`; with *ruled*, its rule's name too.

    Where attributions stand inside of each other, the outermost counts.
    """
    made = [OUTSIDE] * len(row.tokens)
    starts = [token.start for token in row.tokens]
    outer = [each for each in attributions if each.parent is None]
    for role in ROLES:
        for each in outer:
            name = f"{role}:{each.rule}" if ruled else role
            for span in _of(each, role):
                _write(made, row.tokens, starts, span, name)
    return made


def _of(attribution: Attributed, role: str) -> tuple[Span, ...]:
    return {
        "content": attribution.content,
        "source": attribution.source,
        "cue": attribution.cue,
    }[role]


def _write(
    made: list[str], tokens: Sequence[Token], starts: Sequence[int], span: Span, name: str
) -> None:
    place = max(bisect_left(starts, span.start) - 1, 0)
    begun = False
    while place < len(tokens) and tokens[place].start < span.end:
        if tokens[place].end > span.start:
            made[place] = f"{'I' if begun else 'B'}-{name}"
            begun = True
        place += 1


def segments(labelled: Sequence[str]) -> tuple[Segment, ...]:
    """Return the stretches that *labelled* tokens form, in reading order."""
    made: list[Segment] = []
    for place, label in enumerate(labelled):
        if label == OUTSIDE:
            continue
        role = label[2:]
        last = made[-1] if made else None
        goes_on = label[0] == "I" and last is not None and last.role == role
        if goes_on and last is not None and last.last == place - 1:
            made[-1] = Segment(role, last.first, place)
        else:
            made.append(Segment(role, place, place))
    return tuple(made)
