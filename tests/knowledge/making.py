"""Small claims made by hand, and any claim at all for the tests that want every shape."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from knowledge.model import (
    Anchor,
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    ClaimRating,
    DateMention,
    Document,
    DocumentKind,
    DocumentState,
    Evidence,
    Figure,
    Maker,
    PartialDate,
    Quote,
    Review,
    Span,
    Stance,
    Strength,
    Subject,
    Topic,
    Voice,
)

HERALD = Claimant("herald", "The Herald", ClaimantKind.OUTLET)
NURSES = Claimant("nurses-union", "Nurses' Union", ClaimantKind.ORGANISATION, ("NU",), "A union.")
HOSPITALS = Topic("hospitals", "Hospitals")
AT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def document(key: str, published: str | None = "2024-05-01", outlet: Claimant = HERALD) -> Document:
    """Return a document of *outlet*, published then."""
    day = None if published is None else PartialDate(published)
    return Document(key, outlet, f"https://example.org/{key}", published=day)


def claim(
    slug: str,
    *,
    label: str = "Beds",
    topic: Topic = HOSPITALS,
    published: str | None = "2024-05-01",
    outlet: Claimant = HERALD,
    makers: Iterable[Claimant] = (),
    aliases: tuple[str, ...] = (),
    statement: str = "{} writes about beds.",
) -> Claim:
    """Return a small claim in a document of its own."""
    named = tuple(Maker(who) for who in makers)
    return Claim(
        slug=slug,
        label=label,
        statement=statement.format(outlet.name),
        topic=topic,
        document=document(f"{outlet.key}-{slug}", published, outlet),
        attribution=Attribution(
            Voice.INDIRECT if named else Voice.OUTLET, Strength.STATED, makers=named
        ),
        aliases=aliases,
    )


def review(
    rating: str = ClaimRating.SUPPORTED,
    *,
    reviewer: str = "Ana",
    subject: Subject = Subject.CLAIM,
    at: datetime = AT,
) -> Review:
    """Return one person's judgement."""
    return Review(subject, rating, "Because.", reviewer, at)


_slugs = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
_texts = st.text(max_size=20)
_named = st.text(min_size=1, max_size=12)
_starts = st.integers(0, 100_000)
_spans = st.builds(lambda start, size: Span(start, start + size), _starts, st.integers(1, 500))
_quotes = st.builds(lambda text, at: Quote(text, Span(at, at + len(text))), _named, _starts)
_numbers = st.decimals(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [Decimal("0.1"), Decimal("1.10"), Decimal("1E+3"), Decimal("-0")]
)
_dates = st.builds(
    lambda day, size: PartialDate(day.isoformat()[:size]), st.dates(), st.sampled_from([4, 7, 10])
)
_moments = st.datetimes(timezones=st.just(UTC))
_figures = st.builds(
    Figure,
    text=_named,
    **dict.fromkeys(("qualifier", "unit", "measure", "population", "place", "period"), _texts),
    **dict.fromkeys(("value", "low", "high"), st.none() | _numbers),
    as_of=st.none() | _dates,
    span=st.none() | _spans,
)
_anchors = st.builds(
    Anchor, _quotes, _spans, st.just("ab" * 32), st.text(max_size=32), st.text(max_size=32)
)


@st.composite
def _claimants(draw: st.DrawFn, kind: ClaimantKind | None = None) -> Claimant:
    return Claimant(
        draw(_slugs),
        draw(_named),
        kind or draw(st.sampled_from(ClaimantKind)),
        tuple(draw(st.lists(_named, max_size=2, unique=True))),
        draw(_texts),
    )


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Return any claim that the model takes, every optional part there or not."""
    outlet = replace(draw(_claimants(ClaimantKind.OUTLET)), key="outlet")
    people = draw(st.lists(_claimants(), max_size=2, unique_by=lambda who: who.key))
    makers = tuple(Maker(replace(who, key=f"maker-{who.key}"), draw(_texts)) for who in people)
    return Claim(
        slug=draw(_slugs),
        label=draw(_texts),
        statement=f"{outlet.name} writes: {draw(_texts)}",
        topic=Topic(draw(_slugs), draw(_texts)),
        document=Document(
            key=draw(_slugs),
            outlet=outlet,
            url=draw(_texts),
            kind=draw(st.sampled_from(DocumentKind)),
            state=draw(st.sampled_from(DocumentState)),
            byline=draw(_texts),
            section=draw(_texts),
            language=draw(_texts),
            published=draw(st.none() | _dates),
            published_from=draw(_texts),
            details_from=draw(_texts),
            sha256=draw(_texts),
            note=draw(_texts),
        ),
        attribution=Attribution(
            voice=draw(st.sampled_from(Voice)) if makers else Voice.OUTLET,
            strength=draw(st.sampled_from(Strength)),
            makers=makers,
            cue=draw(_texts),
            hedge=draw(_texts),
            relays=draw(_texts),
            accuser_named=draw(st.booleans()),
            accused=draw(_texts),
            answer=draw(_texts),
        ),
        anchor=draw(st.none() | _anchors),
        quotes=tuple(draw(st.lists(_quotes, max_size=2))),
        figures=tuple(draw(st.lists(_figures, max_size=2))),
        dates=tuple(
            draw(
                st.lists(
                    st.builds(DateMention, _named, st.none() | _dates, st.none() | _spans),
                    max_size=2,
                )
            )
        ),
        places=tuple(draw(st.lists(_texts, max_size=2))),
        aliases=tuple(sorted(f"also-{a}" for a in draw(st.sets(_slugs, max_size=2)))),
        note=draw(_texts),
        revision=draw(st.integers(1, 9)),
        evidence=tuple(
            draw(
                st.lists(
                    st.builds(
                        Evidence,
                        st.sampled_from(Stance),
                        *[_texts] * 4,
                        _moments,
                    ),
                    max_size=2,
                )
            )
        ),
        reviews=tuple(
            draw(
                st.lists(
                    st.builds(Review, st.sampled_from(Subject), *[_texts] * 3, _moments),
                    max_size=2,
                )
            )
        ),
    )
