"""Finding a claim's words in another version of its document, and never guessing where they are."""

import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.anchoring import Fate, Part, Version, differences, framed_words
from knowledge.model import Anchor, Quote, Span

OLD = (
    "Beds stand empty\n\n"
    "The mayor, Ana Ruiz, said on Monday that 300 beds were empty. “We have 40 nurses too few,” "
    "she added.\n\n"
    "The town has been accused of hiding the figures. The union said that 300 beds were closed.\n"
)


def anchor(exact: str, text: str = OLD, passage: str = "") -> Anchor:
    """Return the anchor of *exact* where it first stands in *text*, within *passage*."""
    start = text.index(exact)
    around = passage or exact
    at = text.rindex(around, 0, start + len(around))
    return Anchor(
        Quote(exact, Span(start, start + len(exact))),
        Span(at, at + len(around)),
        hashlib.sha256(around.encode()).hexdigest(),
        text[max(0, start - 32) : start],
        text[start + len(exact) : start + len(exact) + 32],
    )


SENTENCE = "The mayor, Ana Ruiz, said on Monday that 300 beds were empty."
EMPTY = anchor("300 beds were empty", passage=SENTENCE)


def found(text: str, wanted: Anchor = EMPTY) -> tuple[Fate, str, int, bool]:
    """Return what became of *wanted* in *text*, its words, how often they stand, and if whole."""
    finding = Version(text).find(wanted)
    words = text[finding.span.start : finding.span.end] if finding.span else ""
    return finding.fate, words, finding.times, finding.whole


def test_words_where_they_stood_are_in_place() -> None:
    """The same text gives the same place, and the passage by its hash."""
    assert found(OLD) == (Fate.IN_PLACE, "300 beds were empty", 1, True)


def test_words_in_place_in_a_passage_that_changed_say_so() -> None:
    """The quotation stands; the sentence around it is another by its hash."""
    text = OLD.replace("on Monday", "on Friday")
    assert found(text) == (Fate.IN_PLACE, "300 beds were empty", 1, False)


def test_words_that_stand_once_elsewhere_have_moved() -> None:
    """A paragraph put in above moves them, whole or not."""
    assert found("A correction was made.\n\n" + OLD) == (
        *(Fate.MOVED, "300 beds were empty", 1, True),
    )
    assert found("In the end 300 beds were empty, it turned out.") == (
        *(Fate.MOVED, "300 beds were empty", 1, False),
    )


def test_words_that_stand_often_are_told_apart_by_what_stands_around_them() -> None:
    """Between the same words, or in the same passage, one of several is the one; else none is."""
    beds = anchor("300 beds", passage=SENTENCE)
    assert found(OLD, beds) == (Fate.IN_PLACE, "300 beds", 2, True)
    moved = found("News.\n\n" + OLD, beds)
    assert moved == (Fate.MOVED, "300 beds", 2, True)
    assert found("300 beds here, 300 beds there.", beds) == (Fate.AMBIGUOUS, "", 2, False)
    assert found(OLD + OLD[1:], beds)[0] is Fate.IN_PLACE
    assert found("News. " + OLD + OLD, beds) == (Fate.AMBIGUOUS, "", 4, False)


def test_the_old_place_alone_proves_nothing() -> None:
    """The same two words at the same place by chance, and elsewhere too, are not attached."""
    start = EMPTY.quote.span.start
    text = "x" * start + "300 beds were empty" + " and again 300 beds were empty"
    assert found(text) == (Fate.AMBIGUOUS, "", 2, False)


def test_changed_words_show_the_nearest_passage() -> None:
    """A figure that was corrected is not found; the passage that has it now is shown."""
    text = "News.\n\n" + OLD.replace("300 beds were empty", "almost 30 beds were empty")
    fate, words, times, whole = found(text)
    assert (fate, times, whole) == (Fate.CHANGED, 0, False)
    assert "almost 30 beds were empty" in words
    pieces = differences(framed_words(EMPTY), words)
    assert [p.text for p in pieces if p.part is Part.REMOVED] == ["300"]
    assert "".join(p.text for p in pieces if p.part is Part.ADDED) == "almost 30"


@pytest.mark.parametrize("mark", ["“", "\u00a0", "\u2010"])
def test_letter_for_letter_means_every_letter(mark: str) -> None:
    """Another space, hyphen or mark inside is a change, however small."""
    text = OLD.replace("beds were empty", f"beds{mark}were empty")
    assert found(text)[0] is Fate.CHANGED


@pytest.mark.parametrize(
    "text",
    ["", " ", "An altogether different story about trains and fares.", "\u0000" * 50, "🙂" * 400],
)
def test_what_is_gone_is_not_found(text: str) -> None:
    """A text with nothing alike gives nothing, not the least unlikely place."""
    assert found(text) == (Fate.NOT_FOUND, "", 0, False)


@given(st.text(max_size=300), st.data())
def test_whatever_stands_in_the_text_is_found_there(text: str, data: st.DataObject) -> None:
    """Any words of any text are in place in that text, or stand more than once without a frame."""
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start + 1, len(text))) if text else 0
    if end <= start or any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    exact = text[start:end]
    here = Anchor(
        Quote(exact, Span(start, end)),
        Span(start, end),
        hashlib.sha256(exact.encode()).hexdigest(),
        text[max(0, start - 32) : start],
        text[end : end + 32],
    )
    finding = Version(text).find(here)
    assert finding.fate is Fate.IN_PLACE
    assert finding.span == Span(start, end)


@given(st.text(max_size=200), st.text(min_size=1, max_size=30), st.text(max_size=20))
def test_nothing_is_said_to_stand_where_it_does_not(text: str, exact: str, prefix: str) -> None:
    """In place and moved are letter for letter; what is shown as nearest is never the words."""
    wanted = Anchor(Quote(exact, Span(3, 3 + len(exact))), Span(0, 9), "ab" * 32, prefix, prefix)
    finding = Version(text).find(wanted)
    assert finding.times == min(1_000, _count(text, exact))
    if finding.fate in (Fate.IN_PLACE, Fate.MOVED):
        assert finding.span is not None
        assert text[finding.span.start : finding.span.end] == exact
    elif finding.fate is Fate.AMBIGUOUS:
        assert finding.times > 1
    else:
        assert exact not in text


def _count(text: str, exact: str) -> int:
    return sum(text.startswith(exact, at) for at in range(len(text)))


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_comparison_loses_no_letter(old: str, new: str) -> None:
    """Both sides can be put together again from the pieces."""
    pieces = differences(old, new)
    assert "".join(p.text for p in pieces if p.part is not Part.ADDED) == old
    assert "".join(p.text for p in pieces if p.part is not Part.REMOVED) == new
    assert all(piece.text for piece in pieces)


def test_a_large_text_is_read_once_for_many_anchors() -> None:
    """Many anchors of a changed text of a megabyte take a second or so, not one each."""
    filler = (
        "The council met on the matter of roads, drains and the price of bread again. " * 13_000
    )
    text = filler + OLD.replace("300 beds were empty", "30 beds were empty") + filler
    began = time.perf_counter()
    version = Version(text)
    fates = [version.find(EMPTY).fate for _ in range(20)]
    assert fates == [Fate.CHANGED] * 20
    assert time.perf_counter() - began < 8
