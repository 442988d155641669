"""How alike two texts are by their letters: a typo, an ending or a joined word costs little."""

from collections import Counter
from math import sqrt

_LETTERS = 4


class Letters:
    """A text's runs of four letters, over the spaces too, to compare other texts with."""

    def __init__(self, text: str) -> None:
        self._runs = _runs(text)
        self._length = _length(self._runs)

    def likeness(self, other: str) -> float:
        """Return the cosine of both texts' runs, from 0 for none shared to 1 for the same.

        Both texts are normalised words with spaces between.
        """
        runs = _runs(other)
        shared = sum(times * runs[run] for run, times in self._runs.items() if run in runs)
        return shared / (self._length * _length(runs)) if shared else 0.0


def _runs(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[n : n + _LETTERS] for n in range(len(padded) - _LETTERS + 1))


def _length(runs: Counter[str]) -> float:
    return sqrt(sum(times * times for times in runs.values()))
