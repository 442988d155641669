"""A text put together from blocks: normalised, with an empty line between paragraphs."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.extract.found import Paragraph, Part
from knowledge.model import Span

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]"
)
_SPACES = re.compile(r"[^\S\n]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_LIGATURES = dict(enumerate("ff fi fl ffi ffl st st".split(), start=0xFB00))
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph to be: its text, what it is, and how many code points name the speaker."""

    text: str
    part: Part = Part.BODY
    speaker: int = 0


def normalised(text: str) -> str:
    """Return *text* in NFC, with `\\n`, plain spaces, and neither ligatures nor unseen marks.

    Lines lose the blanks at their end, and two empty lines in a row become one. Giving the result
    again gives the same.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _UNSEEN.sub("", _SURROGATES.sub("\ufffd", text)).translate(_LIGATURES)
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def one_line(text: str) -> str:
    """Return *text* normalised, with one space for every run of blanks and line ends."""
    return " ".join(normalised(text).split())


def laid(blocks: Iterable[Block]) -> tuple[str, tuple[Paragraph, ...]]:
    """Return the text of *blocks* and its paragraphs; blocks without text are left out."""
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    at = 0
    for block in blocks:
        text = normalised(block.text)
        if not text:
            continue
        speaker = Span(at, at + block.speaker) if block.speaker else None
        paragraphs.append(Paragraph(Span(at, at + len(text)), block.part, speaker))
        texts.append(text)
        at += len(text) + 2
    return "\n\n".join(texts), tuple(paragraphs)


def set_apart(text: str, paragraphs: Sequence[Paragraph]) -> tuple[str, tuple[Paragraph, ...]]:
    """Return *text* with an empty line between its *paragraphs*, and where these then stand."""
    texts: list[str] = []
    moved: list[Paragraph] = []
    starts: list[tuple[int, int]] = []
    at = 0
    for each in paragraphs:
        starts.append((each.span.start, at))
        speaker = each.speaker
        if speaker is not None:
            # A turn that goes on is named by the label of an earlier paragraph.
            old, new = next(pair for pair in reversed(starts) if pair[0] <= speaker.start)
            speaker = Span(speaker.start - old + new, speaker.end - old + new)
        texts.append(text[each.span.start : each.span.end])
        moved.append(Paragraph(Span(at, at + len(texts[-1])), each.part, speaker))
        at += len(texts[-1]) + 2
    return "\n\n".join(texts), tuple(moved)
