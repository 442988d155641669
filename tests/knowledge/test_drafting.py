"""Nothing proposed holds a word, a number or a name that the document lacks, whatever was found."""

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.addresses import canonical, host_of
from knowledge.drafting import Drafted, drafted
from knowledge.extract.found import Extracted, FoundClaim, FoundClaimant, FoundDate, FoundFigure
from knowledge.model import MAX_QUOTED_WORDS, ClaimantKind, PartialDate, Span, Strength, Voice
from knowledge.readers.reading import Detail, Origin, Published, Reading
from knowledge.standing import not_standing
from tests.knowledge.proposing import (
    ANA,
    REPORT,
    accusation,
    at,
    empty_beds,
    mayor,
    reading,
    too_few_nurses,
)
from tests.thorough import examples

AT = datetime(2026, 1, 2, tzinfo=UTC)
WORDS = ["beds", "300", "Ana", "Ruiz", "said", "“most”", "…", "not", "1.5", "é", "\n", "\n\n", '"']
FOREIGN = ["400", "Bo", "Reyes", "Springfield"]


def draft(*claims: FoundClaim, of: Reading | None = None) -> Drafted:
    """Return what taking the report in with *claims* would keep."""
    found = Extracted(claims=claims)
    return drafted(of or reading(), found, by=ANA, source="https://herald.example/a", at=AT)


@st.composite
def found_in(draw: st.DrawFn) -> tuple[str, tuple[FoundClaim, ...]]:
    """Return a text and claims over it: spans anywhere, words from it and from elsewhere."""
    text = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=60)))
    text = f"x {text} y"
    span = st.tuples(st.integers(0, len(text) + 5), st.integers(1, len(text))).map(
        lambda pair: Span(pair[0], pair[0] + pair[1])
    )
    spans = st.lists(span, min_size=0, max_size=2).map(tuple)
    word = st.sampled_from([*WORDS[:6], *FOREIGN, ""])

    def cut(at: Span) -> str:
        return text[at.start : at.end]

    figure = st.tuples(span, st.booleans(), word).map(
        lambda made: FoundFigure(
            made[0], made[0], cut(made[0]) if made[1] else "400", value=Decimal(1), measure=made[2]
        )
    )
    who = st.tuples(span, word, st.sampled_from(ClaimantKind)).map(
        lambda made: FoundClaimant(made[0], cut(made[0]), made[2], made[1])
    )
    date = st.tuples(span, st.booleans()).map(
        lambda made: FoundDate(made[0], cut(made[0]) if made[1] else "Monday", "2024-05-06")
    )
    claim = st.builds(
        FoundClaim,
        span=span,
        content=spans,
        voice=st.sampled_from(Voice),
        strength=st.sampled_from(Strength),
        claimants=st.lists(who, max_size=2).map(tuple),
        cue=spans,
        hedge=st.none() | span,
        quotes=spans,
        figures=st.lists(figure, max_size=2).map(tuple),
        dates=st.lists(date, max_size=1).map(tuple),
        places=st.lists(word, max_size=1).map(tuple),
        accused=word,
        accuser_named=st.none() | st.booleans(),
        parent=st.none() | st.integers(-1, 4),
        slug=word,
        label=word,
        topic=word,
    )
    return text, tuple(draw(st.lists(claim, min_size=1, max_size=4)))


