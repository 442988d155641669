"""Which outlets a text says it has something from, in which words, and for how much of it."""

import pytest

from knowledge.extract.cited import MOST, bylined, cited_in
from knowledge.extract.found import Paragraph, Part
from knowledge.model import Span

OUTLETS = ("The Post", "Daily Echo", "El")
OWN = ("The Herald",)


def cited(text: str, part: Part = Part.BODY) -> list[tuple[str, str, str]]:
    """Return who is cited in one paragraph, in which words, and what they cover."""
    found = cited_in(text, [Paragraph(Span(0, len(text)), part)], OUTLETS, OWN)
    return [
        (
            each.outlet,
            text[each.words.start : each.words.end],
            text[each.covers.start : each.covers.end],
        )
        for each in found
    ]


@pytest.mark.parametrize(
    ("sentence", "outlet", "words"),
    [
        ("Beds are empty, according to Reuters.", "Reuters", "according to Reuters"),
        (
            "According to the news agency AFP, beds are empty.",
            "AFP",
            "According to the news agency AFP",
        ),
        (
            "The mayor told the Associated Press on Monday.",
            "Associated Press",
            "told the Associated Press",
        ),
        ("The Post first reported that beds are empty.", "The Post", "The Post first reported"),
        ("It was first reported by the Daily Echo.", "Daily Echo", "reported by the Daily Echo"),
        ("Beds are empty, The Post has reported.", "The Post", "The Post has reported"),
        ("She said so in an interview with Bloomberg.", "Bloomberg", "interview with Bloomberg"),
        ("A Kyodo report counts 300 beds.", "Kyodo", "A Kyodo report"),
        ("Beds are empty, it said, citing dpa.", "dpa", "citing dpa"),
        (
            "An e-mail seen by Agence France-Presse gives the number.",
            "Agence France-Presse",
            "seen by Agence France-Presse",
        ),
    ],
)
def test_words_that_cite(sentence: str, outlet: str, words: str) -> None:
    """The outlet, the words as they stand, and the sentence that they are in, no other."""
    text = f"Beds first. {sentence} Beds last."
    assert cited(text) == [(outlet, words, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Herald reported that beds are empty.",
        "Reuters could not reach the mayor.",
        "The mayor did not answer Reuters.",
        "She spoke to The Post's editor.",
        "According to Reutersville, beds are empty.",
        "According to el alcalde, beds are empty.",
        "He sent the post, and the daily echo said nothing.",
        "According to the mayor, beds are empty.",
    ],
)
def test_words_that_do_not_cite(sentence: str) -> None:
    """One's own name, who was not reached, and words that only look like a name cite nobody."""
    assert cited(sentence) == []


def test_a_citation_reaches_as_far_as_its_sentence() -> None:
    """Titles and initials end none; quotation marks and line ends belong to the one before."""
    text = "“It is.” Dr. Ana T. Ruiz told Reuters of St. James. “Nobody came.” Really?"
    (found,) = cited(text)
    assert found[2] == "Dr. Ana T. Ruiz told Reuters of St. James."


def test_a_dateline_is_over_the_whole_report() -> None:
    """An agency's dateline at the beginning covers all of it; other brackets do not."""
    text = "SANTA CRUZ, May 2 (Reuters) - Beds are empty. Nobody came."
    assert cited(text) == [("Reuters", "SANTA CRUZ, May 2 (Reuters) -", text)]
    assert cited("Beds are empty. A picture (Reuters) - of the ward.") == []
    assert cited(text, Part.FURNITURE) == []


def test_no_more_than_can_be_looked_at_are_kept() -> None:
    """A text that cites in every sentence is cut off."""
    text = " ".join(f"Ward {n} is empty, according to Reuters." for n in range(MOST + 20))
    assert len(cited(text)) == MOST


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Bo Lind, Reuters", ("Reuters",)),
        ("Reuters Staff", ("Reuters",)),
        ("Bo Lind and AFP", ("AFP",)),
        ("Bo Lind (The Post)", ("The Post",)),
        ("Ana Bloomberg", ()),
        ("By Bo Lind, The Herald", ()),
        ("", ()),
    ],
)
def test_agencies_in_bylines(byline: str, expected: tuple[str, ...]) -> None:
    """An agency counts where it stands for itself, not as part of somebody's name."""
    assert bylined(byline, OUTLETS, OWN) == expected
