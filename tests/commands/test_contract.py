"""The output contract, over every claim of the sample and every way to show one."""

import re
from dataclasses import replace

import pytest

from bot.commands import words
from bot.commands.cards import claim_card, claim_row, shortened_quotation
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Fact, Facts, Note, Paragraph, Quotation, Reply, Sources
from knowledge.check import status
from knowledge.model import Anchor, Claim, Quote, Record, Span, Strength, Subject
from knowledge.sample.loader import sample_claims, sample_related
from tests.conftest import asking

CLAIMS = {claim.slug: claim for claim in sample_claims()}
EVERY_CLAIM = pytest.mark.parametrize("slug", sorted(CLAIMS))

FORBIDDEN = re.compile(
    r"\b(true|false|fact|facts|verified|debunked|contradiction)\b", re.IGNORECASE
)


async def card(app: App, slug: str) -> Reply:
    """Return the card of the claim called *slug*."""
    reply = await app.handle(asking("claim", slug=slug))
    assert isinstance(reply, Reply)
    return reply


def facts(reply: Reply) -> dict[str, str]:
    """Return the labelled values of a card."""
    rows: list[Fact] = [row for b in reply.blocks if isinstance(b, Facts) for row in b.rows]
    return {row.label: plain(Reply("", (Paragraph(row.value),))).strip() for row in rows}


def names(claim: Claim) -> list[str]:
    """Return who says *claim*: its claimants, or else its outlet."""
    outlet = claim.document.outlet.name
    return [maker.claimant.name for maker in claim.attribution.makers] or [outlet]


@EVERY_CLAIM
async def test_the_attribution_comes_first(app: App, slug: str) -> None:
    """Who says it, in which outlet and when open the card, and nothing precedes them."""
    claim, reply = CLAIMS[slug], await card(app, slug)
    first = plain(reply).splitlines()[0]
    for name in (*names(claim), claim.document.outlet.name):
        assert name in first
    date = claim.document.published
    assert (date.words() if date else "undated") in first
    assert not reply.notice


@EVERY_CLAIM
async def test_words_in_quotation_marks_are_held_quotations(app: App, slug: str) -> None:
    """Whatever stands in quotation marks is held as the words of some claim shown."""
    claim, reply = CLAIMS[slug], await card(app, slug)
    shown = [claim, *(CLAIMS[other] for other in related_to(slug))]
    held = " ".join(held_words(one) for one in shown)
    notes = " ".join(note for one in shown for note in (one.note, one.document.note))
    for quoted in re.findall(r"“([^”]*)”", plain(reply)):
        assert quoted in held or f"“{quoted}”" in notes, quoted


def held_words(claim: Claim) -> str:
    """Return every word of the source that the desk holds of *claim*."""
    said = claim.attribution
    anchor = [claim.anchor.quote.exact] if claim.anchor else []
    parts = [said.cue, said.hedge, *(maker.written for maker in said.makers)]
    parts += [*anchor, *(q.exact for q in claim.quotes), *(f.text for f in claim.figures)]
    return " | ".join([*parts, *(d.text for d in claim.dates)])


def related_to(slug: str) -> set[str]:
    """Return the slugs of the claims about the same thing."""
    return {b if a == slug else a for a, b in sample_related() if slug in (a, b)}


@EVERY_CLAIM
async def test_every_figure_is_shown_as_written_and_no_other(app: App, slug: str) -> None:
    """The figures are there letter for letter, and no number is there that the record lacks."""
    claim, reply = CLAIMS[slug], await card(app, slug)
    shown = facts(reply)
    for figure in claim.figures:
        assert figure.text in shown["Figures as written"]
        if not figure.has_number:
            assert "no number given" in shown["Figures as written"]
    own = shown.get("Figures as written", "")
    record = repr(claim)
    for number in re.findall(r"\d+(?:[.,]\d+)*", own):
        assert number in record


@EVERY_CLAIM
async def test_strength_and_hedge_survive(app: App, slug: str) -> None:
    """Alleged stays alleged, and a hedge is kept verbatim."""
    said, shown = CLAIMS[slug].attribution, facts(await card(app, slug))
    assert shown["How strongly"].startswith(said.strength.value.capitalize())
    assert said.hedge in shown["How strongly"]
    assert said.cue in shown["Who says it"]


