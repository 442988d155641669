"""The sample desk against the article it was made from, where the reference data is at hand."""

import hashlib
import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.model import Claim, Span
from knowledge.sample.loader import sample_claims

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SEEDS = SHARED / "seeds"
GOLD = SHARED / "gold" / "seed-claims.jsonl"
ARTICLE = "breitbart-2019-12-20"
LONGEST_RUN = 8

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the reference data is not beside the checkout"),
]

_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def text() -> str:
    """The article's text as given."""
    (path,) = SEEDS.glob("000_*.txt")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def gold() -> dict[str, dict[str, Any]]:
    """The article's claims as people marked them, by slug."""
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return {record["slug"]: record for record in map(json.loads, lines)}


@pytest.fixture(scope="module")
def claims() -> dict[str, Claim]:
    """The sample's claims from the article, by slug."""
    return {claim.slug: claim for claim in sample_claims() if claim.document.key == ARTICLE}


def spans(claim: Claim) -> Iterator[tuple[str, Span]]:
    """Yield every piece of text that *claim* locates in the article, with its place."""
    assert claim.anchor is not None, claim.slug
    for quote in (claim.anchor.quote, *claim.quotes):
        yield quote.exact, quote.span
    for figure in claim.figures:
        assert figure.span is not None, (claim.slug, figure.text)
        yield figure.text, figure.span
    for mention in claim.dates:
        assert mention.span is not None, (claim.slug, mention.text)
        yield mention.text, mention.span


def words(text: str) -> list[str]:
    """Return the words of *text* without case, apostrophes, or the addresses of pages."""
    plain = unicodedata.normalize("NFKC", _ADDRESS.sub(" | ", text)).casefold()
    return _WORD.findall(re.sub(r"['’]", "", plain))


def test_everything_located_stands_at_its_place(text: str, claims: dict[str, Claim]) -> None:
    """Anchors, quotations, figures and dates stand letter for letter at their spans."""
    for claim in claims.values():
        for exact, span in spans(claim):
            assert text[span.start : span.end] == exact, claim.slug


def test_an_anchor_finds_one_place_in_its_passage(text: str, claims: dict[str, Claim]) -> None:
    """The words of an anchor, with their context, occur once, inside the passage they find."""
    for claim in claims.values():
        anchor = claim.anchor
        assert anchor is not None, claim.slug
        selector = anchor.prefix + anchor.quote.exact + anchor.suffix
        assert text.count(selector) == 1, claim.slug
        assert text.index(selector) + len(anchor.prefix) == anchor.quote.span.start, claim.slug
        assert anchor.passage.start <= anchor.quote.span.start, claim.slug
        assert anchor.quote.span.end <= anchor.passage.end, claim.slug


def test_quotations_stand_in_their_passage(claims: dict[str, Claim]) -> None:
    """A quotation or figure belongs to the claim's own passage, not to another's."""
    for claim in claims.values():
        assert claim.anchor is not None, claim.slug
        passage = claim.anchor.passage
        places = [quote.span for quote in claim.quotes]
        places += [figure.span for figure in claim.figures if figure.span is not None]
        for place in places:
            assert passage.start <= place.start < place.end <= passage.end, claim.slug


def test_passages_are_those_marked_and_unchanged(
    text: str, gold: dict[str, dict[str, Any]], claims: dict[str, Claim]
) -> None:
    """Each passage has the marked place, and its hash is that of the text there."""
    for slug, record in gold.items():
        anchor = claims[slug].anchor
        assert anchor is not None, slug
        assert anchor.passage == Span(record["start"], record["end"]), slug
        passage = text[anchor.passage.start : anchor.passage.end]
        assert anchor.sha256 == hashlib.sha256(passage.encode()).hexdigest(), slug


