"""Dates in sentences of our own, with the day of publication given."""

import pytest

from knowledge.extract.dates import partial, read_dates
from knowledge.extract.found import FoundDate
from knowledge.model import PartialDate

FRIDAY = PartialDate("2019-12-20")


def values(text: str, published: str = "2019-12-20", *, day_first: bool = False) -> list[str]:
    """Return what the dates of *text* mean, the kind beside it where it is no point."""
    found = read_dates(text, PartialDate(published), day_first=day_first)
    return [one.value if one.kind == "point" else f"{one.kind} {one.value}" for one in found]


def the_one(text: str, published: PartialDate | None = FRIDAY) -> FoundDate:
    """Return the only date of *text*."""
    (found,) = read_dates(text, published)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began on June 11, 2018.", ["2018-06-11"]),
        ("It began on 11 June 2018.", ["2018-06-11"]),
        ("It began on Monday, June 11th, 2018.", ["2018-06-11"]),
        ("It began on the 26th of December 2004.", ["2004-12-26"]),
        ("Changed on 2018-06-11.", ["2018-06-11"]),
        ("Changed on 11.06.2018.", ["2018-06-11"]),
        ("It shut in March 2020.", ["2020-03"]),
        ("It shut in early 2016.", ["2016"]),
        ("Profits rose in the third quarter of 2018.", ["2018-Q3"]),
        ("It fell in the first half of 2018.", ["2018-H1"]),
        ("It opened in the summer of 2016.", ["2016-06/2016-08"]),
        ("Debt soared in the late 1990s.", ["1990s"]),
        ("Debt soared in the '80s.", ["1980s"]),
        ("It is of the 19th century.", ["19th century"]),
        ("The 1991 law fell.", ["1991"]),
        ("In 1997 and 1998 she worked there.", ["1997", "1998"]),
    ],
)
def test_a_date_that_names_its_year_is_read_at_its_own_precision(
    text: str, expected: list[str]
) -> None:
    """Days, months, quarters, halves, seasons, years, decades and centuries."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Wednesday.", ["2019-12-18"]),
        ("They met on Friday.", ["2019-12-20"]),
        ("They will meet on Wednesday.", ["2019-12-25"]),
        ("They met last Thursday.", ["2019-12-19"]),
        ("They meet next Tuesday.", ["2019-12-24"]),
        ("They met yesterday and meet tomorrow.", ["2019-12-19", "2019-12-21"]),
        ("He resigned in October.", ["2019-10"]),
        ("The hall will open in March.", ["2020-03"]),
        ("He was sworn in on Sept. 3.", ["2019-09-03"]),
        ("The book, which will be released Jan. 9, is long.", ["2020-01-09"]),
        ("It rained last week.", ["2019-W50"]),
        ("It rained this month.", ["2019-12"]),
        ("Prices fell last year.", ["2018"]),
        ("The talks resume next month.", ["2020-01"]),
        ("Fires raged last summer.", ["2019-06/2019-08"]),
        ("It rained over the weekend.", ["2019-12-14/2019-12-15"]),
        ("He died on 12 December last year.", ["2018-12-12"]),
        ("The report of mid-June was long.", ["2019-06"]),
        ("It opened two weeks ago.", ["2019-12-06"]),
        ("It opened six months ago.", ["2019-06"]),
        ("It opened twenty-five years ago.", ["1994"]),
        ("It opened a decade ago.", ["2009"]),
        ("It rose in the third quarter.", ["2019-Q3"]),
        ("Rents doubled over the past five years.", ["window 2014-12-20/2019-12-20"]),
        ("It must end by the end of the year.", ["by 2019"]),
    ],
)
def test_a_relative_date_is_reckoned_from_publication(text: str, expected: list[str]) -> None:
    """The day itself counts as its weekday; past unless the clause looks forward."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wages froze between 2013 and 2017.", ["range 2013/2017"]),
        ("Rain fell from March to June.", ["range 2019-03/2019-06"]),
        ("Rain fell from November 2018 to June 2019.", ["range 2018-11/2019-06"]),
        ("It ran from May to July 2016.", ["range 2016-05/2016-07"]),
        ("It ran March 4-6.", ["range 2019-03-04/2019-03-06"]),
        ("He ruled 2013–17.", ["range 2013/2017"]),
        ("They have worked here since 1957.", ["since 1957"]),
        ("It is to fall by 2030.", ["by 2030"]),
        ("It holds until the end of 2027.", ["by 2027"]),
    ],
)
def test_ranges_and_bounds_say_which_they_are(text: str, expected: list[str]) -> None:
    """From, between, since, by and until belong to the date."""
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bill may pass, and the unions will march against it.",
        "The Sun reported that Mayor April Day had secured a second term.",
        "On 31 February nothing happened.",
        "On June 31, 2018 nothing happened.",
        "Black Friday and Good Friday are no days of this kind.",
        "Every Monday they rest, and on Sundays too.",
        "More than 2000 people came.",
        "A poll of 2047 registered voters was taken.",
        "It cost $2000 and weighed 1,999 tons.",
        "May I ask? March on!",
        "He read the Sunday Times.",
        "It was founded in 0987 or 3021.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    """Verbs, names, amounts and days that no calendar has."""
    assert values(text) == []


def test_the_order_of_day_and_month_is_the_desk_s_and_said_where_both_are_possible() -> None:
    """3/4/2018 is ambiguous, 13/4/2018 is not."""
    assert values("It is dated 3/4/2018.") == ["2018-03-04"]
    assert values("It is dated 3/4/2018.", day_first=True) == ["2018-04-03"]
    assert "ambiguous" in the_one("It is dated 3/4/2018.").how
    assert values("It is dated 13/4/2018.") == ["2018-04-13"]
    assert the_one("It is dated 13/4/2018.").how == ""


def test_without_a_day_of_publication_nothing_relative_is_resolved() -> None:
    """“Wednesday” is found and left open; today's date is never used."""
    found = the_one("They met on Wednesday.", None)
    assert (found.text, found.value, found.precision, found.start) == ("Wednesday", "", None, None)
    assert found.how == "no day of publication to reckon from"
    assert the_one("They met on June 11, 2018.", None).value == "2018-06-11"


