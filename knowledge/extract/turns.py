"""Whose turn it is in a transcript: the label before the colon at the head of a paragraph.

A colon alone proves nothing (“Update:”, “Analysis:”), so labels count only where the text as a
whole is set as a transcript: letters in capitals, Q and A, or names that come back.
"""

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.model import Span

_LABEL = re.compile(
    r"""(?P<label>(?:[A-Z][\w.’'-]*|[A-Z]\.)(?:\s+(?:[A-Z][\w.’'-]*|de|van|von|der|al|el|bin|of|the|la|du)){0,5}
        (?:\s*\([^()\n]{1,60}\))?)\s*:(?=\s+\S)
      | (?P<qa>[QA])\.?[ \t\u00a0]{2,}(?=\S)""",
    re.X,
)
NO_SPEAKER = frozenset(
    """
    note notes update updated correction clarification editor editors source sources photo image
    video watch read related more location date time place venue tickets price address phone email
    website subject summary background analysis opinion exclusive breaking live factbox fact claim
    verdict rating conclusion results result score also see however warning example step chapter
    part section figure table appendix references caption credit contact copyright tags topics
    transcript minutes interview hearing debate editorial column comment letter letters obituary
    """.split()
)
"""Words before a colon that name no speaker."""

_STAGE = re.compile(r"\s*[\[(][^\])\n]{1,60}[\])][.\s]*\Z")
LEAST_TURNS = 3


def turns(text: str, paragraphs: Sequence[Span]) -> list[Span | None]:
    """Return for each paragraph the label of whose turn it is, or nothing where nobody is named.

    In a text that is a transcript throughout, a turn goes on until the next label.
    """
    labels = [_label(text, span) for span in paragraphs]
    counts = Counter(text[s.start : s.end] for s in labels if s)
    kept = [
        s if s and _trusted(text[s.start : s.end], counts, len(paragraphs)) else None
        for s in labels
    ]
    if sum(s is not None for s in kept) * 2 < len(paragraphs):
        return kept
    current: Span | None = None
    for i, span in enumerate(paragraphs):
        current = kept[i] or current
        kept[i] = None if _STAGE.match(text[span.start : span.end]) else current
    return kept


def spoken(text: str, paragraph: Span, speaker: Span | None) -> int:
    """Return where the speaker's words begin in *paragraph*: after the label that stands there."""
    if speaker is None or not paragraph.start <= speaker.start < paragraph.end:
        return paragraph.start
    match = re.compile(r"\s*:?\s*").match(text, speaker.end, paragraph.end)
    return match.end() if match else speaker.end


def _label(text: str, span: Span) -> Span | None:
    match = _LABEL.match(text, span.start, span.end)
    if match is None:
        return None
    group = "label" if match["label"] else "qa"
    label = match[group]
    first = re.split(r"[^\w]+", label.lower())[0]
    said = text[match.end() : span.end]
    if first in NO_SPEAKER or len(said.split()) < 2 or said.isupper():
        return None
    return Span(match.start(group), match.end(group))


def _trusted(label: str, counts: Counter[str], paragraphs: int) -> bool:
    """Say whether *label* is a speaker here, seen against the other labels of the text."""
    in_all = sum(counts.values())
    bare = re.sub(r"\s*\([^)]*\)", "", label)
    if bare in {"Q", "A"}:
        return in_all >= LEAST_TURNS
    if len(counts) == in_all:  # nobody speaks twice
        return False
    if bare.isupper():
        return in_all >= LEAST_TURNS
    return in_all >= LEAST_TURNS and in_all * 3 >= paragraphs
