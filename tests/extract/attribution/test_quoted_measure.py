"""What counts as the right speaker of quoted letters, on texts small enough to count by hand."""

import pytest

from benchmarks.quoted import Labelled, quoted
from knowledge.extract.found import Attributed
from knowledge.extract.parsing import Parsed
from knowledge.extract.quotations import quotation_spans
from knowledge.model import Span
from knowledge.train.gold import attributed

TEXT = "Hillary Clinton said “I think it is old.” Papers say Clinton said so. Bill Clinton left."
QUOTED = sum(not letter.isspace() for letter in "I think it is old.")


def at(words: str, start: int = 0) -> list[Span]:
    """Return where *words* stand in the text."""
    place = TEXT.index(words, start)
    return [Span(place, place + len(words))]


def said(
    source: str, cue: str, content: str = "“I think it is old.”", start: int = 0
) -> Attributed:
    """Return an attribution of words of the text."""
    return attributed(at(source, start), at(cue), at(content))


def right(gold: list[Labelled], found: list[Attributed]) -> tuple[int, int, int]:
    """Return letters, those of the right speaker, and those of any."""
    counted = quoted(Parsed(TEXT, (), quotation_spans(TEXT), ()), gold, found)
    return counted.letters, counted.right, counted.given


@pytest.mark.parametrize(
    ("source", "start", "expected"),
    [
        ("Hillary Clinton", 0, QUOTED),
        ("Clinton", 50, QUOTED),
        ("Bill Clinton", 0, 0),
        ("Papers", 0, 0),
    ],
)
def test_a_speaker_is_right_by_mention_or_name(source: str, start: int, expected: int) -> None:
    """Another mention by the same name is the same speaker; a namesake is not."""
    gold = [Labelled(said("Hillary Clinton", "said"))]
    assert right(gold, [said(source, "say", start=start)]) == (QUOTED, expected, QUOTED)


def test_who_speaks_inside_the_quotation_is_not_asked_for() -> None:
    """The report gives “I think …” to whom it quotes, whatever the labels say besides."""
    gold = [Labelled(said("Hillary Clinton", "said")), Labelled(said("I", "think", "it is old."))]
    assert right(gold, [said("Hillary Clinton", "said")]) == (QUOTED, QUOTED, QUOTED)


def test_the_innermost_speaker_of_the_report_is_the_right_one() -> None:
    """Of papers that say what Clinton says, Clinton's are the quoted letters."""
    outer = Labelled(attributed(at("Papers"), at("say"), [Span(0, 41)]))
    gold = [outer, Labelled(said("Hillary Clinton", "said"))]
    assert right(gold, [said("Papers", "say")]) == (QUOTED, 0, QUOTED)
    assert right(gold, [said("Hillary Clinton", "said")]) == (QUOTED, QUOTED, QUOTED)


def test_letters_that_nobody_was_given_are_not_given() -> None:
    """What was not found counts against both shares."""
    assert right([Labelled(said("Hillary Clinton", "said"))], []) == (QUOTED, 0, 0)
