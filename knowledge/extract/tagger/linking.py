"""Which content and which source belong to a cue: how a pair looks, and the choice among them.

Every content goes to one cue; a source may serve several.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.extract.tagger.labels import Segment
from knowledge.extract.tagger.tokens import Row

_FAR = 80
"""Tokens from a cue beyond which nothing is looked for."""

Likely = Callable[[Sequence[str]], float]
"""How likely a pair with these features belongs together."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A cue with its contents and its source, as segments of one row."""

    cue: Segment
    contents: tuple[Segment, ...]
    source: Segment | None


def top(row: Row, segment: Segment) -> int:
    """Return the token of *segment* that the others hang on: whose head is outside of it."""
    for place in range(segment.first, segment.last + 1):
        head = row.tokens[place].head
        if (not segment.first <= head <= segment.last or head == place) and (
            row.tokens[place].pos != "PUNCT"
        ):
            return place
    return segment.first


def pair_features(row: Row, segments: Sequence[Segment], cue: Segment, other: Segment) -> list[str]:
    """Return what the pair of *cue* and *other* looks like."""
    tokens = row.tokens
    before = other.first < cue.first
    left, right = (other, cue) if before else (cue, other)
    gap = max(right.first - left.last - 1, 0)
    between = [each for each in segments if left.last < each.first and each.last < right.first]
    words = tokens[left.last + 1 : right.first]
    stops = sum(token.first for token in tokens[left.last + 1 : right.first + 1])
    head, mine = top(row, cue), top(row, other)
    relation = _relation(row, head, mine)
    lemma = tokens[cue.first].lemma if cue.first == cue.last else tokens[head].lemma
    side = "<" if before else ">"
    near = f"{side}{min(gap, 3)}"
    roles = "".join(each.role[1] for each in between)[:4]
    made = [
        "bias",
        f"side={side}",
        f"near={near}",
        f"gap={min(gap.bit_length(), 7)}",
        f"roles={side}{roles}",
        f"count={len(between)}",
        f"stops={side}{min(stops, 3)}",
        f"rel={relation}",
        f"rel2={relation}.{tokens[head].pos}.{tokens[mine].pos}",
        f"lemma={lemma}.{side}",
        f"dep={tokens[mine].dep}.{side}",
        f"quoted={tokens[other.first].quoted:d}{side}{min(stops, 2)}",
        f"all={side}{roles}.{min(stops, 2)}",
        f"rr={relation}.{roles}",
    ]
    if words and all(token.pos == "PUNCT" for token in words):
        made.append(f"marks={side}{''.join(token.text for token in words)[:4]}")
    if gap == 0:
        made.append(f"touch={side}")
    return made


def _relation(row: Row, cue: int, other: int) -> str:
    """Return how *other* hangs on *cue* in the parse, in a word or two."""
    tokens = row.tokens
    if tokens[other].head == cue and other != cue:
        return f"kid.{tokens[other].dep}"
    if tokens[cue].head == other and other != cue:
        return f"head.{tokens[cue].dep}"
    if tokens[other].head == tokens[cue].head:
        return f"sibling.{tokens[other].dep}"
    at, steps = other, 0
    while tokens[at].head != at and steps < 12:
        at, steps = tokens[at].head, steps + 1
        if at == cue:
            return "below"
    at, steps = cue, 0
    while tokens[at].head != at and steps < 12:
        at, steps = tokens[at].head, steps + 1
        if at == other:
            return "above"
    return "none"


def pairs(segments: Sequence[Segment], cue: Segment, role: str) -> Iterable[Segment]:
    """Return the segments of *role* that stand near enough to *cue*, in reading order."""
    for each in segments:
        if each.role == role and each.first - cue.last < _FAR and cue.first - each.last < _FAR:
            yield each


def linked(
    row: Row, segments: Sequence[Segment], content: Likely, source: Likely, least: float
) -> tuple[Linked, ...]:
    """Return the attributions that *segments* form: cues that have a content.

    *content* and *source* tell how likely a segment belongs to a cue; a source needs *least*.
    """
    cues = [each for each in segments if each.role == "cue"]
    mine: dict[Segment, list[Segment]] = {cue: [] for cue in cues}
    options = [
        (each, cue, content(pair_features(row, segments, cue, each)))
        for cue in cues
        for each in pairs(segments, cue, "content")
    ]
    options.sort(key=lambda option: option[0].first)
    for _, group in groupby(options, key=lambda option: option[0].first):
        each, cue, _ = max(group, key=lambda option: option[2])
        mine[cue].append(each)
    return tuple(
        Linked(cue, tuple(contents), _source(row, segments, cue, source, least))
        for cue, contents in mine.items()
        if contents
    )


def _source(
    row: Row, segments: Sequence[Segment], cue: Segment, source: Likely, least: float
) -> Segment | None:
    rated = [
        (source(pair_features(row, segments, cue, each)), -each.first, each)
        for each in pairs(segments, cue, "source")
    ]
    if not rated:
        return None
    likely, _, best = max(rated)
    return best if likely >= least else None
