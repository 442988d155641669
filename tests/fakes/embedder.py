"""A model small enough to read: it knows words, a few of which mean the same."""

import hashlib
from collections.abc import Sequence
from math import sqrt
from struct import pack

_SIZE = 32
_MEANS = {"physicians": "doctors", "medics": "doctors", "wages": "pay", "salaries": "pay"}


class WordEmbedder:
    """Gives each word a direction of its own, and a text the sum of its words' directions."""

    def __init__(self, model: str = "words 1") -> None:
        self.model = model
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return a vector of length one for each of *texts*."""
        self.asked += texts
        return [pack(f"<{_SIZE}f", *self._direction(text)) for text in texts]

    def _direction(self, text: str) -> list[float]:
        total = [0.0] * _SIZE
        for word in text.lower().replace(".", " ").split() or [""]:
            known = f"{self.model}:{_MEANS.get(word, word)}"
            bits = int.from_bytes(hashlib.sha256(known.encode("utf-8", "replace")).digest())
            total = [sum_ + (1 if bits >> n & 1 else -1) for n, sum_ in enumerate(total)]
        length = sqrt(sum(part * part for part in total)) or 1.0
        return [part / length for part in total]