@settings(max_examples=examples(400))
@given(found_in())
def test_what_is_drafted_stands_in_the_text(made: tuple[str, tuple[FoundClaim, ...]]) -> None:
    """Every slice is one, every foreign word keeps its claim out, and nothing raises."""
    text, claims = made
    page = Reading(text, (), "text", outlet=Detail("The Herald", Origin.META))
    result = draft(*claims, of=page)
    assert len(result.drafts) + len(result.left_out) == len(claims)
    for number, each in enumerate(result.drafts):
        claim = each.claim
        assert not_standing(claim, text) == ""
        assert each.parent is None or each.parent < number
        for quote in claim.quotes:
            assert text[quote.span.start : quote.span.end] == quote.exact
        for figure in claim.figures:
            assert figure.span is not None
            assert text[figure.span.start : figure.span.end] == figure.text
        shown = claim.statement + repr(claim.attribution) + repr(claim.figures) + repr(claim.places)
        for foreign in FOREIGN:
            assert not re.search(rf"\b{foreign}\b", shown), foreign
        assert any(name in claim.statement for name in claim.owners() if name)
        assert len(claim.statement.partition(": “")[2].split()) <= MAX_QUOTED_WORDS + 1
        if claim.alleged:
            assert claim.attribution.accuser_named is not None


def test_the_statement_is_framed_by_us_and_filled_with_its_words() -> None:
    """The claimant as named, the outlet, the cue, and the words in quotation marks."""
    found = draft(empty_beds(), too_few_nurses(), accusation())
    assert [each.claim.statement for each in found.drafts] == [
        "Ana Ruiz, in The Herald (cue: said): “300 beds were empty”",
        "Ana Ruiz, in The Herald (cue: added): “We have 40 nurses too few”",
        "The Herald reports an accusation whose maker is not named: “The town has been accused of "
        "hiding the figures.”",
    ]


@pytest.mark.parametrize(
    ("content", "quoted"),
    [
        ("“We have 40 nurses too few,”", "We have 40 nurses too few"),
        ("“We have 40 nurses", "We have 40 nurses"),
        ("nurses too few,”", "nurses too few"),
        ("We have 40 nurses", "We have 40 nurses"),
    ],
)
def test_no_mark_is_doubled(content: str, quoted: str) -> None:
    """The statement's own quotation marks take the place of the document's around the whole."""
    claim = replace(too_few_nurses(), content=(at(content),))
    [made] = draft(claim).drafts
    assert made.claim.statement.endswith(f": “{quoted}”")


@pytest.mark.parametrize(
    ("passage", "quoted"),
    [
        ("“We have 40 nurses too few,”", "We have 40 nurses too few"),
        ("We have 40 nurses", "We have 40 nurses"),
    ],
)
def test_the_anchor_quotes_without_the_marks_around_the_whole(passage: str, quoted: str) -> None:
    """Whoever shows the quotation sets its marks; the passage and its hash are of all of it."""
    claim = replace(too_few_nurses(), span=at(passage), content=(at(passage),))
    anchor = draft(claim).drafts[0].claim.anchor
    assert anchor is not None
    assert anchor.quote.exact == quoted
    assert anchor.passage == at(passage)
    assert anchor.sha256 == hashlib.sha256(passage.encode()).hexdigest()
    assert anchor.prefix.endswith(passage.partition(quoted)[0])


def test_a_long_passage_is_cut_at_forty_words() -> None:
    """On the card and in the statement, with … where more follows; the hash is of the whole."""
    text = "Ana Ruiz said that " + " ".join(f"w{n}" for n in range(60)) + ".\n"
    whole = Span(0, len(text) - 1)
    claim = replace(
        empty_beds(),
        span=whole,
        content=(Span(19, len(text) - 1),),
        claimants=(mayor(text, "Ana Ruiz"),),
        cue=(at("said", text),),
        figures=(),
        dates=(),
    )
    [made] = draft(claim, of=replace(reading(), text=text)).drafts
    assert made.claim.statement.endswith("w39 …”")
    assert made.claim.anchor is not None
    assert len(made.claim.anchor.quote.exact.split()) == 40
    assert made.claim.anchor.passage == whole


