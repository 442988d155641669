"""What holds for any text: no errors, exact spans, and numbers read back as they were written."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.extract.figures import read_figures
from knowledge.model import Span

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def in_words(number: int, joint: str) -> str:
    """Return *number* in words, “and” or nothing after its hundreds."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens = _TENS[number // 10 - 2]
        return tens if number % 10 == 0 else f"{tens}-{_ONES[number % 10]}"
    if number < 1000:
        rest = f" {joint}{in_words(number % 100, joint)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    size, name = next((size, name) for size, name in _SCALES if number >= size)
    rest = f" {in_words(number % size, joint)}" if number % size else ""
    return f"{in_words(number // size, joint)} {name}{rest}"


PIECES = (
    "one two hundred and million half a the of in to from between May 2018 Monday last week year "
    "ago dozen % percent points $ £ 3 4.5 1,000 - – or more than about at least quarter third most "
    "few years old per , . people 3-1 7:30 ’ “ ” ( ) Sh thousands times doubled her 40s No. \n"
).split(" ")
TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="0123456789 ,.-–$£%()/:\"’'\n½ak", max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
)


@given(TEXTS)
def test_any_text_gives_figures_that_are_slices_of_it(text: str) -> None:
    """Spans are exact, in order and apart, and words are the text's own."""
    end = 0
    for found in read_figures(text):
        assert found.span.start >= end
        assert found.span.start <= found.core.start < found.core.end <= found.span.end
        assert text[found.span.start : found.span.end] == found.text
        assert found.measure in text
        assert found.population in text
        assert found.period in text
        end = found.span.end
        if found.low is not None:
            assert found.high is not None
            assert found.low < found.high


@given(TEXTS, st.integers(0, 90), st.integers(0, 90))
def test_a_part_of_a_text_gives_figures_inside_of_it(text: str, start: int, end: int) -> None:
    """Nothing outside of `start` and `end`, nor inside a mask, is touched."""
    masked = [Span(5, 12)]
    for found in read_figures(text, start, end, masked):
        assert start <= found.span.start
        assert found.span.end <= end
        assert found.core.end <= 5 or found.core.start >= 12


@given(st.integers(2, 10**12 - 1), st.sampled_from(["and ", ""]))
def test_a_number_in_words_is_read_back(number: int, joint: str) -> None:
    """Three hundred and forty-two is 342, however long it is."""
    found = read_figures(f"They counted {in_words(number, joint)} beetles.")
    assert [(f.value, f.unit) for f in found] == [(Decimal(number), "beetles")]


@given(st.integers(2, 10**9))
def test_a_number_with_commas_is_read_back(number: int) -> None:
    """1,234,567 beetles are as many."""
    (found,) = read_figures(f"They counted {number:,} beetles.")
    assert found.value == number


@given(
    st.decimals(Decimal("0.1"), Decimal(999), places=1),
    st.sampled_from([("m", 10**6), ("bn", 10**9), ("tn", 10**12), (" million", 10**6)]),
    st.sampled_from([("£", "GBP"), ("€", "EUR"), ("$", "USD"), ("US$", "USD"), ("A$", "AUD")]),
)
def test_money_with_a_suffix_is_read_back(
    number: Decimal, suffix: tuple[str, int], sign: tuple[str, str]
) -> None:
    """£1.1bn is 1,100,000,000 pounds, whatever number, suffix and sign."""
    (found,) = read_figures(f"It cost {sign[0]}{number}{suffix[0]} then.")
    assert (found.value, found.unit) == (number * suffix[1], sign[1])


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["%", " percent", " per cent"]))
def test_a_range_of_per_cents_is_read_back(low: int, more: int, unit: str) -> None:
    """Between 5% and 7% has both of its ends."""
    high = low + more
    (found,) = read_figures(f"Between {low}{unit} and {high}{unit} of it was lost.")
    assert (found.qualifier, found.unit) == ("range", "percent")
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "piece",
    ["7", " ", "one hundred and ", "7,", "1-", "from 3 to ", "between 1 and ", "half a ", "$1 ",
     "seats rose from 9 to 10 and ", "Of the 12, ", "twenty-", "(", "a quarter of ", "www.",
     "most ", "the "],
)  # fmt: skip
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    """Four times the text takes far less than sixteen times as long."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        started = time.process_time()
        read_figures(text)
        return time.process_time() - started

    small = max(min(seconds(5_000) for _ in range(2)), 0.01)
    assert any(seconds(20_000) < small * 16 / 2 for _ in range(3))
