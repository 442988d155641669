"""The scores of one question: words are added one by one, and the best claims are read off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
"""The constants of FTS5's BM25."""

_DIGITS = 9
_NEARLY = 1e-8
"""Scores nearer than this may be equal once they are rounded."""

_AT_ONCE = 1 << 15
"""Claims in one step, so that none keeps the interpreter from the event loop for long."""

_FEW = 2_000
"""A word that fewer claims have is added sooner than it is found out for whom it matters."""

Whole = NDArray[np.intc]
Places = NDArray[np.intp]
Numbers = NDArray[np.float64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Having:
    """The claims that have a word once, and those that have it oftener, in order; by place."""

    once: Whole
    often: Whole
    times: Whole

    def __len__(self) -> int:
        return len(self.once) + len(self.often)

    @property
    def most_times(self) -> int:
        """How often the claim that has it oftenest has the word."""
        return int(self.times.max()) if len(self.times) else 1


class Tally:
    """The scores so far. *scores* has a place for each claim and is all noughts, now and after."""

    def __init__(
        self, scores: Numbers, lengths: Whole, average: float, limit: int, allowed: Chosen | None
    ) -> None:
        self._scores = scores
        self._lengths = lengths
        self._slope = K1 * B / average
        self._limit = limit
        self._allowed = allowed
        self._running: list[Places] = []
        self._closed = False

    def add(self, idf: float, having: Having, left: float) -> None:
        """Give the claims that have a word their part.

        *left* is the most that any claim can get from this word and all that are added later.
        """
        if len(having) > _FEW:
            self._settle(left)
        for places, times in ((having.once, None), (having.often, having.times)):
            if not self._closed:
                self._open(idf, places, times)
            elif len(places):
                self._give(idf, places, times)

    def best(self) -> list[tuple[int, float]]:
        """Return the places with the highest scores, best first, ties as they came on record."""
        places = self._together()
        scores = np.round(self._scores.take(places), _DIGITS)
        if len(places) > self._limit:
            worst = np.partition(scores, -self._limit)[-self._limit]
            above = places[scores > worst]
            ties = np.sort(places[scores == worst])[: self._limit - len(above)]
            places = np.concatenate([above, ties])
            scores = np.round(self._scores.take(places), _DIGITS)
        found = zip(places.tolist(), scores.tolist(), strict=True)
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def clear(self) -> None:
        """Make all scores nought again."""
        self._scores.fill(0.0)

    def _settle(self, left: float) -> None:
        """Leave those in the running who can still be among the best, where that is known."""
        places = self._together()
        if len(places) <= self._limit:
            return
        scores = self._scores.take(places)
        worst = float(np.partition(scores, -self._limit)[-self._limit]) - _NEARLY
        self._closed = self._closed or left < worst
        if self._closed:
            self._running = [places[scores + left >= worst]]

    def _open(self, idf: float, places: Whole, times: Whole | None) -> None:
        """Give every claim at *places* its part."""
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE].astype(np.intp)
            often = None if times is None else times[start : start + _AT_ONCE]
            if self._allowed is not None:
                chosen = self._allowed.take(some)
                some, often = some[chosen], None if often is None else often[chosen]
            scores = self._scores.take(some)
            self._running.append(some[scores == 0])
            scores += self._part(idf, some, often)
            self._scores[some] = scores

    def _give(self, idf: float, places: Whole, times: Whole | None) -> None:
        """Give the claims at *places* that are in the running their part."""
        running = self._together()
        for start in range(0, len(running), _AT_ONCE):
            some = running[start : start + _AT_ONCE]
            at = np.searchsorted(places, some.astype(np.intc))
            at[at == len(places)] = 0
            met = places.take(at) == some
            some = some[met]
            often = None if times is None else times.take(at[met])
            self._scores[some] += self._part(idf, some, often)

    def _part(self, idf: float, places: Places, times: Whole | None) -> Numbers:
        part: Numbers = np.multiply(self._lengths.take(places), self._slope, dtype=np.float64)
        part += K1 * (1 - B)
        part += 1 if times is None else times
        np.divide(idf * (K1 + 1), part, out=part)
        if times is not None:
            part *= times
        return part

    def _together(self) -> Places:
        if len(self._running) != 1:
            none = np.empty(0, dtype=np.intp)
            self._running = [np.concatenate([none, *self._running])]
        return self._running[0]


def most(idf: float, times: int, shortest: float) -> float:
    """Return the most that a word can give: to the *shortest* claim, if it had it so many times.

    *shortest* is the length of that claim by the average length.
    """
    return idf * times * (K1 + 1) / (times + K1 * (1 - B + B * shortest))
