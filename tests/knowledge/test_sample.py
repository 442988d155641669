"""The sample desk by itself: what it holds, and that its files cannot go wrong unnoticed."""

import re
import shutil
import time
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest

from knowledge.check import status
from knowledge.errors import RecordError
from knowledge.model import Claim, ClaimRating, Stance, Subject
from knowledge.sample.loader import load, sample_claims, sample_related

ARTICLE = """
    castro-1957 crimes-against-humanity cuban-agents-protests disruptive-activities
    doctors-in-venezuela doctors-salary doctors-sent-abroad ecuador-protests event-speakers
    falsified-patients kenya-47-counties kenya-doctors kenya-doctors-per-county
    latin-america-protests living-stipend medical-diplomacy million-deployed morales-resignation
    oas-conference oas-trafficking salary-skimming trafficking-definition venezuela-deal
    venezuela-oil
    """.split()
OTHERS = """
    affected-each-year deployed-since-1963 doctors-abroad-granma doctors-abroad-minister
    doctors-abroad-un doctors-salary-arbol-invertido doctors-salary-iwpr doctors-salary-un-letter
    kenya-arrangement-ended kenya-arrival kenya-deal-cost
    """.split()
REVIEWED = {"castro-1957", "morales-resignation"}

MAX_LABEL = 60
MAX_STATEMENT = 300
MAX_NOTE = 300
MAX_PHRASE = 8

NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
LOADED = re.compile(r"\b(?:slave|regime|communist|dictator\w*|skim\w*)\b", re.IGNORECASE)
ACCUSED = re.compile(r"\bCuba|\bgovernment|\bagent|\bCastro", re.IGNORECASE)
ASSERTED = re.compile(
    r"\b(?:true|false|fake|fact|verified|debunked|contradiction)\b", re.IGNORECASE
)


def by_slug() -> dict[str, Claim]:
    """Return the sample's claims by slug."""
    return {claim.slug: claim for claim in sample_claims()}


