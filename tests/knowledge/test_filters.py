"""Reading filters: what is one, what its value is, and what is words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.filter_values import (
    Amount,
    read_amount,
    read_date,
    read_status,
    read_strength,
)
from knowledge.filters import NAMES, FilterError, Filters, Typed, read
from knowledge.model import Claimant, ClaimantKind, Figure, PartialDate, Topic
from knowledge.vocabulary import ClaimRating, Strength


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        ("", "", {}),
        ("doctors pay", "doctors pay", {}),
        ("pay by:OAS", "pay", {"by": "OAS"}),
        (
            "by:Organization of American States since:2019",
            "",
            {"by": "Organization of American States", "since": "2019"},
        ),
        ('by:"OAS" pay', "pay", {"by": "OAS"}),
        ("by:“OAS” pay in:‘The Herald’ now", "pay now", {"by": "OAS", "in": "The Herald"}),
        ("by:«OAS» pay", "pay", {"by": "OAS"}),
        ("by:Cuba's government", "", {"by": "Cuba's government"}),
        ("by:'Cuba's government' pay", "pay", {"by": "Cuba's government"}),
        ('by:"a since:2019 b"', "", {"by": "a since:2019 b"}),
        ('by:"OAS', "", {"by": '"OAS'}),
        ("BY: OAS Since:2019", "", {"by": "OAS", "since": "2019"}),
        ("by：OAS", "", {"by": "OAS"}),  # noqa: RUF001 - a wide colon is typed too
        ("what they believe in:", "what they believe in:", {}),
        ("by: since:2019", "by:", {"since": "2019"}),
        ("Kerry: we knew", "Kerry: we knew", {}),
        ("10:30 https://a.org/by:x mailto:x", "10:30 https://a.org/by:x mailto:x", {}),
        ("in://x standby:x", "in://x standby:x", {}),
    ],
)
def test_a_line_is_words_and_filters(text: str, words: str, values: dict[str, str]) -> None:
    """A value runs to the next filter, quotation marks may hold it, and the rest is words."""
    typed = read(text)
    assert (typed.words, dict(typed.values)) == (words, values)


@pytest.mark.parametrize("text", ["form:x", "untill:2019", "satus:ok", "source:OAS", "topics:pay"])
def test_a_name_that_is_nearly_a_filter_is_answered_with_them_all(text: str) -> None:
    """A slip in a filter's name is told, with every filter there is."""
    with pytest.raises(FilterError) as caught:
        read(f"pay {text}")
    assert all(f"{name}:" in caught.value.next_step for name in NAMES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2019", "2019"),
        ("2019-05", "2019-05"),
        ("2019-5-2", "2019-05-02"),
        ("2019/05/02", "2019-05-02"),
        ("May 2019", "2019-05"),
        ("sept. 2019", "2019-09"),
        ("20 December 2019", "2019-12-20"),
        ("20th of December, 2019", "2019-12-20"),
        ("December 20, 2019", "2019-12-20"),
        ("dec 1st 2019", "2019-12-01"),
        ("  may   2019 ", "2019-05"),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, value: str) -> None:
    """A date keeps the precision that it was written with."""
    assert read_date(text) == PartialDate(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "may",
        "05/06/2019",
        "2019-13",
        "31 April 2019",
        "0000",
        "ma 2019",
        "20191",
        "june 31 2019",
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    """A date that two readers may take differently, or that is none, is not read."""
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "number", "per_cent"),
    [
        ("75", "75", False),
        ("75%", "75", True),
        ("75 per cent", "75", True),
        ("seventy-five percent", "75", True),
        ("1m", "1000000", False),
        ("1 million", "1000000", False),
        ("one million", "1000000", False),
        ("a million", "1000000", False),
        ("1,000,000", "1000000", False),
        ("1.000.000", "1000000", False),
        ("1 000 000", "1000000", False),
        ("1'000'000", "1000000", False),
        ("$1.2bn", "1200000000", False),
        ("1,2 billion", "1200000000", False),
        ("1,234.5", "1234.5", False),
        ("1.234,5", "1234.5", False),
        ("0.5", "0.5", False),
        ("0,5", "0.5", False),
        ("0.125", "0.125", False),
        ("about 50,000", "50000", False),
        ("more than 75%", "75", True),
        ("two hundred and fifty thousand", "250000", False),
        ("three dozen", "36", False),
        ("-3", "-3", False),
    ],
)
def test_numbers_are_read_in_the_ways_people_write_them(
    text: str, number: str, per_cent: bool
) -> None:
    """One number, however it is grouped, scaled or spelled."""
    assert read_amount(text) == Amount(Decimal(number), per_cent)