def test_a_publication_known_by_its_year_resolves_only_what_the_year_tells() -> None:
    """“Last year” is known, “Wednesday” and “May” are not."""
    year = PartialDate("2019")
    assert the_one("Prices fell last year.", year).value == "2018"
    assert the_one("They met on Wednesday.", year).value == ""
    assert the_one("They met in May.", year).value == ""


def test_what_was_taken_for_granted_is_said() -> None:
    """The tense behind a weekday or month stands beside the date."""
    assert the_one("They met on Monday.").how == "the past is taken for granted"
    assert the_one("They will meet on Monday.").how == "what is to come is taken for granted"
    assert the_one("The Jan. 8 vote.").how == "the nearest is taken for granted"
    assert the_one("It peaked in October of that year.").value == ""


def test_only_a_day_month_or_year_becomes_a_date_on_record() -> None:
    """A week or a quarter does not become a year, nor a range its beginning."""
    held = [
        ("They met on Wednesday.", PartialDate("2019-12-18")),
        ("He resigned in October.", PartialDate("2019-10")),
        ("Prices fell last year.", PartialDate("2018")),
        ("It rained last week.", None),
        ("It rose in the third quarter of 2018.", None),
        ("It opened two weeks ago.", None),
        ("It rained over the weekend.", None),
        ("It was so in the 1990s.", None),
        ("Wages froze between 2013 and 2017.", None),
        ("Rents doubled over the past five years.", None),
    ]
    for text, expected in held:
        assert partial(the_one(text)) == expected, text


def test_only_the_part_asked_for_is_read() -> None:
    """`start` and `end` bound the reading; spans count from the text's beginning."""
    text = "In 2011 it rose. In 2012 it fell. In 2013 it rose."
    (found,) = read_dates(text, None, start=17, end=33)
    assert (found.text, text[found.span.start : found.span.end]) == ("2012", "2012")
