"""Measuring attributions by letters."""

from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from knowledge.extract.found import Attributed
from knowledge.model import Span
from knowledge.train.gold import attributed
from knowledge.train.scoring import Score, scored

TEXT = "“No more,” said Lee. Critics say it is late."


def made(source: str, cue: str, *content: str) -> Attributed:
    """Return an attribution of words of the text."""

    def spans(*words: str) -> list[Span]:
        return [Span(TEXT.index(word), TEXT.index(word) + len(word)) for word in words if word]

    return attributed(spans(source), spans(cue), spans(*content))


LEE = made("Lee", "said", "“No more,”")
CRITICS = made("Critics", "say", "it is late")


def test_what_is_the_same_is_all_right() -> None:
    """Found as labelled gives one in every measure, and nothing found gives none."""
    score = scored(TEXT, [LEE, CRITICS], [CRITICS, LEE])
    for measure in (score.letters, score.content, score.exactly, score.attribution):
        assert (measure.precision, measure.recall, measure.f1) == (1, 1, 1)
    assert (score.source_accuracy, score.cue_accuracy) == (1, 1)
    nothing = scored(TEXT, [LEE], [])
    assert (nothing.attribution.f1, nothing.gold, nothing.found) == (0, 1, 0)
    assert scored("", [], []).attribution.f1 == 0


@pytest.mark.parametrize(
    ("found", "match", "exact", "right", "cues"),
    [
        (made("Lee", "said", "No more"), 1, 1, 1, 1),
        (made("Lee", "said", "No more,” said"), 1, 0, 1, 1),
        (made("Lee", "said", "“No"), 0, 0, 0, 0),
        (made("Critics", "said", "“No more,”"), 1, 1, 0, 1),
        (made("", "said", "“No more,”"), 1, 1, 0, 1),
        (made("Lee", "", "“No more,”"), 1, 1, 1, 0),
        (made("said Lee", "say", "“No more,”"), 1, 1, 1, 0),
    ],
)
def test_each_part_is_judged_by_itself(
    found: Attributed, match: int, exact: int, right: int, cues: int
) -> None:
    """Half of the letters make a match, marks at the edges are no matter, sources must touch."""
    score = scored(TEXT, [LEE], [found])
    assert (score.matches, score.exact, score.right, score.cues) == (match, exact, right, cues)


def test_one_finding_answers_to_one_label() -> None:
    """The same found twice is right once."""
    score = scored(TEXT, [LEE], [LEE, LEE])
    assert (score.right, score.attribution.precision, score.attribution.recall) == (1, 0.5, 1)


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 13)).map(lambda p: Span(p[0], p[0] + p[1])),
    max_size=2,
)
FOUND = st.lists(st.builds(attributed, SPANS, SPANS, SPANS), max_size=4)


@given(FOUND, FOUND)
def test_measures_stay_between_none_and_all(
    gold: list[Attributed], found: list[Attributed]
) -> None:
    """Whatever is compared, each measure lies from 0 to 1, and both ways round F1 is the same."""
    one, other = scored(TEXT, gold, found), scored(TEXT, found, gold)
    for measure in (one.letters, one.content, one.exactly, one.attribution):
        assert 0 <= measure.precision <= 1
        assert 0 <= measure.recall <= 1
    assert one.letters.f1 == pytest.approx(other.letters.f1)
    assert one + Score() == one


def test_predictions_of_another_program_are_scored(tmp_path: Path) -> None:
    """A text that the predictions lack counts as nothing found; groups are told apart."""
    line = (
        '{"doc": "%s", "outlet": "%s", "text": "Lee said no.", "attributions": '
        '[{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 11]]}]}\n'
    )
    (tmp_path / "gold.jsonl").write_text(
        line % ("a", "Herald") + line % ("b", "Gazette"), encoding="utf-8"
    )
    (tmp_path / "ours.jsonl").write_text(
        (line % ("a", "")).replace('"text": "Lee said no.", ', ""), encoding="utf-8"
    )
    files = [str(tmp_path / name) for name in ("gold.jsonl", "ours.jsonl")]
    ended = CliRunner().invoke(app, ["evaluate", *files, "--by", "outlet"])
    assert ended.exit_code == 0
    whole, gazette, herald = ended.stdout.split(" gold, ")[1:]
    assert "attribution     P 1.000  R 0.500  F1 0.667" in whole
    assert "attribution     P 0.000  R 0.000  F1 0.000" in gazette
    assert "attribution     P 1.000  R 1.000  F1 1.000" in herald
    (tmp_path / "ours.jsonl").write_text("nonsense\n", encoding="utf-8")
    slip = CliRunner().invoke(app, ["evaluate", *files])
    structlog.reset_defaults()  # the commands set logging up on streams that are closed now
    assert slip.exit_code == 2
    assert "Line 1 of ours.jsonl is not JSON." in slip.stderr
