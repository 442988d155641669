"""BM25 in memory, by FTS5's own formula, over words that are normalised already.

FTS5 reads every row that has any of the words, so its cost grows with the store; here the frequent
words are looked up only for claims that the rarer ones leave in the running. The result is the
same: score for score, and ties in the order in which claims came on record.
"""

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import nlargest
from threading import Lock

from knowledge.match.porter import stem

_K1 = 1.2
_B = 0.75
_LEAST_IDF = 1e-6
"""FTS5 gives so much to a word that is in half of the claims or more."""

_EXACT_DIGITS = 9


class WordIndex:
    """The words of claims by number. Numbers grow: a claim is put in after those before it."""

    def __init__(self) -> None:
        self._numbers = array("q")
        self._lengths = array("l")
        self._tokens = 0
        self._lock = Lock()  # claims are put in while others are asked for
        # For each stem, the places in `_numbers` that have it once, and those that have it oftener.
        self._once: dict[str, array[int]] = {}
        self._often: dict[str, dict[int, int]] = {}
        self._sorted_stems: list[str] = []

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def last(self) -> int:
        """The number of the claim put in last, or 0."""
        return self._numbers[-1] if self._numbers else 0

    def put(self, number: int, text: str) -> None:
        """Put in claim *number* with its normalised words, joined by spaces."""
        if number <= self.last:
            raise ValueError(f"claim {number} comes after {self.last}")
        place = len(self._numbers)
        counted = Counter(map(stem, text.split()))
        length = counted.total()
        with self._lock:
            self._add(number, place, counted, length)

    def _add(self, number: int, place: int, counted: Counter[str], length: int) -> None:
        for word, times in counted.items():
            if times == 1:
                places = self._once.get(word)
                if places is None:
                    places = self._once[word] = array("l")
                places.append(place)
            else:
                self._often.setdefault(word, {})[place] = times
        self._lengths.append(length)
        self._tokens += length
        self._numbers.append(number)

    def count(self, stemmed: str) -> int:
        """Return how many claims have the word with that stem."""
        return len(self._once.get(stemmed, ())) + len(self._often.get(stemmed, ()))

    def starting(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the stems that start with *prefix*, in order, and how many claims have each."""
        known = len(self._once.keys() | self._often.keys())
        if known != len(self._sorted_stems):
            self._sorted_stems = sorted(self._once.keys() | self._often.keys())
        at = bisect_left(self._sorted_stems, prefix)
        while at < len(self._sorted_stems) and self._sorted_stems[at].startswith(prefix):
            yield self._sorted_stems[at], self.count(self._sorted_stems[at])
            at += 1

    def rank(
        self, words: Iterable[str], limit: int, among: Collection[int] | None = None
    ) -> Sequence[tuple[int, float]]:
        """Return at most *limit* claims with any of *words* and their BM25, best first."""
        with self._lock:
            return self._rank(words, limit, among)

    def _rank(
        self, words: Iterable[str], limit: int, among: Collection[int] | None
    ) -> Sequence[tuple[int, float]]:
        total = len(self._numbers)
        if not self._tokens:
            return ()
        average = self._tokens / total
        parts: list[tuple[float, str]] = []
        for word in dict.fromkeys(map(stem, words)):
            having = self.count(word)
            if having:
                idf = math.log((total - having + 0.5) / (having + 0.5))
                parts.append((idf if idf > 0 else _LEAST_IDF, word))
        parts.sort(key=lambda part: (-part[0], part[1]))
        allowed = None if among is None else self._places(among)
        scores = self._scores(parts, limit, average, allowed)
        best = nlargest(limit, scores.items(), key=lambda s: (round(s[1], _EXACT_DIGITS), -s[0]))
        return [(self._numbers[place], round(score, _EXACT_DIGITS)) for place, score in best]

    def _scores(
        self,
        parts: Sequence[tuple[float, str]],
        limit: int,
        average: float,
        allowed: Collection[int] | None,
    ) -> dict[int, float]:
        scores: dict[int, float] = {}
        # No word can give a claim more than this, so it bounds what the later words still add.
        most = [idf * (_K1 + 1) for idf, _ in parts]
        left = [sum(most[at:]) for at in range(len(most))]
        closed = False
        for at, (idf, word) in enumerate(parts):
            if not closed and len(scores) >= limit:
                worst = nlargest(limit, scores.values())[-1]
                closed = left[at] < worst
                if closed:
                    scores = {p: s for p, s in scores.items() if s + left[at] >= worst}
            if closed:
                self._add_to(scores, idf, word, average)
            else:
                self._open_to(scores, idf, word, average, allowed)
        return scores

    def _open_to(
        self,
        scores: dict[int, float],
        idf: float,
        word: str,
        average: float,
        allowed: Collection[int] | None,
    ) -> None:
        """Give every claim with *word* its part."""
        lengths, get = self._lengths, scores.get
        fixed, slope, top = 1 + _K1 * (1 - _B), _K1 * _B / average, idf * (_K1 + 1)
        for place in self._once.get(word, ()):
            if allowed is None or place in allowed:
                scores[place] = get(place, 0.0) + top / (fixed + slope * lengths[place])
        for place, times in self._often.get(word, {}).items():
            if allowed is None or place in allowed:
                scores[place] = get(place, 0.0) + self._part(idf, place, times, average)

    def _add_to(self, scores: dict[int, float], idf: float, word: str, average: float) -> None:
        """Give the claims that are in the running, and have *word*, their part."""
        once, often = self._once.get(word, array("l")), self._often.get(word, {})
        for place in scores:
            times = often.get(place, 0)
            if not times:
                at = bisect_left(once, place)
                times = int(at < len(once) and once[at] == place)
            if times:
                scores[place] += self._part(idf, place, times, average)

    def _part(self, idf: float, place: int, times: int, average: float) -> float:
        length = 1 - _B + _B * self._lengths[place] / average
        return idf * times * (_K1 + 1) / (times + _K1 * length)

    def _places(self, numbers: Collection[int]) -> frozenset[int]:
        found = ((bisect_left(self._numbers, number), number) for number in numbers)
        known = len(self._numbers)
        return frozenset(p for p, n in found if p < known and self._numbers[p] == n)
