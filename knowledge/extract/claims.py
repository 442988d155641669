"""From what a text attributes and tells to its claims, with all that belongs to each."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.extract.claimants import Claimants
from knowledge.extract.datelines import after_dateline
from knowledge.extract.found import (
    Attributed,
    FoundClaim,
    FoundDate,
    FoundFigure,
    Paragraph,
    Part,
)
from knowledge.extract.grid import Grid
from knowledge.extract.naming import named
from knowledge.extract.people import People
from knowledge.extract.sayings import Said, Sayings
from knowledge.extract.sentences import sentence_spans
from knowledge.extract.told import Sentence, Told
from knowledge.extract.turns import spoken
from knowledge.extract.unsaid import is_to_come, is_unsaid
from knowledge.extract.worth import worth
from knowledge.model import Span

_CREDIT = re.compile(
    r"\(?\b(?:Photo|Image|Picture|Photograph|Credit)\b\s*(?:credit\s*)?(?::|by\s|courtesy)", re.I
)
HOLDS_CLAIMS = (Part.BODY, Part.CAPTION)


def claims(
    grid: Grid,
    attributed: Sequence[Attributed],
    figures: Sequence[FoundFigure],
    dates: Sequence[FoundDate],
) -> tuple[FoundClaim, ...]:
    """Return the claims of a parsed text in reading order, an outer one before those inside it."""
    sentences = sentences_of(grid.text, grid.parsed.paragraphs)
    claimants = Claimants(grid, People(grid))
    said = Sayings(grid, claimants, [sentence.span for sentence in sentences]).claims(attributed)
    frames = [
        span
        for each in attributed
        if (each.source or not _is_unsaid(grid, each)) and not _is_to_come(grid, each)
        for span in (*each.source, *each.cue)
    ]
    told = Told(grid, claimants, figures, dates, frames).claims(sentences, said)
    found = _in_order([*said, *told])
    found = _with_details(grid, found, sentences, figures, dates)
    return named(grid, [_worthy(grid, one.claim) for one in found])


def _is_unsaid(grid: Grid, each: Attributed) -> bool:
    """Say whether a frame without a speaker is the outlet's own “is not expected to …”."""
    cue = [token for span in each.cue for token in grid.tokens(span)]
    return is_unsaid(cue, (), quoted=False)


def _is_to_come(grid: Grid, each: Attributed) -> bool:
    """Say whether a frame is the outlet's own “will announce that …”, which nobody said yet."""
    return is_to_come([token for span in each.cue for token in grid.tokens(span)])


def sentences_of(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Sentence, ...]:
    """Return the sentences of the paragraphs that may hold claims."""
    return tuple(
        Sentence(span, paragraph)
        for paragraph in paragraphs
        if paragraph.part in HOLDS_CLAIMS
        for span in sentence_spans(text, _start(text, paragraph), _end(text, paragraph))
    )


def _start(text: str, paragraph: Paragraph) -> int:
    """Return where the prose of a paragraph begins: after “WASHINGTON (AP) —” or a speaker."""
    start = spoken(text, paragraph.span, paragraph.speaker)
    return after_dateline(text, start, paragraph.span.end)


def _end(text: str, paragraph: Paragraph) -> int:
    """Return where the prose of a paragraph ends: a caption's before the picture's credit."""
    if paragraph.part is not Part.CAPTION:
        return paragraph.span.end
    credit = _CREDIT.search(text, paragraph.span.start + 1, paragraph.span.end)
    return credit.start() if credit else paragraph.span.end


def _in_order(found: Sequence[Said]) -> list[Said]:
    """Sort by place, drop what was found twice, and keep each parent's number right."""
    order = sorted(
        range(len(found)),
        key=lambda i: (found[i].claim.span.start, -found[i].claim.span.end, _depth(found, i), i),
    )
    kept: list[int] = []
    seen: set[object] = set()
    for i in order:
        claim = found[i].claim
        key = (claim.content, claim.cue, claim.claimants)
        if key not in seen:
            seen.add(key)
            kept.append(i)
    places = {old: new for new, old in enumerate(kept)}
    return [
        replace(found[i], claim=replace(found[i].claim, parent=_place(found[i].parent, places)))
        for i in kept
    ]


def _place(parent: int | None, places: dict[int, int]) -> int | None:
    return None if parent is None else places.get(parent)


def _depth(found: Sequence[Said], i: int) -> int:
    depth = 0
    parent = found[i].parent
    while parent is not None and depth < 10:
        depth += 1
        parent = found[parent].parent
    return depth


def _with_details(
    grid: Grid,
    found: Sequence[Said],
    sentences: Sequence[Sentence],
    figures: Sequence[FoundFigure],
    dates: Sequence[FoundDate],
) -> list[Said]:
    """Give each claim the figures, days and places in its words, and the day of its frame."""
    frames = _frame_dates(found, sentences, dates)
    made = []
    for place, one in enumerate(found):
        claim = one.claim
        own = [d for d in dates if _inside(d.span, claim.content)]
        made.append(
            replace(
                one,
                claim=replace(
                    claim,
                    figures=tuple(f for f in figures if _inside(f.span, claim.content)),
                    dates=tuple(
                        sorted([*own, *frames.get(place, ())], key=lambda each: each.span.start)
                    ),
                    places=_places(grid, claim.content),
                ),
            )
        )
    return made


def _frame_dates(
    found: Sequence[Said], sentences: Sequence[Sentence], dates: Sequence[FoundDate]
) -> dict[int, list[FoundDate]]:
    """Give a day that stands beside the claims of its sentence to one: “In May, a report found …”.

    It goes to the claim whose source or cue holds it, else to the first after it, else to the last.
    """
    given: dict[int, list[FoundDate]] = {}
    for sentence in sentences:
        here = [
            (place, one)
            for place, one in enumerate(found)
            if sentence.span.start <= one.claim.span.start < sentence.span.end
        ]
        for day in dates:
            if not sentence.span.start <= day.span.start < sentence.span.end or not here:
                continue
            if any(_inside(day.span, one.claim.content) for _, one in here):
                continue
            framed = [place for place, one in here if _inside(day.span, one.frame)]
            after = [place for place, one in here if one.claim.span.start >= day.span.end]
            chosen = (framed or after or [here[-1][0]])[0]
            given.setdefault(chosen, []).append(day)
    return given


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(each.start <= span.start and span.end <= each.end for each in spans)


def _places(grid: Grid, content: Sequence[Span]) -> tuple[str, ...]:
    """Return the places named in *content*, as written, each once."""
    names: dict[str, None] = {}
    for span in content:
        for block in grid.blocks(span):
            for ent in block.doc.ents:
                if ent.label_ not in ("GPE", "LOC"):
                    continue
                last = ent.end - 1
                while last > ent.start and block.doc[last].tag_ == "POS":
                    last -= 1
                first = ent.start
                if first < last and block.doc[first].lower_ == "the":
                    first += 1
                where = block.span(first, last)
                if span.start <= where.start and where.end <= span.end:
                    names[grid.words(where)] = None
    return tuple(names)


def _worthy(grid: Grid, claim: FoundClaim) -> FoundClaim:
    words = " ".join(grid.words(span) for span in claim.content)
    return replace(claim, worth=worth(claim, words))