def test_somebody_told_of_by_another_is_told_of_by_them() -> None:
    """Where A says that B says, B's words are shown as A tells them."""
    text = "Ana Ruiz said that the nurses claim there are 300 beds.\n"
    outer = replace(
        empty_beds(),
        span=Span(0, 55),
        content=(at("the nurses claim there are 300 beds", text),),
        claimants=(mayor(text, "Ana Ruiz"),),
        cue=(at("said", text),),
        figures=(),
        dates=(),
    )
    nurses = FoundClaimant(at("the nurses", text), "the nurses", ClaimantKind.GROUP)
    inner = replace(
        outer,
        content=(at("there are 300 beds", text),),
        claimants=(nurses,),
        cue=(at("claim", text),),
        parent=0,
    )
    made = draft(outer, inner, of=replace(reading(), text=text)).drafts[1].claim
    assert made.statement == (
        "The nurses, in The Herald, as Ana Ruiz tells it (cue: claim): “there are 300 beds”"
    )
    assert made.note == "The document has this from Ana Ruiz."


@pytest.mark.parametrize(
    ("byline", "name"),
    [("Bo Lind", "Bo Lind"), ("Bo Lind and Mia Holm", "the author"), ("", "the author")],
)
def test_who_writes_i_goes_by_the_byline_or_as_the_author(byline: str, name: str) -> None:
    """The byline names whoever writes “I”, and where it names nobody or several, nobody is."""
    text = "I said on Monday that 300 beds were empty.\n"
    author = FoundClaimant(at("I", text), "I", ClaimantKind.PERSON, author=True)
    found = replace(
        empty_beds(),
        span=Span(0, len(text) - 1),
        content=(at("300 beds were empty", text),),
        claimants=(author,),
        cue=(at("said", text),),
        figures=(),
        dates=(),
    )
    detail = Detail(byline, Origin.META) if byline else None
    made = draft(found, of=replace(reading(), text=text, byline=detail))
    assert made.left_out == ()
    (maker,) = made.drafts[0].claim.attribution.makers
    assert (maker.claimant.name, maker.written) == (name, "I")
    assert (maker.claimant.key == "bo-lind") == (name == "Bo Lind")


def test_a_denial_is_one_in_the_statement_and_nobodys_words_are_not_the_outlets() -> None:
    """The words quoted are what was denied, so that no frame may say that somebody said them."""
    denied = replace(empty_beds(), strength=Strength.DENIED)
    nobodys = replace(denied, claimants=(), voice=Voice.OUTLET, cue=())
    passed_on = replace(empty_beds(), claimants=(), voice=Voice.OUTLET)
    hedged = replace(passed_on, hedge=passed_on.cue[0])
    assert [made.claim.statement for made in draft(denied, nobodys, passed_on, hedged).drafts] == [
        "Ana Ruiz, in The Herald, denying this (cue: said): “300 beds were empty”",
        "The Herald reports this as denied: “300 beds were empty”",
        "The Herald has this from somebody unnamed (cue: said): “300 beds were empty”",
        "The Herald writes (hedge: said): “300 beds were empty”",
    ]


def test_who_was_not_traced_is_somebody_and_a_dash_is_no_cue() -> None:
    """“He” at the head of a statement would be nobody that a reader could look up."""
    she = FoundClaimant(at("she"), "she", ClaimantKind.PERSON)
    found = replace(empty_beds(), claimants=(she,), cue=(at("40"),))
    (made,) = draft(replace(found, span=Span(0, len(REPORT) - 1))).drafts
    assert made.claim.statement == "Somebody (“she”), in The Herald: “300 beds were empty”"


def test_where_details_come_from_is_said() -> None:
    """A guessed day is called one, and other days that the document gives are told."""
    guessed = Published(PartialDate("2024-05"), Origin.ADDRESS, also=(PartialDate("2024-05-07"),))
    document = draft(of=replace(reading(), published=guessed)).version.document
    assert document.published_from == (
        "guessed, from the address; the document also gives 7 May 2024"
    )
    assert document.details_from == (
        "outlet from the page's meta tags; byline from the page's visible text"
    )
    by_hand = replace(reading(), outlet=Detail("The Herald", Origin.GIVEN), byline=None)
    assert draft(of=by_hand).version.document.details_from == "outlet given by a person"
    nothing = draft(of=replace(reading(), published=None)).version.document
    assert nothing.published_from == "The document gives no date"


