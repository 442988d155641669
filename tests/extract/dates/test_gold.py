"""How well dates are read on annotated sentences: floors that a change may not fall below."""

import json
from pathlib import Path

import pytest

from knowledge.extract.dates import partial, read_dates
from knowledge.model import PartialDate
from tests.extract.dates.scored import expressions, sentences

GOLD = Path(__file__).parents[4] / "shared/gold"
SEEDS = Path(__file__).parents[4] / "shared/seeds"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GOLD.is_dir(), reason="the reference data is not beside the checkout"),
]


def test_the_dates_of_the_reference_sentences_are_read() -> None:
    """Value, precision, kind and days right for .97 of them, and nothing read where none is."""
    annotated, read, right = sentences(GOLD / "dates.jsonl")
    assert right >= 0.97 * annotated
    assert read == annotated


def test_the_dated_expressions_of_news_are_read_end_to_end() -> None:
    """Of the 122 in GUM, times of day among them, .86 have the right days."""
    annotated, _, right = expressions(GOLD / "gum-news-dev.jsonl")
    assert annotated == 122
    assert right >= 0.86 * annotated


def test_the_dates_of_the_seed_are_reckoned_once_its_publication_is_given() -> None:
    """“Wednesday” in an article of 20 December 2019 is the 18th; without it, it stays open."""
    (path,) = SEEDS.glob("000_*.txt")
    text = path.read_text(encoding="utf-8")
    known = {d.span.start: d for d in read_dates(text, PartialDate("2019-12-20"))}
    unknown = {d.span.start: d for d in read_dates(text, None)}
    lines = (GOLD / "seed-claims.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = {d["span"][0]: d["text"] for line in lines for d in json.loads(line)["dates"]}
    resolved = {}
    for start, words in wanted.items():
        assert known[start].text == unknown[start].text == words
        held = partial(known[start])
        resolved[words] = held.value if held else None
    assert resolved == {
        "June 11, 2018": "2018-06-11",
        "Wednesday": "2019-12-18",
        "1957": "1957",
        "this year": "2019",
        "October": "2019-10",
        "September": "2019-09",
        "May": "2019-05",
    }
    assert {w for s, w in wanted.items() if unknown[s].value} == {"June 11, 2018", "1957"}
