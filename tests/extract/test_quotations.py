"""Where quoted words begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.extract.quotations import quotation_spans


def quoted(text: str) -> list[str]:
    """Return what is found with its marks."""
    return [text[quote.span.start : quote.span.end] for quote in quotation_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said, “No more.” She left.", ["“No more.”"]),
        ('He said, "No more." She left.', ['"No more."']),
        ("He said, ''No more.'' She left.", ["''No more.''"]),
        ("He said «no more» and left.", ["«no more»"]),
        ("‘No more,’ she said. The dogs’ den isn’t far.", ["‘No more,’"]),
        ("Never mind the boys' club, it's late.", []),
        ('The board is 6" wide and 4" thick.', []),
        ('“Do you?" he asked. “Yes.”', ['“Do you?"', "“Yes.”"]),
        ("“He told me ‘go’ and I went.”", ["“He told me ‘go’ and I went.”"]),
    ],
)
def test_marks_of_every_kind_are_read(text: str, expected: list[str]) -> None:
    """Curly, straight, doubled and single marks count; apostrophes and inches do not."""
    assert quoted(text) == expected


def test_a_quotation_left_open_ends_with_its_paragraph_and_may_be_carried_on() -> None:
    """Each paragraph of a long speech is a quotation, and the later ones say so."""
    first, second = quotation_spans("“One thing.\n\n“Another thing,” he said.")
    assert (first.closed, first.carried) == (False, False)
    assert (second.closed, second.carried) == (True, True)


def test_a_mark_without_its_partner_in_running_text_opens_nothing() -> None:
    """One stray mark does not swallow the rest of the paragraph."""
    assert quoted("The so-called “green plan was dropped. Nobody minded.") == []


@given(st.text(alphabet="ab .,\n'\"“”‘’«»?!s-:", max_size=80))
def test_quotations_lie_in_the_text_in_order_and_apart(text: str) -> None:
    """Whatever the marks, spans lie inside, follow each other and hold their inner words."""
    last = 0
    for quote in quotation_spans(text):
        assert last <= quote.span.start <= quote.inner.start
        assert quote.inner.end <= quote.span.end <= len(text)
        last = quote.span.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He wrote ”No more of this,” and left.", ["”No more of this,”"]),
        ("»Nein«, he said.", ["»Nein«"]),
        (
            '"It was a “crisis,” the paper says, and on."',
            ['"It was a “crisis,” the paper says, and on."'],
        ),
    ],
)
def test_marks_turned_the_wrong_way_or_set_inside_others_are_told_apart(
    text: str, expected: list[str]
) -> None:
    """What opens is told by where it stands, and curly marks within straight ones close nothing."""
    assert quoted(text) == expected
