"""All together: nothing is proposed that does not stand in the text, whatever the text."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.extract.checking import missing
from knowledge.extract.extractor import Extractor
from knowledge.extract.found import Extracted
from knowledge.extract.parsing import Parser
from knowledge.extract.sentences import sentence_spans
from knowledge.model import PartialDate, Span
from knowledge.text import is_slug
from knowledge.vocabulary import Voice
from tests.extract.making import DAY
from tests.thorough import examples

SHARED = Path(__file__).parents[3] / "shared"
SEED = SHARED / "seeds/000_2352576bf60df2eb.txt"
GERMAN = (
    "Der Hafen von Alsund hat im Mai vierzig Schiffe verloren, sagte der Direktor am Montag. Die "
    "Gewerkschaft erklärte, dass weitere zehn Schiffe im Juni folgen würden. Niemand wollte sagen, "
    "wie viele davon zurückkehren werden, und das Ministerium schwieg dazu."
)

_NAMES = st.sampled_from(
    [
        *("Luis Prat", "Dr. Ana Berg", "the Harbour Workers Union (HWU)", "HWU", "officials"),
        *("He", "they", "“Ana” Berg", "O’Neill"),
    ]
)
_CUES = st.sampled_from(
    "said|denied that|alleged that|estimates that|tweeted:|, according to|is accused of".split("|")
)
_FIGURES = st.sampled_from(
    "40|at least $1.2bn|one in four|tens of thousands of|5’11”|half a|30–40%|no".split("|")
)
_ENDS = st.sampled_from([".", "…", "!”", "?", '."', ",", " —", ".)", "\u00a0."])


@st.composite
def _sentences(draw: st.DrawFn) -> str:
    who, cue, figure, end = draw(_NAMES), draw(_CUES), draw(_FIGURES), draw(_ENDS)
    frame = draw(
        st.sampled_from(
            [
                "{who} {cue} {figure} ships left Alsund on Monday{end}",
                "“{figure} ships left in May,” {who} {cue}{end}",
                "Since {who} came in 1957, {figure} ships [have] been lost{end}",
                "{who}: We lost {figure} ships{end}",
                "In what {who} called “a crime against {figure} crews{end}",
                "{who}, which notes that {who} {cue} “forcing {figure} crews to go{end}",
            ]
        )
    )
    return frame.format(who=who, cue=cue, figure=figure, end=end)


_DOCUMENTS = st.lists(
    st.lists(_sentences(), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3
).map("\n\n".join)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_DOCUMENTS)
def test_nothing_is_proposed_that_the_text_lacks(parser: Parser, text: str) -> None:
    """Whatever names, cues, figures and marks meet, all found stands there, and twice the same."""
    found = Extractor(parser).extract(text, published=DAY)
    assert missing(text, found) == []
    assert found == Extractor(parser).extract(text, published=DAY)
    slugs = [claim.slug for claim in found.claims]
    assert len(set(slugs)) == len(slugs)
    assert all(is_slug(slug) for slug in slugs)


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("Aa40$% .,“”\"'\n—:()said"), max_size=200))
def test_odd_text_is_read_without_failing(parser: Parser, text: str) -> None:
    """Marks and letters at random give claims or none, and never an error."""
    assert missing(text, Extractor(parser).extract(text)) == []


def test_a_text_in_another_language_has_a_note_and_no_claims(parser: Parser) -> None:
    """It is kept, and a person is told why nothing is proposed."""
    found = Extractor(parser).extract(GERMAN)
    assert (found.language, found.claims) == ("de", ())
    assert found.notes == (
        "The text is in German; claims are found in English only, so none were.",
    )
    assert found.paragraphs


def test_a_text_without_prose_says_so(parser: Parser) -> None:
    """A page of prompts holds no claims."""
    found = Extractor(parser).extract("Share on Facebook\n\nRead more: The port")
    assert found.notes == ("The text holds no running prose, so no claims.",)


def test_words_that_are_not_there_are_named(parser: Parser) -> None:
    """The check finds a changed figure, a moved span and a foreign name."""
    text = "Luis Prat said on Monday that at least 40 ships had left Alsund."
    found = Extractor(parser).extract(text, published=DAY)
    (claim,) = found.claims
    figure = replace(claim.figures[0], text="at least 50")
    somebody = replace(claim.claimants[0], name="Ana Berg")
    moved = Span(len(text) + 1, len(text) + 5)
    bad = replace(claim, figures=(figure,), claimants=(somebody,), cue=(moved,), places=("Oslo",))
    problems = " ".join(missing(text, Extracted(claims=(bad,))))
    for words in ("at least 50", "Ana Berg", "Oslo", f"the cue at {moved.start}"):
        assert words in problems


def test_sentences_end_where_they_end() -> None:
    """Titles, home states and brackets within quotations end none."""
    text = (
        "Lt. Gov. Dan Holm (D-Calif.) left. He said “it [is] done.” Ten ships came back. "
        "- The U.S. is out."
    )
    assert [text[s.start : s.end] for s in sentence_spans(text)] == [
        "Lt. Gov. Dan Holm (D-Calif.) left.",
        "He said “it [is] done.”",
        "Ten ships came back.",
        "The U.S. is out.",
    ]


@pytest.mark.shared
@pytest.mark.skipif(not SEED.is_file(), reason="the seed article is not here")
def test_the_seed_articles_claims_are_found(parser: Parser) -> None:
    """All 24 are found, at least 22 with claimants and strength right, and none is made up."""
    text = SEED.read_text("utf-8")
    parser.parse("Loading is not timed.")
    Extractor(parser).extract(GERMAN)
    started = time.perf_counter()
    found = Extractor(parser).extract(text, published=PartialDate("2019-12-20"))
    taken = time.perf_counter() - started
    assert missing(text, found) == []
    gold = [
        json.loads(line)
        for line in (SHARED / "gold/seed-claims.jsonl").read_text("utf-8").splitlines()
    ]
    used: set[int] = set()
    right = 0
    for wanted in gold:
        best = max(
            range(len(found.claims)),
            key=lambda i: _overlap(text, wanted, (found.claims[i].span,)),
        )
        claim = found.claims[best]
        assert _overlap(text, wanted, (claim.span,)) >= 0.5, wanted["slug"]
        used.add(best)
        named = len(wanted["speakers"]) == len(claim.claimants)
        right += named and claim.strength.value == wanted["level"]
        days = [date["text"] for date in wanted["dates"]]
        assert [text[d.span.start : d.span.end] for d in claim.dates] == days, wanted["slug"]
    assert right >= 22
    assert all(claim.parent is not None for i, claim in enumerate(found.claims) if i not in used)
    assert max(claim.span.end for claim in found.claims) < text.index("Follow Ben")
    assert taken < 5  # about 0.6 s on a quiet machine


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the labelled articles are not here")
def test_labelled_articles_hold_all_that_is_proposed(parser: Parser) -> None:
    """Over Wikinews and other news nothing is added, and who is behind a claim is said."""
    lines: list[str] = []
    for name, step in (("gum-news-dev.jsonl", 2), ("polnear/train.jsonl", 60)):
        lines += (SHARED / "gold" / name).read_text("utf-8").splitlines()[::step]
    for line in lines:
        article = json.loads(line)
        found = Extractor(parser).extract(article["text"], published=PartialDate(article["date"]))
        assert missing(article["text"], found) == [], article["doc"]
        for claim in found.claims:
            assert claim.claimants or claim.voice is Voice.OUTLET or claim.parent is not None


def _overlap(text: str, wanted: dict[str, int], spans: Sequence[Span]) -> float:
    ours = {i for s in spans for i in range(s.start, s.end) if not text[i].isspace()}
    theirs = {i for i in range(wanted["start"], wanted["end"]) if not text[i].isspace()}
    return len(ours & theirs) / len(ours | theirs)