def test_attributions_are_those_marked(
    gold: dict[str, dict[str, Any]], claims: dict[str, Claim]
) -> None:
    """Slugs, strength, voice, claimants and cue agree with what people marked."""
    assert claims.keys() == gold.keys()
    for slug, record in gold.items():
        said = claims[slug].attribution
        assert said.strength == record["level"], slug
        assert said.voice == record["voice"], slug
        makers = [maker.claimant.name for maker in said.makers]
        assert makers == [speaker["name"] for speaker in record["speakers"]], slug
        assert said.cue == (record["cue"]["text"] if record["cue"] else ""), slug


def test_figures_and_dates_are_those_marked(
    gold: dict[str, dict[str, Any]], claims: dict[str, Claim]
) -> None:
    """Every marked figure and place is kept, and marked dates are among the claim's dates."""
    for slug, record in gold.items():
        claim = claims[slug]
        figures = [(f.text, [f.span.start, f.span.end]) for f in claim.figures if f.span]
        assert figures == [(f["text"], f["span"]) for f in record["figures"]], slug
        assert {d["text"] for d in record["dates"]} <= {d.text for d in claim.dates}, slug
        assert list(claim.places) == record["places"], slug


def test_spellings_cues_and_hedges_are_the_articles(text: str, claims: dict[str, Claim]) -> None:
    """The names as written, the cue and the hedge stand in the article letter for letter."""
    for claim in claims.values():
        said = claim.attribution
        for phrase in (said.cue, said.hedge, *(maker.written for maker in said.makers)):
            assert phrase in text, (claim.slug, phrase)


def test_quotation_marks_hold_only_the_articles_words(text: str, claims: dict[str, Claim]) -> None:
    """What a statement or note puts between quotation marks stands in the article."""
    for claim in claims.values():
        for phrase in re.findall(r"“([^”]*)”", claim.statement + claim.note):
            # A note may open a sentence with a quoted word, and then capitalises it.
            assert phrase in text or phrase[0].lower() + phrase[1:] in text, (claim.slug, phrase)


def test_words_for_dates_are_resolved_from_the_articles_date(claims: dict[str, Claim]) -> None:
    """“Wednesday” is the last one before publication; months and “this year” are of 2019."""
    meant = {
        (mention.text, mention.resolved.value if mention.resolved else "")
        for claim in claims.values()
        for mention in claim.dates
    }
    assert meant == {
        ("June 11, 2018", "2018-06-11"),
        ("Wednesday", "2019-12-18"),
        ("1957", "1957"),
        ("this year", "2019"),
        ("October", "2019-10"),
        ("September", "2019-09"),
        ("May", "2019-05"),
    }
    assert date(2019, 12, 18).strftime("%A") == "Wednesday"


def test_the_documents_hash_is_the_articles(text: str, claims: dict[str, Claim]) -> None:
    """The document on record is the text these positions were taken from."""
    for claim in claims.values():
        assert claim.document.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_the_text_gives_only_what_the_record_says_it_gives(
    text: str, claims: dict[str, Claim]
) -> None:
    """The outlet is absent from the text and the byline's name is there, as the record says."""
    document = claims["doctors-salary"].document
    assert document.outlet.name not in text
    assert document.section not in text
    assert document.byline in text
    assert "from the page's address" in document.details_from
    assert document.byline in text[-200:]
    assert "ends the text" in document.details_from


def test_no_sentence_of_the_article_is_in_the_repository(text: str) -> None:
    """No nine consecutive words of the article stand in any file of ours."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("the files of the repository cannot be listed")
    run = LONGEST_RUN + 1
    article = words(text)
    runs = {tuple(article[i : i + run]) for i in range(len(article) - run + 1)}
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    assert paths
    for path in paths:
        if not path.is_file():
            continue
        ours = words(path.read_text(encoding="utf-8", errors="replace"))
        for i in range(len(ours) - run + 1):
            found = tuple(ours[i : i + run])
            assert found not in runs, f"{path.relative_to(ROOT)}: {' '.join(found)}"
