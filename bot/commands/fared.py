"""What became of a claim's words in a newer version, in words, with what changed side by side."""

from collections.abc import Sequence

from bot.core.reply import Line, Span, Strong
from knowledge.anchoring import Fate, Part, Piece
from knowledge.versions import ClaimFate

_AROUND = 60


def fate_words(fared: ClaimFate) -> Line:
    """Return what became of a claim's words in the newest version."""
    found, place = fared.finding, ""
    if found.span:
        place = f" (characters {found.span.start:,} to {found.span.end:,})"
    match found.fate:
        case Fate.IN_PLACE:
            return (f"in place{place}",)
        case Fate.MOVED:
            return (f"moved: the words stand elsewhere{place}",)
        case Fate.AMBIGUOUS:
            return (f"ambiguous: the words stand in {found.times} places, and none was chosen",)
        case Fate.CHANGED:
            return (f"changed; the nearest passage{place}: ", *diff(fared.pieces))
    return ("not found in the newest version",)


def diff(pieces: Sequence[Piece]) -> Line:
    """Return a comparison in one line; long stretches that both have are cut in their middle."""
    line: list[Span] = []
    gone = come = ""
    for piece in pieces:
        if piece.part is Part.REMOVED:
            gone += piece.text
        elif piece.part is Part.ADDED:
            come += piece.text
        elif piece.text.isspace() and (gone or come):
            gone, come = gone + piece.text, come + piece.text  # words in a row read as one change
        else:
            line += [*_change(gone, come), _shortened(piece.text)]
            gone = come = ""
    return (*line, *_change(gone, come))


def _change(gone: str, come: str) -> Line:
    """Return what gave way and what came, each in brackets, with the spaces around them outside."""
    told = [f"[{sign} {text.strip()}]" for sign, text in (("-", gone), ("+", come)) if text.strip()]
    if not told:
        return (" ",) if gone or come else ()
    before = " " if gone[:1].isspace() or come[:1].isspace() else ""
    after = " " if gone[-1:].isspace() or come[-1:].isspace() else ""
    return (before, Strong(" ".join(told)), after)


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _AROUND else f"{text[:_AROUND]} […] {text[-_AROUND:]}"
