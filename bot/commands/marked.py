"""What a search found: how sure each match is in words, and the asker's words marked in it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.cards import claim_row
from bot.core.reply import Line, SourceRow, Sources, Span, Strong
from knowledge.match.model import Band, Hit
from knowledge.match.normal import words
from knowledge.match.porter import stem
from knowledge.model import Claim

HOW_SURE = {
    Band.SAME: "Probably the same claim",
    Band.CLOSE: "Close match",
    Band.LOOSE: "Loosely related",
}
_PIECE = re.compile(r"[^\W_]+(?:[.,’'][^\W_]+)*%?")
_COUNTS = {2: "two", 3: "three"}


def found_rows(claims: Sequence[Claim], hits: Sequence[Hit], title: str) -> Sources:
    """Return a titled list of *claims*, each with how sure its hit is and its words marked."""
    of = {hit.slug: hit for hit in hits}
    return Sources(title, tuple(found_row(claim, of[claim.slug]) for claim in claims))


def found_row(claim: Claim, hit: Hit) -> SourceRow:
    """Return *claim* as a row: its owner, how sure the match is, and what is on record."""
    row = claim_row(claim)
    return replace(row, said=(f"{HOW_SURE[hit.band]}. ", *marked(row.said, hit.words)))


def equally_near(count: int) -> str:
    """Return the sentence that says so of the first *count* answers, or nothing for one."""
    return f"The first {_COUNTS.get(count, count)} are equally near. " if count > 1 else ""


def marked(line: Line, asked: Sequence[str]) -> Line:
    """Return *line* with those of its words emphasised that are one of *asked* in any form."""
    wanted = {stem(word) for word in asked}
    spans: list[Span] = []
    for span in line:
        spans.extend(_marked(span, wanted) if isinstance(span, str) else (span,))
    return tuple(spans)


def _marked(text: str, wanted: set[str]) -> list[Span]:
    spans: list[Span] = []
    pieces = list(_PIECE.finditer(text))
    written = at = 0
    while at < len(pieces):
        # A number or a name may be two words: “one million”, “per cent”.
        for size in (2, 1):
            start, end = pieces[at].start(), pieces[min(at + size, len(pieces)) - 1].end()
            said = words(text[start:end])
            met = wanted.intersection(map(stem, said))
            if met and (size == 1 or len(said) == 1):
                if start > written:
                    spans.append(text[written:start])
                spans.append(Strong(text[start:end]))
                written, at = end, at + size
                break
        else:
            at += 1
    if written < len(text):
        spans.append(text[written:])
    return spans
