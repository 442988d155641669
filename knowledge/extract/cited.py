"""Which outlets and agencies a text says it has something from, in which words, and for how much.

English only. Whoever is named as the maker of a claim is the claim's own affair; this finds outlets
behind it: “according to Reuters”, “told AFP”, “first reported by …”, “HAVANA (Reuters) –”.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from knowledge.agencies import AGENCIES, agency_key
from knowledge.extract.found import Paragraph, Part
from knowledge.model import Span
from knowledge.text import folded

MOST = 60
"""More citations of one document are not kept."""

_SHORTEST = 3
"""An outlet's name of fewer letters is too easily something else; an agency's may be `AP`."""

_SAID = (
    r"(?:(?:first|has|had|also|previously)\s+)*"
    r"(?:report(?:s|ed)|reveal(?:s|ed)|wr(?:ites|ote|itten)|said|says)"
)
_BEFORE = (
    r"[Aa]ccording\s+to|[Tt]old|[Cc]iting|[Qq]uoted\s+by|[Ss]een\s+by|[Oo]btained\s+by|"
    r"(?:[Ii]nterview|[Ss]poke|[Ss]peaking)\s+(?:with|to)|"
    r"(?:[Rr]eported|[Pp]ublished|[Rr]evealed)\s+(?:(?:earlier|first|on\s+\w+)\s+)?(?:by|in)|"
    r"(?:[Rr]eport|[Ii]nvestigation)\s+(?:by|from|in)"
)
_DESCRIBED = (
    r"(?:the\s+)?(?:(?:[A-Z]?[\w-]+\s+)?(?:news\s+agency|newspaper|broadcaster|outlet|daily|weekly"
    r"|website|magazine)\s+)?"
)
_BYLINE_PARTS = re.compile(r"[,;/|()]|\s(?:and|with|for|in)\s")
_BYLINE_ENDS = re.compile(r"^(?:[Bb]y|BY)\s+|\s+(?:[Ss]taff|[Rr]eporters?|[Ww]riters?)$")
_END = re.compile(r"[.!?…][\"”’'\)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|St|Mt|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?"
    r"|Oct|Nov|Dec)|\b[A-Z])\.\Z"
)
_PLACE = r"[A-Z][\w.’'/-]*(?:,?\s+(?:[A-Z][\w.’'/-]*|\d{1,2}|[a-z]{1,3})){0,6},?"
"""A place and a day, as a dateline has them: names, numbers, and no longer words."""

_DATELINE = rf"(?:{_PLACE}\s+)?\((?P<agency>NAMES)\)\s*[–—-]+\s"


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """An outlet that is cited by name, the words that say so, and what of the text they cover.

    `whole` says that it is a dateline, which is over all of it.
    """

    outlet: str
    words: Span
    covers: Span
    whole: bool = False


def cited_in(
    text: str, paragraphs: Sequence[Paragraph], outlets: Collection[str], own: Collection[str]
) -> tuple[FoundCitation, ...]:
    """Return who is cited in *text*, in order, once for each sentence.

    *outlets* are names of outlets beside the well-known agencies, and *own* those of whoever prints
    the text and cites nobody by naming itself.
    """
    mine = {key for name in own for key in (folded(name), agency_key(name)) if key}
    names = frozenset(
        name
        for name in (*AGENCIES, *outlets)
        # One pattern of thousands of names would be slow, and most are nowhere in the text.
        if max(name.split(), key=len, default="") in text
        and (name in AGENCIES or len(name) >= _SHORTEST)
        and folded(name) not in mine
        and agency_key(name) not in mine
    )
    if not names:
        return ()
    return tuple(_found(text, paragraphs or (Paragraph(Span(0, len(text))),), *_patterns(names)))[
        :MOST
    ]


def bylined(byline: str, outlets: Collection[str], own: Collection[str]) -> tuple[str, ...]:
    """Return the outlets and agencies that stand in *byline* for themselves: `Ana, Reuters`."""
    mine = {key for name in own for key in (folded(name), agency_key(name)) if key}
    known = {*AGENCIES, *outlets}
    parts = (_BYLINE_ENDS.sub("", part.strip()) for part in _BYLINE_PARTS.split(byline))
    return tuple(
        part
        for part in dict.fromkeys(parts)
        if part in known and mine.isdisjoint((folded(part), agency_key(part)))
    )


def _found(
    text: str,
    paragraphs: Sequence[Paragraph],
    named: re.Pattern[str],
    dateline: re.Pattern[str],
) -> Iterator[FoundCitation]:
    first = True
    for paragraph in paragraphs:
        if paragraph.part not in (Part.BODY, Part.CAPTION):
            continue
        start, end = paragraph.span.start, paragraph.span.end
        if first and (line := dateline.match(text, start, end)):
            # An agency's dateline is over the whole report.
            yield FoundCitation(
                line["agency"],
                Span(start, start + len(line[0].rstrip())),
                Span(0, len(text)),
                whole=True,
            )
        first = first and paragraph.part is not Part.BODY
        seen: set[tuple[str, Span]] = set()
        for match in named.finditer(text, start, end):
            name = match["after"] or match["before"] or match["report"]
            sentence = _around(text, Span(*match.span()), paragraph.span)
            if (name, sentence) not in seen:
                seen.add((name, sentence))
                yield FoundCitation(name, Span(*match.span()), sentence)


def _around(text: str, words: Span, paragraph: Span) -> Span:
    """Return the sentence that *words* stand in.

    Documents are taken in by the process that answers, which does not load the library that cuts
    sentences; a few rules are enough for where one citation reaches.
    """
    ends = [
        end.end()
        for end in _END.finditer(text, paragraph.start, paragraph.end)
        if not _NO_END.search(text, max(paragraph.start, end.start() - 8), end.start() + 1)
    ]
    start = max((end for end in ends if end <= words.start), default=paragraph.start)
    after = min((end for end in ends if end >= words.end), default=paragraph.end)
    return Span(start, start + len(text[start:after].rstrip()))


def _patterns(names: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds one of *names* in words that cite, and in a dateline; in their own case."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    named = (
        rf"(?<!\w)(?:{_BEFORE})\s+{_DESCRIBED}(?P<after>{either})(?![\w’'])"
        rf"|(?<!\w)(?P<before>{either})(?:\s+news\s+agency)?,?\s+{_SAID}(?!\w)"
        rf"|(?<!\w)(?:[Aa]n?|[Tt]he)\s+(?P<report>{either})\s+(?:report|investigation)(?!\w)"
    )
    return re.compile(named), re.compile(_DATELINE.replace("NAMES", either))