@pytest.mark.parametrize(
    "text", ["", "lots", "a", "million dollars", "1,2,3", "1.2.3", "10:30", "5x", "%"]
)
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    """Words and half numbers are told, not taken for something near."""
    assert read_amount(text) is None


def test_status_and_strength_take_a_beginning() -> None:
    """A beginning is enough where it is one word's alone."""
    assert read_status("disp") == (ClaimRating.DISPUTED,)
    assert read_status("NOT-CHECKED") == (ClaimRating.NOT_CHECKED,)
    assert read_status("c") == ("Checking", "Contradicted by evidence", "Cannot be established")
    assert read_status("") == ()
    assert read_strength("alleged") == (Strength.ALLEGED,)
    assert read_strength("x") == ()


def test_per_cent_fits_per_cent_alone() -> None:
    """75% is not 75 doctors; 75 is either."""
    doctors = Figure("75", value=Decimal(75), unit="doctors")
    share = Figure("75%", value=Decimal(75), unit="per cent")
    assert [Amount(Decimal(75)).fits(f) for f in (doctors, share)] == [True, True]
    assert [Amount(Decimal(75), per_cent=True).fits(f) for f in (doctors, share)] == [False, True]


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    """Whatever is typed, reading it gives words and values, or a sentence with a next step."""
    typed, refused = Typed(), None
    try:
        typed = read(text)
    except FilterError as error:
        refused = error
    assert set(typed.values) <= set(NAMES)
    assert all(typed.values.values())
    assert refused is None or (refused.sentence + refused.next_step).count(".") >= 2
    for reader in (read_date, read_amount, read_status, read_strength):
        reader(text)


_NAMES_OF = st.from_regex(r"[a-z]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)


@given(
    st.builds(
        Filters,
        by=st.none() | _NAMES_OF.map(lambda key: Claimant(key, "N", ClaimantKind.GROUP)),
        about=st.none() | _NAMES_OF.map(lambda key: Topic(key, "T")),
        since=st.none() | st.dates().map(lambda day: PartialDate(day.isoformat())),
        until=st.none() | st.dates().map(lambda day: PartialDate(day.isoformat()[:7])),
        status=st.sampled_from(["", *ClaimRating]),
        strength=st.none() | st.sampled_from(Strength),
        figure=st.none()
        | st.booleans()
        | st.builds(Amount, st.decimals(-(10**9), 10**9, places=3), st.booleans()),
    )
)
def test_what_is_shown_to_type_is_read_back_as_the_same(filters: Filters) -> None:
    """The line for the next page or a saved search means exactly the filters that held."""
    typed = read(filters.typed("half remembered"))
    assert typed.words == "half remembered"
    assert dict(typed.values) == filters.values()
    values = typed.values
    if filters.since:
        assert read_date(values["since"]) == filters.since
    if filters.until:
        assert read_date(values["until"]) == filters.until
    if filters.status:
        assert read_status(values["status"]) == (filters.status,)
    if filters.strength:
        assert read_strength(values["strength"]) == (filters.strength,)
    if isinstance(filters.figure, Amount):
        assert read_amount(values["figure"]) == filters.figure


def test_filters_are_shown_back_in_words() -> None:
    """Names stand as they are on record, and dates at the precision they were given."""
    filters = Filters(
        by=Claimant("oas", "Organization of American States", ClaimantKind.ORGANISATION),
        since=PartialDate("2019-05"),
        figure=Amount(Decimal(1_000_000)),
    )
    said = "by Organization of American States, since May 2019, with the figure 1,000,000"
    assert filters.words() == said
    assert not Filters()
    assert Filters().words() == ""
