"""How alike two texts are by their letters: a typo, an ending or a joined word costs little."""

from collections import Counter
from math import sqrt

_LETTERS = 4


def letter_likeness(one: str, other: str) -> float:
    """Return the cosine of two texts' runs of four letters, from 0 for none shared to 1 for same.

    The texts are normalised words with spaces between; runs reach over the spaces.
    """
    these, those = _runs(one), _runs(other)
    if len(these) > len(those):
        these, those = those, these
    shared = sum(times * those[run] for run, times in these.items() if run in those)
    return shared / (_length(these) * _length(those)) if shared else 0.0


def _runs(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[n : n + _LETTERS] for n in range(len(padded) - _LETTERS + 1))


def _length(runs: Counter[str]) -> float:
    return sqrt(sum(times * times for times in runs.values()))
