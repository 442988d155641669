"""Subtitles (WebVTT or SRT) as a transcript: cues joined into turns and sentences."""

import html
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from knowledge.errors import Unreadable
from knowledge.extract.found import Paragraph, Part
from knowledge.extract.turns import turns
from knowledge.model import DocumentKind, Span
from knowledge.readers.decoding import decoded
from knowledge.readers.layout import Block, laid, normalised, one_line
from knowledge.readers.reading import Reading
from knowledge.readers.words import language_of, without_text

if TYPE_CHECKING:
    from webvtt import Caption

_NEW_TURN = re.compile(r"^\s*(?:>>+|[-–—])\s*")
_LABEL = re.compile(r"^[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,4}:\s")
_ENDED = re.compile(r"[.!?…][\"”’')\]]*$")
_PAUSE = 3.0
"""Seconds without a cue after which a new paragraph begins."""

_ENOUGH = 500
"""A paragraph with so many characters ends with its sentence."""

_ARROW = re.compile(r"^[^\n]*-->[^\n]*\n[^\S\n]*\S", re.MULTILINE)
"""A line of times with words below it."""

_VOICE = re.compile(r"<v(?:\.[\w.]+)*[ \t]+([^>]+)>")


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of one cue: by whom if it says so, and from when to when in seconds."""

    words: str
    voice: str
    start: float
    end: float


def read_subtitles(data: bytes, declared: str = "") -> Reading:
    """Return subtitles as a transcript; who speaks is named where the file names them.

    Raises `Unreadable` for a file that is neither WebVTT nor SRT.
    """
    known = decoded(data, declared)
    said, left_out = _said(known.text)
    parts = [part for part in _parts(_without_rolling(said)) if normalised(part[1])]
    text, paragraphs = laid(_blocks(parts))
    if not text:
        raise without_text("That file of subtitles")
    spans = [each.span for each in paragraphs]
    if any(voice for voice, _ in parts):
        speakers = list(_speakers(paragraphs, [voice for voice, _ in parts]))
    else:
        speakers = turns(text, spans)
    paragraphs = tuple(
        Paragraph(*each) for each in zip(spans, repeat(Part.BODY), speakers, strict=False)
    )
    language, doubts = language_of(text)
    notes = (*known.notes, "Subtitles do not say when they were published.", *doubts)
    if left_out:
        notes += (
            f"{left_out} cue{'s' if left_out > 1 else ''} whose times cannot be read"
            f" {'were' if left_out > 1 else 'was'} left out.",
        )
    if not any(each.speaker for each in paragraphs):
        notes += ("The subtitles do not say who speaks.",)
    return Reading(
        text,
        paragraphs,
        "subtitles",
        language=language,
        kind=DocumentKind.TRANSCRIPT,
        notes=notes,
    )


def _said(text: str) -> tuple[list[_Said], int]:
    """Return what the cues of *text* say, and how many more there are that cannot be read."""
    from webvtt import WebVTT
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    form = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
    try:
        cues = WebVTT.from_buffer(io.StringIO(text.lstrip()), format=form).captions
    except (MalformedCaptionError, MalformedFileError) as error:
        raise Unreadable(
            "Those subtitles break off or are not set as WebVTT or SRT.",
            "Export them again, or paste the words as text.",
        ) from error
    found = [said for cue in cues for said in _of_cue(cue)]
    whole = sum(bool(cue.raw_text.strip()) for cue in cues)
    return found, max(0, len(_ARROW.findall(text)) - whole)


def _of_cue(cue: "Caption") -> Iterator[_Said]:
    """Yield what each voice says in one cue."""
    start, end = float(cue.start_in_seconds), float(cue.end_in_seconds)
    voices = _VOICE.split(cue.raw_text)
    for number in range(0, len(voices), 2):
        voice = one_line(html.unescape(voices[number - 1])) if number else ""
        words = html.unescape(
            re.sub(r"</?[a-z\d][^>\n]*>|\{\\[^}]*\}", "", voices[number], flags=re.I)
        )
        if words.strip():
            yield _Said(words.strip(), voice, start, end)


def _without_rolling(cues: Iterable[_Said]) -> Iterator[_Said]:
    """Yield *cues* without the lines that the cue before already showed, as live captions do."""
    shown: list[str] = []
    for cue in cues:
        lines = [line for line in map(one_line, cue.words.split("\n")) if line]
        again = next((n for n in range(len(lines), 0, -1) if shown[-n:] == lines[:n]), 0)
        shown = lines or shown
        if lines[again:]:
            yield _Said("\n".join(lines[again:]), cue.voice, cue.start, cue.end)


def _parts(cues: Iterable[_Said]) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs that *cues* make, each as a voice and its words."""
    held: list[str] = []
    voice, end = "", 0.0
    for cue in cues:
        for line in cue.words.split("\n"):
            new = bool(_NEW_TURN.match(line) or _LABEL.match(line)) or cue.voice != voice
            words = " ".join(held)
            paused = cue.start - end > _PAUSE or len(words) > _ENOUGH
            if held and (new or (paused and _ENDED.search(words))):
                yield voice, words
                held = []
            voice, end = cue.voice, cue.end
            held.append(_NEW_TURN.sub("", line))
    if held:
        yield voice, " ".join(held)


def _blocks(parts: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """Yield the paragraphs, a voice named where its turn begins.

    The name must stand in the text, so that it can be quoted like any other word of it.
    """
    last = ""
    for voice, words in parts:
        begins = voice and voice != last
        yield Block(f"{voice}: {words}", speaker=len(voice)) if begins else Block(words)
        last = voice


def _speakers(paragraphs: Iterable[Paragraph], voices: Iterable[str]) -> Iterator[Span | None]:
    """Yield whose turn each paragraph is, named there or where the turn began."""
    speaker: Span | None = None
    for paragraph, voice in zip(paragraphs, voices, strict=True):
        speaker = (paragraph.speaker or speaker) if voice else None
        yield speaker
