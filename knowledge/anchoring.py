"""Where the words of a claim stand in another version of its document, if they do.

Quotations are looked for letter for letter. What stands there no more is never attached to the
nearest passage: that is shown beside the old words, and a person decides.
"""

import hashlib
import math
import re
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Anchor, Span

_WORD = re.compile(r"\w+")
_PARTS = re.compile(r"\w+|\s+|[^\w\s]")

_CUT_BEFORE, _CUT_AFTER = re.compile(r"^\w+"), re.compile(r"\w+$")

_FRAME = 32
"""A prefix or suffix of so many code points was cut there, perhaps within a word."""

ALIKE = 60
"""A passage is shown as the nearest from this likeness on, of 100 (rapidfuzz's partial ratio)."""

MAX_COUNTED = 1_000
"""So many places of the same words are counted, and no more."""

_RAREST = 16
"""So many words of a passage, the rarest, say where to look for what became of it."""

_COMMON = 20_000
"""A word that stands more often says nothing about a place."""

_LOOKED_AT = 8
_BEYOND = 48
_LEAST_WINDOW = 160


class Fate(StrEnum):
    """What became of a claim's words in another version of its document."""

    IN_PLACE = "in place"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    CHANGED = "changed"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a claim's words.

    `span` is where they stand (in place, moved), or the nearest passage (changed), and `times` how
    often they stand anywhere. `whole`: the whole passage of the claim stands there, by its hash.
    """

    fate: Fate
    span: Span | None = None
    times: int = 0
    whole: bool = False


class Part(StrEnum):
    """How a piece of a comparison stands to both sides."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both sides have, or one of them."""

    part: Part
    text: str


