"""Where somebody says what somebody else said, both levels are kept, one inside the other."""

import json
from pathlib import Path

import pytest

from knowledge.extract.attribution import attributions
from knowledge.extract.attribution.levels import with_inner_levels
from knowledge.extract.parsing import Parser
from knowledge.extract.printing import line_of
from knowledge.train.gold import read_predicted
from tests.extract.making import claimed, extracted


@pytest.mark.parametrize(
    ("text", "outer", "inner", "words"),
    [
        (
            "Mia Holm said that Luis Prat had told the board that 12 cranes were sold.",
            "Mia Holm", "Luis Prat", "12 cranes were sold",
        ),
        ("Holm said divers think the wreck is a ferry.", "Holm", "divers", "the wreck is a ferry"),
        (
            "According to the Beacon, Luis Prat told police that 12 cranes were sold.",
            "Beacon", "Luis Prat", "12 cranes were sold",
        ),
        (
            "“Luis Prat told me that 12 cranes were sold last year,” said Mia Holm.",
            "Mia Holm", "Luis Prat", "12 cranes were sold last year",
        ),
    ],
)  # fmt: skip
def test_what_somebody_says_that_another_said_is_a_claim_of_each(
    parser: Parser, text: str, outer: str, inner: str, words: str
) -> None:
    """The inner claim is who said it first, told by the outer one's claimant."""
    first, second = extracted(parser, text).claims
    assert [who.name or who.text for who in first.claimants] == [outer]
    assert [who.name or who.text for who in second.claimants] == [inner]
    assert claimed(text, second).rstrip(",”") == words
    assert (first.parent, second.parent) == (None, 0)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Mia Holm said she thinks that 12 cranes were sold.", 1),
        ("Mia Holm denied that Luis Prat had said that 12 cranes were sold.", 1),
        ("Mia Holm did not say that Luis Prat told police that 12 cranes were sold.", 0),
        ("Mia Holm asked whether Luis Prat had said that 12 cranes were sold.", 0),
        ("Mia Holm said that Luis Prat would say that 12 cranes were sold.", 1),
        ("Mia Holm said that Luis Prat did not say that 12 cranes were sold.", 1),
    ],
)
def test_nothing_is_put_into_the_mouth_of_whoever_did_not_say_it(
    parser: Parser, text: str, claims: int
) -> None:
    """The speaker again, and what was denied, asked or not said, make no second level."""
    assert len(extracted(parser, text).claims) == claims


def test_three_levels_stand_one_inside_the_other(parser: Parser) -> None:
    """The innermost words are told by whoever stands right around them."""
    text = "Mia Holm said that Luis Prat said that Ana Ruiz said that 12 cranes were sold."
    parsed = parser.parse(text)
    found = with_inner_levels(parsed, attributions(parsed))
    assert [each.parent for each in found] == [None, 0, 1]
    assert [each.inner for each in found] == [False, True, True]


def test_the_inner_level_is_marked_in_json_and_counts_for_nothing(
    parser: Parser, tmp_path: Path
) -> None:
    """Labelled texts mark what A says, and not once more what A says that B said."""
    text = "Mia Holm said that Luis Prat had told the board that 12 cranes were sold."
    file = tmp_path / "found.jsonl"
    file.write_text(json.dumps(line_of("a", text, extracted(parser, text))), encoding="utf-8")
    (read,) = read_predicted(file)
    assert [text[each.source[0].start : each.source[0].end] for each in read.attributions] == [
        "Mia Holm"
    ]
