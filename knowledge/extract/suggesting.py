"""Attributions that were suggested from outside, put beside those that were found here."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.extract.found import Attributed
from knowledge.model import Span


def beside(found: Sequence[Attributed], suggested: Sequence[Attributed]) -> tuple[Attributed, ...]:
    """Return *found* and those of *suggested* whose words it says nothing of, in reading order.

    What was found here goes first: it can say why, and it was measured.
    """
    new = [each for each in suggested if not any(_meet(each, other) for other in found)]
    if not new:
        return tuple(found)
    ordered = sorted(
        [*enumerate(found), *((None, each) for each in new)],
        key=lambda pair: min((span.start, span.end) for span in (*pair[1].content, *pair[1].cue)),
    )
    places = {before: after for after, (before, _) in enumerate(ordered) if before is not None}
    return tuple(
        replace(each, parent=places[each.parent]) if each.parent is not None else each
        for _, each in ordered
    )


def _meet(one: Attributed, other: Attributed) -> bool:
    """Whether two attributions are of the same words."""
    return _touch((*one.content, *one.cue), (*other.content, *other.cue))


def _touch(ours: Sequence[Span], theirs: Sequence[Span]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in ours for other in theirs)