class Version:
    """The text of another version, in which many anchors are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._index: dict[str, array[int]] | None = None

    def find(self, anchor: Anchor) -> Finding:
        """Return what became of the words of *anchor* here.

        Words that stand where they stood, between the same words or in the same passage, are in
        place. Elsewhere they have moved, if they stand once, or once between the same words or in
        the same passage; if more than one place will do, none is chosen.
        """
        exact, start = anchor.quote.exact, anchor.quote.span.start
        places = self._places(exact)
        if not places:
            span = self._nearest(anchor)
            return Finding(Fate.CHANGED if span else Fate.NOT_FOUND, span)
        whole = [place for place in places if self._whole(anchor, place)]
        framed = [place for place in places if self._framed(anchor, place)]
        for likely in (whole, framed, places):
            if start in likely and (likely is not places or len(places) == 1):
                return self._at(anchor, Fate.IN_PLACE, start, places, whole)
            if len(likely) == 1:
                return self._at(anchor, Fate.MOVED, likely[0], places, whole)
            if likely:
                break
        return Finding(Fate.AMBIGUOUS, times=len(places))

    def _at(
        self, anchor: Anchor, fate: Fate, place: int, places: Sequence[int], whole: Sequence[int]
    ) -> Finding:
        span = Span(place, place + len(anchor.quote.exact))
        return Finding(fate, span, len(places), place in whole)

    def _places(self, exact: str) -> list[int]:
        """Return where *exact* stands, the first of them, in order."""
        places: list[int] = []
        at = self.text.find(exact) if exact else -1
        while at >= 0 and len(places) < MAX_COUNTED:
            places.append(at)
            at = self.text.find(exact, at + 1)
        return places

    def _framed(self, anchor: Anchor, place: int) -> bool:
        """Say whether the same words stand before and after."""
        end = place + len(anchor.quote.exact)
        before = self.text[max(0, place - len(anchor.prefix)) : place]
        return before == anchor.prefix and self.text.startswith(anchor.suffix, end)

    def _whole(self, anchor: Anchor, place: int) -> bool:
        """Say whether the whole passage stands there, with the quotation where it was in it."""
        start = place - (anchor.quote.span.start - anchor.passage.start)
        end = start + anchor.passage.end - anchor.passage.start
        if start < 0 or end > len(self.text):
            return False
        passage = self.text[start:end].encode("utf-8", "surrogatepass")
        return hashlib.sha256(passage).hexdigest() == anchor.sha256

    def _nearest(self, anchor: Anchor) -> Span | None:
        """Return the passage most like the anchor's words with what stood around them, if any."""
        from rapidfuzz import fuzz

        sought = framed_words(anchor)
        size = max(2 * len(sought), _LEAST_WINDOW)
        best: tuple[float, Span] | None = None
        for window in self._windows(sought, size):
            start = max(0, (window - 1) * size // 2)
            found = fuzz.partial_ratio_alignment(
                sought, self.text[start : start + 2 * size], score_cutoff=ALIKE
            )
            if found is None or found.dest_start >= found.dest_end:
                continue
            if best is None or found.score > best[0]:
                best = found.score, Span(start + found.dest_start, start + found.dest_end)
        return self._in_whole_words(self._trimmed(sought, best[1])) if best else None

    def _trimmed(self, sought: str, span: Span) -> Span:
        """Return *span* with what belongs to it beyond its ends, and without what does not."""
        from rapidfuzz.distance import Levenshtein

        start, end = max(0, span.start - _BEYOND), min(len(self.text), span.end + _BEYOND)
        wide = self._in_whole_words(Span(start, end))
        parts = _PARTS.findall(self.text[wide.start : wide.end])
        steps = [s for s in Levenshtein.opcodes(_PARTS.findall(sought), parts) if s.tag == "equal"]
        if not steps:
            return span
        first, last = steps[0].dest_start, steps[-1].dest_end
        before = wide.start + sum(map(len, parts[:first]))
        return Span(before, before + sum(map(len, parts[first:last])))

    def _windows(self, sought: str, size: int) -> list[int]:
        """Return the half-windows of *size* in which most of the rare words sought stand."""
        index = self._indexed()
        words = {word.lower() for word in _WORD.findall(sought)}
        known = sorted((len(index[w]), w) for w in words if w in index and len(index[w]) < _COMMON)
        scores: defaultdict[int, float] = defaultdict(float)
        for count, word in known[:_RAREST]:
            weight = math.log(2 + len(self.text) / count)
            last = -1
            for place in index[word]:
                window = 2 * place // size
                if window != last:
                    scores[window] += weight
                    scores[window + 1] += weight / 2  # a passage may lie across two
                    last = window
        return sorted(scores, key=lambda window: (-scores[window], window))[:_LOOKED_AT]

    def _indexed(self) -> dict[str, "array[int]"]:
        if self._index is None:
            index: defaultdict[str, array[int]] = defaultdict(lambda: array("Q"))
            for match in _WORD.finditer(self.text):
                index[match.group().lower()].append(match.start())
            self._index = dict(index)
        return self._index

    def _in_whole_words(self, span: Span) -> Span:
        start, end = span.start, span.end
        while start > 0 and self.text[start - 1].isalnum() and self.text[start].isalnum():
            start -= 1
        while end < len(self.text) and self.text[end - 1].isalnum() and self.text[end].isalnum():
            end += 1
        return Span(start, end)


def framed_words(anchor: Anchor) -> str:
    """Return the words of *anchor* with those that stood before and after, whole words alone."""
    before = _CUT_BEFORE.sub("", anchor.prefix) if len(anchor.prefix) >= _FRAME else anchor.prefix
    after = _CUT_AFTER.sub("", anchor.suffix) if len(anchor.suffix) >= _FRAME else anchor.suffix
    return f"{before}{anchor.quote.exact}{after}"


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """Return *old* and *new* word by word: what both have, what one of them has, in order.

    What is the same or removed makes up *old*, what is the same or added makes up *new*.
    """
    from rapidfuzz.distance import Levenshtein

    before, after = _PARTS.findall(old), _PARTS.findall(new)
    pieces: list[Piece] = []
    for step in Levenshtein.opcodes(before, after):
        gone = "".join(before[step.src_start : step.src_end])
        come = "".join(after[step.dest_start : step.dest_end])
        if step.tag == "equal":
            pieces.append(Piece(Part.SAME, gone))
            continue
        pieces += [Piece(Part.REMOVED, gone)] if gone else []
        pieces += [Piece(Part.ADDED, come)] if come else []
    return tuple(pieces)
