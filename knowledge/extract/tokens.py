"""A text cut into words, runs of digits and marks, each with its place and its sentence.

A sentence here is only as good as a reader of figures needs it: it ends at a line break, or at a
full stop that no abbreviation explains.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<digits>[0-9]+(?:[.,][0-9]+|[\u00a0\u202f\u2009][0-9]{3}(?![0-9]))*)"
    r"|(?P<word>(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:[’'][^\W\d_]+)*)"
    r"|(?P<lines>[^\S\n]*\n\s*)"
    r"|(?P<space>[^\S\n]+)"
    r"|(?P<mark>.)",
    re.DOTALL,
)
_ABBREVIATED = frozenset(
    "mr mrs ms dr prof sen rep gov gen lt col sgt capt st jr sr no vs inc ltd co corp est approx "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun rs ave "
    "fig".split()
)
_CLOSING = "\"”’')]»"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of digits or one mark; `glued` says that nothing stands before it."""

    kind: str
    text: str
    low: str
    start: int
    end: int
    glued: bool
    sentence: int


_END = Token("end", "", "", 0, 0, glued=False, sentence=-1)


class Tokens:
    """The tokens of a text; a place outside of it holds a token of kind `end`."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        self.text = text
        self.all = list(_cut(text, start, len(text) if end is None else end))
        self._lows = [token.low for token in self.all]
        self._words: dict[int, frozenset[str]] = {}

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, place: int) -> Token:
        return self.all[place] if 0 <= place < len(self.all) else _END

    def low(self, place: int) -> str:
        """Return the word at *place* in lower case, or nothing outside of the text."""
        return self._lows[place] if 0 <= place < len(self._lows) else ""

    def follow(self, place: int, *words: str) -> bool:
        """Say whether exactly these words stand from *place* on."""
        if self.low(place) != words[0]:  # most often so: this is asked at every word
            return False
        return all(self.low(place + n) == word for n, word in enumerate(words))

    def hyphen(self, place: int) -> bool:
        """Say whether a hyphen stands at *place* with nothing around it."""
        return self.low(place) in HYPHENS and self[place].glued and self[place + 1].glued

    def words_around(self, place: int) -> frozenset[str]:
        """Return the words of the sentence that *place* is in."""
        sentence = self[place].sentence
        if sentence not in self._words:
            first = last = place
            while self[first - 1].sentence == sentence:
                first -= 1
            while self[last + 1].sentence == sentence:
                last += 1
            self._words[sentence] = frozenset(t.low for t in self.all[first : last + 1])
        return self._words[sentence]

    def opens(self, place: int) -> bool:
        """Say whether a sentence or a quotation begins at *place*."""
        before = self[place - 1]
        return before.sentence != self[place].sentence or before.low in "\"“‘'(:;—–"


HYPHENS = frozenset("-\u2010\u2011")
DASHES = HYPHENS | frozenset("–—\u2212")


def _cut(text: str, start: int, end: int) -> Iterator[Token]:
    sentence, glued, stopped, last = 0, False, False, ""
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "mark"
        if kind == "lines":
            sentence, glued, stopped, last = sentence + 1, False, False, ""
            continue
        if kind == "space":
            glued = False
            continue
        word = match.group()
        if (
            stopped
            and not glued
            and (word[0].isupper() or word[0].isdigit() or word in "\"“‘'([-—")
        ):
            sentence += 1
        low = word.lower().replace("’", "'")
        yield Token(kind, word, low, match.start(), match.end(), glued, sentence)
        if word in ("!", "?", "…"):
            stopped = True
        elif word == ".":
            stopped = last not in _ABBREVIATED and not (len(last) == 1 and last.isalpha())
        elif word not in _CLOSING:
            stopped = False
        last, glued = low, True
