"""A found claim as a claim of the model: framed by us, filled with the document's words alone."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from knowledge.documents import DocumentVersion
from knowledge.errors import RecordError
from knowledge.extract.authors import single_author
from knowledge.extract.found import FoundClaim, FoundClaimant, FoundDate, FoundFigure
from knowledge.model import (
    MAX_QUOTED_WORDS,
    Anchor,
    Attribution,
    Claim,
    Claimant,
    DateMention,
    Figure,
    Maker,
    PartialDate,
    Quote,
    Span,
    Strength,
    Topic,
    Voice,
)
from knowledge.text import folded, is_slug

MAX_LABEL = 100
MAX_SLUG = 60
UNSORTED = Topic("unsorted", "Not sorted yet")
"""The topic of a proposal for which none was found."""

_PRONOUNS = frozenset(
    "he she it they who that this these those we you one another some others".split()
)
_AROUND = 32
_MARKS = "“”„‟\"«»\u2039\u203a‘’'"
_OPENING, _CLOSING, _DOUBLE = '“„"«', '”"»', '“”„"«»'
_WORDS = re.compile(r"\S+")
_PRECISIONS = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def claim_of(found: FoundClaim, over: Sequence[FoundClaim], version: DocumentVersion) -> Claim:
    """Return *found* as a claim. *over* is what it stands inside of, the nearest first.

    Where nobody is named in the words themselves, those who say what is around them say this.
    Raises `RecordError` where the desk's rules do not allow it.
    """
    text = version.text
    _must_lie_within(found, len(text))
    makers = found.claimants
    around = next((one.claimants for one in over if one.claimants), found.told_by)
    told_by = around if makers else ()
    makers = makers or around
    attribution = Attribution(
        voice=_voice(found, over) if makers else Voice.OUTLET,
        strength=found.strength,
        makers=tuple(_maker(maker, version) for maker in makers),
        cue=_joined(found.cue, text),
        hedge=_cut(found.hedge, text) if found.hedge else "",
        accuser_named=_accuser_named(found),
        accused=found.accused,
    )
    return Claim(
        slug=_slug(found, version),
        label=_label(found, version),
        statement=_statement(found, attribution, told_by, version),
        topic=_topic(found, version),
        document=version.document,
        attribution=attribution,
        anchor=anchor_of(found.span, text),
        quotes=tuple(_quotes(found.quotes, text)),
        figures=tuple(map(_figure, found.figures)),
        dates=tuple(map(_date, found.dates)),
        places=found.places,
        note=f"The document has this from {_names(told_by)}." if told_by else "",
    )


def shortened(words: str) -> str:
    """Return at most forty words of *words*, with … where more follow."""
    found = list(_WORDS.finditer(words))
    if len(found) <= MAX_QUOTED_WORDS:
        return words
    return f"{words[: found[MAX_QUOTED_WORDS - 1].end()]} …"


def _must_lie_within(found: FoundClaim, size: int) -> None:
    spans = [found.span, *found.content, *found.cue, *found.quotes]
    spans += [found.hedge] if found.hedge else []
    if any(span.end > size for span in spans):
        raise RecordError("a span ends past the end of the text")
    if not found.content:
        raise RecordError("it has no content")


def _voice(found: FoundClaim, over: Sequence[FoundClaim]) -> Voice:
    if found.voice is not Voice.OUTLET:
        return found.voice
    outer = next((one.voice for one in over if one.claimants), Voice.INDIRECT)
    return outer if outer is not Voice.OUTLET else Voice.INDIRECT


def _accuser_named(found: FoundClaim) -> bool | None:
    if found.accuser_named is None and found.strength is Strength.ALLEGED:
        return bool(found.claimants)
    return found.accuser_named


def _maker(found: FoundClaimant, version: DocumentVersion) -> Maker:
    named = found.name or (single_author(version.document.byline) if found.author else "")
    name = _spaced(named or found.called)
    key = folded(name)
    if not key:
        raise RecordError("the claimant's name has no letter")
    # Whoever is not named is somebody else in the next document.
    key = key if named else f"{key}-in-{version.document.sha256[:10]}"
    aliases = tuple(dict.fromkeys(_spaced(alias) for alias in found.aliases if alias != name))
    who = Claimant(key, name, found.kind, aliases)
    return Maker(who, _spaced(_cut(found.written, version.text)))


def _statement(
    found: FoundClaim,
    said: Attribution,
    told_by: Sequence[FoundClaimant],
    version: DocumentVersion,
) -> str:
    """Return who says it, then the words themselves in quotation marks."""
    text, outlet = version.text, version.document.outlet.name
    content = shortened(_unmarked(_joined(found.content, text)))
    hedge = f" (hedge: {said.hedge})" if said.hedge and said.hedge not in content else ""
    if not said.makers:
        if said.accuser_named is False:
            return f"{outlet} reports an accusation whose maker is not named{hedge}: “{content}”"
        if said.strength is Strength.DENIED:
            return f"{outlet} reports this as denied{hedge}: “{content}”"
        cue = _spaced(said.cue)
        if any(map(str.isalpha, cue)) and cue != said.hedge:  # “it was reported that …”
            return f"{outlet} has this from somebody unnamed (cue: {cue}){hedge}: “{content}”"
        return f"{outlet} writes{hedge}: “{content}”"
    who = _opening(_and(dict.fromkeys(_shown(maker) for maker in said.makers)), said.makers)
    told = f", as {_names(told_by)} tell{'s' * (len(told_by) == 1)} it" if told_by else ""
    if said.strength is Strength.DENIED:  # the words that follow are what they did not say
        told += ", denying this"
    cue = _spaced(said.cue)
    if not any(map(str.isalpha, cue)):  # a dash or a colon says nothing to a reader
        return f"{who}, in {outlet}{told}{hedge}: “{content}”"
    return f"{who}, in {outlet}{told} (cue: {cue}){hedge}: “{content}”"


def _shown(maker: Maker) -> str:
    """Return who says it, and of a “he” whom nobody traced that it is somebody."""
    name = maker.claimant.name
    return f"Somebody (“{name}”)" if name.lower() in _PRONOUNS else name


def _opening(who: str, makers: Sequence[Maker]) -> str:
    """Return *who* with a capital where a sentence begins with words that are no name."""
    first = makers[0].claimant
    described = first.key != folded(first.name)
    return who[0].upper() + who[1:] if described else who


def anchor_of(passage: Span, text: str) -> Anchor:
    """Return the anchor of *passage* in *text*, its quotation cut where it is long.

    Quotation marks around the whole are left out of the quotation: whoever shows it sets its own.
    """
    words = text[passage.start : passage.end]
    bare = _unmarked(words)
    exact = shortened(bare).removesuffix(" …") if len(bare.split()) > MAX_QUOTED_WORDS else bare
    start = passage.start + words.index(bare)
    end = start + len(exact)
    return Anchor(
        Quote(exact, Span(start, end)),
        passage,
        hashlib.sha256(words.encode()).hexdigest(),
        prefix=text[max(0, start - _AROUND) : start],
        suffix=text[end : end + _AROUND],
    )


def _quotes(spans: Iterable[Span], text: str) -> Iterable[Quote]:
    for span in spans:
        start, end = span.start, span.end
        while start < end and (text[start] in _MARKS or text[start].isspace()):
            start += 1
        while start < end and (text[end - 1] in _MARKS or text[end - 1].isspace()):
            end -= 1
        if start < end:
            yield Quote(text[start:end], Span(start, end))


def _figure(found: FoundFigure) -> Figure:
    qualifier = "" if found.qualifier == "exactly" else found.qualifier
    numbers = (found.value, found.low, found.high)
    value, low, high = (number if _finite(number) else None for number in numbers)
    return Figure(
        found.text,
        qualifier=qualifier,
        value=value,
        low=low,
        high=high,
        unit=found.unit,
        measure=found.measure,
        population=found.population,
        period=found.period,
        span=found.span,
    )


def _finite(number: Decimal | None) -> bool:
    return number is not None and number.is_finite()


def _date(found: FoundDate) -> DateMention:
    known = PartialDate(found.value) if _PRECISIONS.fullmatch(found.value) else None
    return DateMention(found.text, known, found.span)


def _label(found: FoundClaim, version: DocumentVersion) -> str:
    label = _spaced(found.label)
    return label[:MAX_LABEL] or f"A passage of {version.document.outlet.name}"[:MAX_LABEL]


def _slug(found: FoundClaim, version: DocumentVersion) -> str:
    wanted = found.slug if is_slug(found.slug) else folded(found.slug or found.label)
    slug = wanted[:MAX_SLUG].strip("-") or f"{version.document.key}-{found.span.start}"
    return slug if slug.isascii() and is_slug(slug) else f"passage-{found.span.start}"


def _topic(found: FoundClaim, version: DocumentVersion) -> Topic:
    for words in (found.topic, version.document.section):
        if folded(words):
            return Topic(folded(words)[:MAX_SLUG].strip("-"), _spaced(words)[:MAX_LABEL])
    return UNSORTED


def _names(claimants: Iterable[FoundClaimant]) -> str:
    return _and(dict.fromkeys(_spaced(who.called) for who in claimants))


def _and(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _cut(span: Span, text: str) -> str:
    return text[span.start : span.end]


def _joined(spans: Iterable[Span], text: str) -> str:
    return " … ".join(_spaced(_cut(span, text)) for span in spans)


def _spaced(words: str) -> str:
    return " ".join(words.split())


def _unmarked(words: str) -> str:
    """Return *words* without the quotation marks around the whole, and without a lone one."""
    bare = words.rstrip(",")
    marks = [place for place, letter in enumerate(bare) if letter in _DOUBLE]
    first, last = bare[:1] in _OPENING, bare[-1:] in _CLOSING
    if len(marks) == 2 and first and last and len(bare) > 2:
        return bare[1:-1].rstrip(",")
    if len(marks) == 1 and len(bare) > 1:
        return bare[1:] if first else bare[:-1].rstrip(",") if last else words
    return words
