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
from itertools import islice
from threading import Lock

import numpy as np

from knowledge.match.porter import stem
from knowledge.match.tally import Chosen, Having, Numbers, Tally, most

_LEAST_IDF = 1e-6
"""FTS5 gives so much to a word that is in half of the claims or more."""

_AT_ONCE = 10_000
_NONE = array("i")


class WordIndex:
    """The words of claims by number. Numbers grow: a claim is put in after those before it."""

    def __init__(self) -> None:
        self._numbers = array("q")
        self._lengths = array("i")
        self._shortest = 0
        self._tokens = 0
        self._lock = Lock()  # claims are put in while others are asked for
        # For each stem, the places in `_numbers` that have it once; and those that have it oftener,
        # with how often.
        self._once: dict[str, array[int]] = {}
        self._often: dict[str, tuple[array[int], array[int]]] = {}
        self._sorted_stems: list[str] = []
        self._scores: Numbers = np.zeros(0)

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
                    places = self._once[word] = array("i")
                places.append(place)
            else:
                having = self._often.get(word)
                if having is None:
                    having = self._often[word] = (array("i"), array("i"))
                having[0].append(place)
                having[1].append(times)
        self._shortest = min(self._shortest or length, length)
        self._lengths.append(length)
        self._tokens += length
        self._numbers.append(number)

    def count(self, stemmed: str) -> int:
        """Return how many claims have the word with that stem."""
        often, _ = self._often.get(stemmed, (_NONE, _NONE))
        return len(self._once.get(stemmed, _NONE)) + len(often)

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
        """Return at most *limit* claims with any of *words* and their BM25, best first.

        Takes milliseconds at a million claims, so call it off the event loop.
        """
        stems = dict.fromkeys(map(stem, words))
        with self._lock:
            if not self._tokens:
                return ()
            # Arrays cannot grow while they are looked at, so no view of one outlives the lock.
            return [
                (self._numbers[place], score) for place, score in self._best(stems, limit, among)
            ]

    def _best(
        self, stems: Iterable[str], limit: int, among: Collection[int] | None
    ) -> Sequence[tuple[int, float]]:
        total = len(self._numbers)
        average = self._tokens / total
        parts: list[tuple[float, str]] = []
        for word in stems:
            if count := self.count(word):
                idf = math.log((total - count + 0.5) / (count + 0.5))
                parts.append((idf if idf > 0 else _LEAST_IDF, word))
        parts.sort(key=lambda part: (-part[0], part[1]))
        found = [(idf, self._having(word)) for idf, word in parts]
        least = self._shortest / average
        worth = [most(idf, having.most_times, least) for idf, having in found]
        if len(self._scores) < total:
            self._scores = np.zeros(total + total // 8)
        lengths = np.frombuffer(self._lengths, dtype=np.intc)
        allowed = None if among is None else self._allowed(among)
        tally = Tally(self._scores, lengths, average, limit, allowed)
        try:
            for at, (idf, having) in enumerate(found):
                tally.add(idf, having, left=sum(worth[at:]))
            return tally.best()
        finally:
            tally.clear()

    def _having(self, word: str) -> Having:
        once = self._once.get(word, _NONE)
        often, times = self._often.get(word, (_NONE, _NONE))
        return Having(*(np.frombuffer(each, dtype=np.intc) for each in (once, often, times)))

    def _allowed(self, numbers: Collection[int]) -> Chosen:
        """Return for each place whether its claim is among *numbers*."""
        known = np.frombuffer(self._numbers, dtype=np.int64)
        allowed = np.zeros(len(known), dtype=np.bool_)
        some = iter(numbers)
        while len(wanted := np.fromiter(islice(some, _AT_ONCE), dtype=np.int64)):
            places = np.searchsorted(known, wanted)
            places[places == len(known)] = 0
            allowed[places[known.take(places) == wanted]] = True
        return allowed
