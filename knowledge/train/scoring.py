"""How well attributions were found, by letters, so that no way of cutting words is favoured.

Letters are all characters that are not white space. A pair of a labelled and a found attribution
counts as a match of contents when they share at least half of all the letters that either has;
pairs are made one to one, those that share most first. An attribution is right when its content
matches and its source touches the labelled one, or neither has a source.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from knowledge.extract.found import Attributed
from knowledge.model import Span

_AT_THE_EDGES = " \t\n\r\u00a0\"'“”‘’.,;:!?…—–-"
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and their harmonic mean, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over any number of texts; scores are added up with `+`.

    `gold` and `found` are attributions, those with the suffix `_letters` letters of contents;
    `matches`, `exact` and `right` are contents that match, are the same but for marks at the edges,
    and whose source is right, too; `cues` those matches whose cue is right.
    """

    gold: int = 0
    found: int = 0
    gold_letters: int = 0
    found_letters: int = 0
    shared_letters: int = 0
    matches: int = 0
    exact: int = 0
    right: int = 0
    cues: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )

    @property
    def letters(self) -> Measure:
        """How well the letters of contents were found."""
        return _measure(self.shared_letters, self.found_letters, self.gold_letters)

    @property
    def content(self) -> Measure:
        """How well contents were found, by half of their letters."""
        return _measure(self.matches, self.found, self.gold)

    @property
    def exactly(self) -> Measure:
        """How well contents were found, to the letter."""
        return _measure(self.exact, self.found, self.gold)

    @property
    def attribution(self) -> Measure:
        """How well contents were found together with who says them."""
        return _measure(self.right, self.found, self.gold)

    @property
    def source_accuracy(self) -> float:
        """The share of matching contents whose source is right."""
        return self.right / (self.matches or 1)

    @property
    def cue_accuracy(self) -> float:
        """The share of matching contents whose cue is right."""
        return self.cues / (self.matches or 1)


def _measure(right: int, found: int, gold: int) -> Measure:
    precision, recall = (right / found if found else 0.0), (right / gold if gold else 0.0)
    both = precision + recall
    return Measure(precision, recall, 2 * precision * recall / both if both else 0.0)


def scored(text: str, gold: Sequence[Attributed], found: Sequence[Attributed]) -> Score:
    """Return how well *found* is what *gold* says of *text*."""
    gold = [each for each in gold if each.content]
    found = [each for each in found if each.content]
    wanted = [_letters(each.content, text) for each in gold]
    made = [_letters(each.content, text) for each in found]
    pairs = list(_pairs(wanted, made))
    wanted_letters, made_letters = set().union(*wanted), set().union(*made)
    exact = Counter(_trimmed(each.content, text) for each in gold) & Counter(
        _trimmed(each.content, text) for each in found
    )
    return Score(
        gold=len(gold),
        found=len(found),
        gold_letters=len(wanted_letters),
        found_letters=len(made_letters),
        shared_letters=len(wanted_letters & made_letters),
        matches=len(pairs),
        exact=exact.total(),
        right=sum(_touch(gold[one].source, found[other].source, text) for one, other in pairs),
        cues=sum(_touch(gold[one].cue, found[other].cue, text) for one, other in pairs),
    )


def _letters(spans: Iterable[Span], text: str) -> set[int]:
    return {
        place
        for span in spans
        for place in range(span.start, min(span.end, len(text)))
        if not text[place].isspace()
    }


def _trimmed(spans: Iterable[Span], text: str) -> frozenset[int]:
    places = sorted({place for span in spans for place in range(span.start, span.end)})
    first, last = 0, len(places)
    while first < last and text[places[first]] in _AT_THE_EDGES:
        first += 1
    while last > first and text[places[last - 1]] in _AT_THE_EDGES:
        last -= 1
    return frozenset(place for place in places[first:last] if not text[place].isspace())


def _pairs(wanted: Sequence[set[int]], made: Sequence[set[int]]) -> Iterable[tuple[int, int]]:
    rated = sorted(
        (
            (len(ours & theirs) / len(ours | theirs), one, other)
            for one, ours in enumerate(wanted)
            for other, theirs in enumerate(made)
            if ours & theirs
        ),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for value, one, other in rated:
        if one not in used[0] and other not in used[1]:
            used[0].add(one)
            used[1].add(other)
            if value >= _SAME:
                yield one, other


def _touch(gold: Iterable[Span], found: Iterable[Span], text: str) -> bool:
    ours, theirs = _letters(gold, text), _letters(found, text)
    return bool(ours & theirs) or not (ours or theirs)
