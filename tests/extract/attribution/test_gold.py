"""How well attributions are found on the team's labelled texts: it must not fall."""

import json
from pathlib import Path

import pytest

from knowledge.extract.attribution import attributions
from knowledge.extract.found import Attributed
from knowledge.extract.parsing import Parser
from knowledge.model import Span
from knowledge.train.gold import attributed
from knowledge.train.scoring import Score, scored
from tests.thorough import THOROUGH

GOLD = Path(__file__).parents[4] / "shared/gold"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GOLD.is_dir(), reason="the team's reference data is not here"),
]


def gold(line: dict[str, list[list[int]]]) -> Attributed:
    """Return a labelled attribution."""
    source, cue, content = (
        [Span(*pair) for pair in line[part]] for part in ("source", "cue", "content")
    )
    return attributed(source, cue, content)


# Every third document of the larger set, which takes a third of the time; every one of them where
# THOROUGH is set, and in the benchmark. A third has figures, and so limits, of its own.
PARTS = [("polnear/dev.jsonl", 3, 0.615, 0.755, 0.925), ("gum-news-dev.jsonl", 1, 0.65, 0.70, 0.92)]
if THOROUGH:
    PARTS.append(("polnear/dev.jsonl", 1, 0.63, 0.77, 0.93))


@pytest.mark.parametrize(("name", "step", "f1", "precision", "source"), PARTS)
def test_attributions_of_labelled_news_stay_found(
    parser: Parser, name: str, step: int, f1: float, precision: float, source: float
) -> None:
    """F1, precision and the share of right sources stay over what was reached, less a little."""
    score = Score()
    for raw in (GOLD / name).read_text(encoding="utf-8").splitlines()[::step]:
        line = json.loads(raw)
        wanted = [gold(each) for each in line["attributions"] if each["content"]]
        score += scored(line["text"], wanted, attributions(parser.parse(line["text"])))
    assert score.attribution.f1 >= f1
    assert score.attribution.precision >= precision
    assert score.source_accuracy >= source