@EVERY_CLAIM
async def test_an_allegation_stands_beside_its_answer(app: App, slug: str) -> None:
    """The accused party's answer, or that none is on record, is on every allegation's card."""
    claim, shown = CLAIMS[slug], facts(await card(app, slug))
    alleged = claim.attribution.strength is Strength.ALLEGED
    assert ("Answer to the accusation" in shown) == alleged
    if alleged:
        assert "no answer on record" in shown["Answer to the accusation"]


@EVERY_CLAIM
async def test_both_statuses_are_shown_with_the_evidence(app: App, slug: str) -> None:
    """Quotation and claim each have their line, word first, and the evidence is counted."""
    claim, shown = CLAIMS[slug], facts(await card(app, slug))
    assert shown["Quotation"].startswith(status(claim.reviews, Subject.QUOTATION))
    assert shown["Claim"].startswith(status(claim.reviews, Subject.CLAIM))
    assert "evidence recorded" in shown["Claim"]


@EVERY_CLAIM
async def test_the_program_never_judges_by_itself(app: App, slug: str) -> None:
    """No card, history or passage says true, false, fact, verified, debunked or contradiction."""
    for command in ("claim", "history", "passage"):
        reply = await app.handle(asking(command, slug=slug))
        assert isinstance(reply, Reply)
        assert not FORBIDDEN.search(plain(reply))


@EVERY_CLAIM
async def test_a_list_row_opens_with_the_owner_too(app: App, slug: str) -> None:
    """A row of a list says who, where and when before what, with strength and status."""
    claim = CLAIMS[slug]
    row = claim_row(claim)
    assert names(claim)[0] in row.owner
    assert words.date_words(claim.document) in row.owner
    text = plain(Reply("", (Paragraph(row.said),)))
    assert claim.statement in text
    assert f"Quotation: {status(claim.reviews, Subject.QUOTATION)}. " in text
    assert f"Claim: {status(claim.reviews, Subject.CLAIM)}; " in text
    if claim.alleged:
        assert "no answer on record" in text
    if claim.attribution.strength is not Strength.STATED:
        assert f"[{claim.attribution.strength.value}]" in text


@EVERY_CLAIM
async def test_what_others_say_is_shown_with_its_owner(app: App, slug: str) -> None:
    """Each related claim is on the card, under its owner's name, with a press that opens it."""
    reply = await card(app, slug)
    others = related_to(slug)
    lists = [b for b in reply.blocks if isinstance(b, Sources) and b.title.startswith("Also")]
    rows = [row for block in lists for row in block.rows]
    assert {row.action.args["slug"] for row in rows if row.action} == others
    for row in rows:
        assert row.action
        assert names(CLAIMS[row.action.args["slug"]])[0] in row.owner


@EVERY_CLAIM
async def test_quotations_are_short(app: App, slug: str) -> None:
    """No quotation on a card has more than 40 words."""
    for block in (await card(app, slug)).blocks:
        if isinstance(block, Quotation):
            assert len(block.text.split()) <= 40


def test_a_long_quotation_is_shortened_and_says_so() -> None:
    """Forty words are shown letter for letter; that there are more, and where, is said."""
    long = "One,  two " + " ".join(f"w{n}" for n in range(60))
    anchor = Anchor(Quote(long, Span(0, len(long))), Span(0, len(long)), "0" * 64)
    reply = claim_card(Record(replace(CLAIMS["doctors-salary"], anchor=anchor)))
    [quotation] = [block for block in reply.blocks if isinstance(block, Quotation)]
    assert long.startswith(quotation.text)
    assert len(quotation.text.split()) == 40
    assert "the rest is behind “Source text”" in plain(reply)
    assert shortened_quotation("One,  two") == ("One,  two", True)


@EVERY_CLAIM
async def test_suggestions_name_the_owner_first(app: App, slug: str) -> None:
    """A label in autocomplete opens with who says it, and asserts nothing."""
    choices = await app.suggest(asking("claim"), "slug", slug)
    label = next(choice.label for choice in choices if choice.value == slug)
    assert label.startswith(names(CLAIMS[slug])[0])
    assert len(label) <= 100


async def test_notes_of_claim_and_document_are_shown(app: App) -> None:
    """What a reader must know of a record stands on its card."""
    reply = await card(app, "affected-each-year")
    notes = [b.spans[0] for b in reply.blocks if isinstance(b, Note)]
    assert any("translation" in str(note) for note in notes)
