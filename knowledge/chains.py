"""Where chains of citations end: at those who cite nobody, or in a circle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Edges = Mapping[str, frozenset[str]]
"""Who cites whom."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Where chains end: at single ones, and in circles without a way out."""

    ends: frozenset[str]
    circles: frozenset[frozenset[str]]


def ends_of(edges: Edges, starts: Iterable[str]) -> Ends:
    """Return where the chains end that begin at *starts*; it does so for any graph at all."""
    reached: dict[str, frozenset[str]] = {}
    todo = list(starts)
    while todo:
        node = todo.pop()
        if node not in reached:
            reached[node] = _reached_from(node, edges)
            todo += reached[node]
    circles = frozenset(
        frozenset({node, *beyond})
        for node, beyond in reached.items()
        if beyond - {node} and all(node in reached[other] for other in beyond)
    )
    ends = frozenset(node for node, beyond in reached.items() if not beyond - {node})
    return Ends(ends, circles)


def _reached_from(start: str, edges: Edges) -> frozenset[str]:
    """Return what can be reached from *start* by one step or more."""
    seen: set[str] = set()
    todo = [*edges.get(start, ())]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += edges.get(node, ())
    return frozenset(seen)