@pytest.mark.parametrize(
    ("source", "named", "name"),
    [
        ("-", None, "pasted text"),
        ("/press/#", None, "unnamed file"),
        ("/press/a\n\x1bb.txt", None, "a b.txt"),
        ("/press/报告.txt", None, "报告.txt"),
        ("/press/a.txt", "—", "a.txt"),
    ],
)
def test_no_document_is_lost_for_want_of_an_outlets_name(
    source: str, named: str | None, name: str
) -> None:
    """Standard input, a file called # and a page whose site is called — are taken in."""
    outlet = Detail(named, Origin.META) if named else None
    found = replace(reading(), outlet=outlet, url=None)
    made = drafted(found, Extracted(), by=ANA, source=source, at=AT)
    assert made.version.document.outlet.name == name
    assert "names no outlet" in made.version.document.details_from


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.herald.example/beds/", "http://herald.example/beds"),
        ("https://herald.example/a?utm_source=x&id=1#top", "https://HERALD.example:443/a?id=1"),
    ],
)
def test_one_page_has_one_address(one: str, other: str) -> None:
    """Campaign marks, fragments, capitals, `www.` and the last slash make no difference."""
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    "text", ["", "beds", "ftp://x.example/a", "https://", "/in/a.txt", "http://["]
)
def test_what_is_no_page_has_no_address(text: str) -> None:
    """A path, another scheme or half an address is none."""
    assert canonical(text) == ""
    assert isinstance(host_of(text), str)


@given(st.text(max_size=60))
def test_any_text_may_be_asked_for_its_address(text: str) -> None:
    """Nothing raises, and an address stays what it is when asked again."""
    assert canonical(canonical(text)) == canonical(text)


def test_the_report_is_found_as_it_stands() -> None:
    """The claims of the tests' report lose nothing."""
    assert draft(empty_beds(), too_few_nurses(), accusation()).left_out == ()
    assert REPORT.startswith("Beds")


@pytest.mark.parametrize("name", ["An", "uiz", "Ana Rui", "ayor"])
def test_part_of_a_word_is_no_name(name: str) -> None:
    """A name, a place or an accused stands there as whole words, or not at all."""
    claimant = replace(empty_beds().claimants[0], name=name)
    for claim in (
        replace(empty_beds(), claimants=(claimant,)),
        replace(empty_beds(), places=(name,)),
        replace(empty_beds(), accused=name),
    ):
        assert draft(claim).drafts == ()


def test_the_denial_behind_an_accusation_stands_beside_it() -> None:
    """What the accused themselves deny close by is their answer; what others deny is none."""
    text = (
        "The director, Al Kola, is accused of signing bills.\n\nKola denied the accusation.\n\n"
        "The union denied it."
    )
    accused = FoundClaim(
        at("The director, Al Kola, is accused of signing bills", text),
        (at("signing bills", text),),
        Voice.OUTLET,
        Strength.ALLEGED,
        cue=(at("is accused", text),),
        accused="The director, Al Kola",
        accuser_named=False,
    )

    def denial(name: str, words: str) -> FoundClaim:
        span = at(words, text)
        who = FoundClaimant(Span(span.start, span.start + 4), name, ClaimantKind.PERSON, name)
        content = (Span(span.end - 2, span.end),)
        return FoundClaim(span, content, Voice.INDIRECT, Strength.DENIED, (who,))

    theirs = denial("Al Kola", "Kola denied the accusation")
    others = denial("The union", "The union denied it")
    made = draft(accused, theirs, of=reading(text)).drafts
    assert made[0].claim.attribution.answer == (
        "“Kola denied the accusation”, in the same document"
    )
    assert draft(accused, others, of=reading(text)).drafts[0].claim.attribution.answer == ""