def outside_quotation_marks(text: str) -> str:
    """Return *text* without what stands between curly quotation marks."""
    return re.sub(r"“[^”]*”", " ", text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample's files that a test may spoil."""
    source = files("knowledge.sample")
    assert isinstance(source, Path)
    for path in source.rglob("*.toml"):
        copy = tmp_path / path.relative_to(source)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    """Replace the first *old* in the file at *path* by *new*."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_article_and_its_companions_are_there() -> None:
    """The sample holds the article's 24 claims and 11 of others, and nothing else."""
    assert sorted(claim.slug for claim in sample_claims()) == sorted(ARTICLE + OTHERS)


def test_slugs_and_aliases_lead_to_one_claim() -> None:
    """No slug or alias leads to two claims, and each is written as a slug."""
    names = [name for claim in sample_claims() for name in (claim.slug, *claim.aliases)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


def test_two_claims_are_reviewed_and_the_others_are_not() -> None:
    """Only the two claims with evidence have a status other than “Not checked”."""
    for claim in sample_claims():
        expected = ClaimRating.CONTRADICTED if claim.slug in REVIEWED else ClaimRating.NOT_CHECKED
        assert status(claim.reviews, Subject.CLAIM) == expected, claim.slug
        assert status(claim.reviews, Subject.QUOTATION) == "Not checked", claim.slug
        assert bool(claim.evidence) == (claim.slug in REVIEWED), claim.slug


def test_reviews_name_their_ground() -> None:
    """Each review stands on evidence that disputes the claim, with an address and a moment."""
    for slug in REVIEWED:
        (review,) = by_slug()[slug].reviews
        (evidence,) = by_slug()[slug].evidence
        assert evidence.stance is Stance.DISPUTES
        assert evidence.url.startswith("https://")
        assert evidence.source in review.reason
        assert review.at.utcoffset() is not None
        assert review.at >= evidence.added_at


def test_no_figure_has_a_number_its_words_do_not_give() -> None:
    """“Most” and “tens of thousands” stay words, and “over 90” is read as 90."""
    for claim in sample_claims():
        for figure in claim.figures:
            assert figure.has_number == bool(NUMBER.search(figure.text)), (claim.slug, figure.text)
            assert figure.unit, (claim.slug, figure.text)
            assert figure.measure, (claim.slug, figure.text)


def test_the_words_for_no_number_are_kept() -> None:
    """A figure without a number says which word stands for it."""
    for claim in sample_claims():
        for figure in claim.figures:
            if not figure.has_number:
                assert figure.qualifier in {"most", "order of magnitude"}, claim.slug


def test_texts_are_short() -> None:
    """Labels, statements and notes keep to their lengths, and end as they should."""
    for claim in sample_claims():
        assert len(claim.label) <= MAX_LABEL, claim.slug
        assert not claim.label.endswith("."), claim.slug
        assert len(claim.statement) <= MAX_STATEMENT, claim.slug
        assert claim.statement.endswith("."), claim.slug
        assert len(claim.note) <= MAX_NOTE, claim.slug
        for text in (claim.label, claim.statement, claim.note):
            assert text == " ".join(text.split()), claim.slug


def test_quoted_phrases_are_short() -> None:
    """No quotation, anchor, context of an anchor or figure has more than eight words."""
    for claim in sample_claims():
        phrases = [quote.exact for quote in claim.quotes] + [f.text for f in claim.figures]
        if claim.anchor is not None:
            phrases += [claim.anchor.quote.exact, claim.anchor.prefix, claim.anchor.suffix]
            assert max(len(claim.anchor.prefix), len(claim.anchor.suffix)) <= 32, claim.slug
        assert all(len(phrase.split()) <= MAX_PHRASE for phrase in phrases), claim.slug


def test_statements_name_their_outlet_and_their_claimants() -> None:
    """A statement names the outlet and everybody whose words it reports, so it asserts nothing."""
    for claim in sample_claims():
        for maker in claim.attribution.makers:
            names = (maker.claimant.name, *maker.claimant.aliases)
            assert any(name in claim.statement for name in names), claim.slug
        outlet = claim.document.outlet
        assert any(n in claim.statement for n in (outlet.name, *outlet.aliases)), claim.slug


def test_statements_say_who_before_what() -> None:
    """The owner's name stands in the first half of the statement."""
    for claim in sample_claims():
        first = min(claim.statement.find(n) for n in claim.owners() if n and n in claim.statement)
        assert first < len(claim.statement) / 2, claim.slug


def test_loaded_words_stay_in_quotation_marks() -> None:
    """The outlet's loaded words never stand in the desk's own voice."""
    for claim in sample_claims():
        for text in (claim.label, claim.statement, claim.note, claim.attribution.accused):
            assert not LOADED.search(outside_quotation_marks(text)), claim.slug


def test_the_desk_never_speaks_as_a_judge() -> None:
    """No text of the sample says true, false, fact, verified, debunked or contradiction."""
    for claim in sample_claims():
        texts = [claim.label, claim.statement, claim.note]
        texts += [review.reason for review in claim.reviews]
        assert not any(ASSERTED.search(text) for text in texts), claim.slug


def test_labels_do_not_put_an_accused_beside_an_accusation() -> None:
    """The label of an allegation names nobody who could be the accused."""
    alleged = [claim for claim in sample_claims() if claim.alleged]
    assert len(alleged) == 4
    for claim in alleged:
        assert not ACCUSED.search(claim.label), claim.slug


def test_allegations_say_who_accuses_whom() -> None:
    """An allegation names the accused, says whether the accuser is named, and has no answer yet."""
    for claim in sample_claims():
        said = claim.attribution
        if claim.alleged:
            assert said.accused, claim.slug
            assert said.answer == "", claim.slug
            assert said.accuser_named is (claim.slug == "crimes-against-humanity"), claim.slug
            assert re.search(r"\b(?:accus|alleg)", claim.statement), claim.slug
            named = "named" in claim.statement or "naming" in claim.statement
            assert named is not said.accuser_named, claim.slug
        else:
            assert said.accuser_named is None, claim.slug


def test_two_spellings_are_one_source() -> None:
    """The report's group and the letter's relay are the same claimant."""
    claims = by_slug()
    report = claims["million-deployed"].attribution.makers[1]
    letter = claims["doctors-salary-un-letter"].attribution.makers[0]
    assert report.claimant is letter.claimant
    assert {report.written, letter.written} <= set(report.claimant.aliases)


def test_what_we_did_not_read_has_no_place_in_a_text() -> None:
    """A claim without the document's text has no anchor, no quotation and no span."""
    for slug in OTHERS:
        claim = by_slug()[slug]
        assert claim.anchor is None
        assert claim.quotes == ()
        assert claim.document.sha256 == ""
        assert not any(figure.span for figure in claim.figures)
        assert not any(mention.span for mention in claim.dates)
        assert "“" not in claim.statement


def test_every_document_says_where_its_date_comes_from() -> None:
    """Each date, and each missing date, comes with its ground."""
    for claim in sample_claims():
        assert claim.document.published_from, claim.document.key
        assert claim.document.url.startswith("https://"), claim.document.key


def test_dates_are_no_more_precise_than_known() -> None:
    """A year stays a year, and the undated listing stays undated."""
    claims = by_slug()
    iwpr = claims["doctors-salary-iwpr"].document.published
    assert iwpr is not None
    assert iwpr.value == "2015"
    assert claims["doctors-salary-arbol-invertido"].document.published is None


def test_related_claims_exist_and_are_paired_once() -> None:
    """Every pair joins two different claims of the sample, said once."""
    pairs = sample_related()
    assert all(one != other and {one, other} <= by_slug().keys() for one, other in pairs)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)


@pytest.mark.parametrize(
    "group",
    [
        (
            "doctors-salary",
            "doctors-salary-iwpr",
            "doctors-salary-un-letter",
            "doctors-salary-arbol-invertido",
            "kenya-deal-cost",
        ),
        (
            "doctors-sent-abroad",
            "doctors-abroad-minister",
            "doctors-abroad-un",
            "doctors-abroad-granma",
        ),
        ("million-deployed", "deployed-since-1963", "affected-each-year"),
        ("kenya-doctors", "kenya-arrival", "kenya-arrangement-ended"),
    ],
)
def test_groups_stand_beside_each_other(group: tuple[str, ...]) -> None:
    """Every two claims about the same thing are related."""
    related = {frozenset(pair) for pair in sample_related()}
    assert all(frozenset(pair) in related for pair in combinations(group, 2))


def test_every_companion_stands_beside_a_claim_of_the_article() -> None:
    """What others say is reachable from what the article says."""
    related = {frozenset(pair) for pair in sample_related()}
    for slug in OTHERS:
        assert any(frozenset((slug, other)) in related for other in ARTICLE), slug


def test_loading_is_quick() -> None:
    """Reading every file takes under 30 ms at its best of five, so that a start does not wait."""
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        load(files("knowledge.sample"))
        best = min(best, time.perf_counter() - start)
    assert best < 0.030


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "claims/article-pay.toml",
            'topic = "doctors-pay"',
            'topic = "pay"',
            "doctors-salary: unknown topic 'pay'",
        ),
        (
            "claims/article-pay.toml",
            'document = "breitbart-2019-12-20"',
            'document = "gone"',
            "doctors-salary: unknown document 'gone'",
        ),
        (
            "claims/article-law.toml",
            'claimant = "unseen"',
            'claimant = "seen"',
            "trafficking-definition: unknown claimant 'seen'",
        ),
        ("documents.toml", 'outlet = "iwpr"', 'outlet = "x"', "iwpr-2015: unknown outlet 'x'"),
        (
            "claims/article-pay.toml",
            'qualifier = "most"',
            'qualifer = "most"',
            "doctors-salary: unknown qualifer",
        ),
        ("claims/article-pay.toml", "note = ", "notes = ", "doctors-salary: unknown notes"),
        ("topics.toml", "label = ", "name = ", "doctors-pay: label is missing"),
        (
            "claims/others-pay.toml",
            'aliases = ["kenya-cost"]',
            'aliases = ["doctors-salary"]',
            "kenya-deal-cost: 'doctors-salary' is used twice",
        ),
        (
            "claims/others-pay.toml",
            'slug = "kenya-deal-cost"',
            'slug = "doctors-pay"',
            "doctors-pay: 'doctors-pay' is used twice",
        ),
        (
            "related.toml",
            '"doctors-salary-iwpr",',
            '"doctors-salary-x",',
            "what doctors keep of their pay: unknown claim 'doctors-salary-x'",
        ),
        (
            "claims/others-pay.toml",
            'value = "50"',
            'value = "half"',
            "doctors-salary-iwpr: value is no number",
        ),
        (
            "claims/others-pay.toml",
            'value = "50"',
            "value = 50",
            "doctors-salary-iwpr: value is no str",
        ),
        (
            "claims/article-missions.toml",
            'rating = "Contradicted by evidence"',
            'rating = "Wrong"',
            "castro-1957: rating cannot be 'Wrong'",
        ),
        (
            "claims/article-missions.toml",
            "at = 2026-11-25T09:00:00+00:00\n\n[[claim]]",
            "at = 2026-11-25T09:00:00\n\n[[claim]]",
            "castro-1957: at has no time zone",
        ),
        (
            "claims/article-pay.toml",
            "Breitbart News writes",
            "Somebody writes",
            "doctors-salary: the statement does not say who says it",
        ),
        ("documents.toml", '"2019-12-20"', '"2019-13-20"', "breitbart-2019-12-20: published"),
        ("claimants.toml", "[[claimant]]", "[[claimants]]", "claimants.toml"),
    ],
)
def test_a_mistake_in_a_file_names_its_record(
    folder: Path, file: str, old: str, new: str, message: str
) -> None:
    """An unknown key, an unknown reference, a name used twice or a bad value stops the load."""
    spoil(folder / file, old, new)
    with pytest.raises(RecordError, match=re.escape(message)):
        load(folder)
