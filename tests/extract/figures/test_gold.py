"""How well figures are read on annotated sentences: floors that a change may not fall below."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.extract.figures import read_figures
from tests.extract.figures.scored import scored

ROOT = Path(__file__).parents[3]
GOLD = ROOT.parent / "shared/gold"
SEEDS = ROOT.parent / "shared/seeds"
WIKINEWS = ROOT / "tests/data/figures/wikinews.jsonl"

beside = pytest.mark.skipif(
    not GOLD.is_dir(), reason="the reference data is not beside the checkout"
)


def test_figures_of_news_are_read_with_value_unit_and_qualifier() -> None:
    """Sentences of Wikinews, annotated by reading: F1 of .93 at least with all three right."""
    score = scored(WIKINEWS)
    assert score.f1(score.overlapping) >= 0.97
    assert score.f1(score.in_all) >= 0.93


def test_the_sentences_of_news_are_as_they_stand_and_name_their_article() -> None:
    """Every annotated span holds its words, and every line its credit."""
    for line in map(json.loads, WIKINEWS.read_text(encoding="utf-8").splitlines()):
        assert line["title"]
        assert line["url"].startswith("https://en.wikinews.org/wiki/")
        for figure in line["figures"]:
            start, end = figure["span"]
            assert line["text"][start:end] == figure["text"]


@pytest.mark.shared
@beside
@pytest.mark.parametrize(("name", "floor"), [("figures", 0.97), ("figures-wikinews", 0.97)])
def test_figures_of_the_reference_sentences_are_read(name: str, floor: float) -> None:
    """The team's own sentences, with value, unit and qualifier right."""
    score = scored(GOLD / f"{name}.jsonl")
    assert score.f1(score.in_all) >= floor


@pytest.mark.shared
@beside
def test_every_figure_of_the_seed_is_read_with_its_value_and_qualifier() -> None:
    """All eleven of them, “most” without a number."""
    (path,) = SEEDS.glob("000_*.txt")
    text = path.read_text(encoding="utf-8")
    found = read_figures(text)
    lines = (GOLD / "seed-claims.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = [figure for line in lines for figure in json.loads(line)["figures"]]
    assert len(wanted) == 11
    for figure in wanted:
        start, end = figure["span"]
        value = None if figure["value"] is None else Decimal(figure["value"])
        readings = [(f.value, f.qualifier) for f in found if start <= f.span.start < end]
        assert readings == [(value, figure["qualifier"])], figure["text"]
