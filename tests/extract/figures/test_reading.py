"""Figures in sentences of our own, one kind after the other."""

from decimal import Decimal

import pytest

from knowledge.extract.figures import Currencies, read_figures
from knowledge.extract.found import FoundFigure
from knowledge.model import Span


def said(found: FoundFigure) -> str:
    """Return a figure's reading in one line: qualifier, numbers, unit."""
    numbers = [n for n in (found.value, found.low, found.high, *found.values) if n is not None]
    return " ".join([found.qualifier, *map(str, numbers), found.unit]).strip()


def readings(text: str) -> list[str]:
    """Return what is read in *text*."""
    return [said(found) for found in read_figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About 60 clerks stayed home.", ["about 60 clerks"]),
        ("Just under 900 farms were sold.", ["nearly 900 farms"]),
        ("No fewer than three dozen barns burned.", ["at least 36 barns"]),
        ("40 or more cows escaped.", ["at least 40 cows"]),
        ("Well over two hundred letters came.", ["more than 200 letters"]),
        ("Not more than 12 seats are free.", ["up to 12 seats"]),
        ("Fewer than five ships sailed.", ["less than 5 ships"]),
        ("The fine is up to €5,000.", ["up to 5000 EUR"]),
        ("Exactly 77 ballots were void.", ["exactly 77 ballots"]),
        ("It was about a 20-minute walk.", ["about 20 minutes"]),
        ("10,000-plus fans queued.", ["at least 10000 fans"]),
    ],
)
def test_a_qualifier_keeps_what_it_says(text: str, expected: list[str]) -> None:
    """“No fewer than”, “just under” and their like are read for what they mean."""
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Between 12 and 15 wells ran dry.", ["range 12 15 wells"]),
        ("It needs $3 to $5 million.", ["range 3000000 5000000 USD"]),
        ("They ask £1.2bn–£1.5bn.", ["range 1200000000 1500000000 GBP"]),
        ("Ages 6–11 go first.", ["range 6 11 years"]),
        ("Two or three goats are lost.", ["range 2 3 goats"]),
        ("Some 900,000 to 1.2 million homes lack it.", ["range 900000 1200000 homes"]),
        ("She is in her 40s.", ["range 40 49 years"]),
        ("Seats rose from 9 to 10.", ["exactly 9 Seats", "exactly 10 Seats"]),
    ],
)
def test_a_range_has_two_ends_that_share_unit_and_magnitude(text: str, expected: list[str]) -> None:
    """What rises from one number to another is no range; the rest share what is said once."""
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dozens of barns burned.", ["order of magnitude 12 barns"]),
        ("Tens of thousands of hens died.", ["order of magnitude 10000 hens"]),
        ("It cost hundreds of millions of euros.", ["order of magnitude 100000000 EUR"]),
        ("Several hundred rooms flooded.", ["order of magnitude 100 rooms"]),
        ("A handful of shops opened.", ["few shops"]),
        ("Most bakers agree.", ["most bakers"]),
        ("The vast majority of bakers agree.", ["most bakers"]),
        ("The most expensive bread won.", []),
        ("The bakers won a large and growing majority of votes.", ["most votes"]),
        ("Test scores of 40 are low.", ["exactly 40"]),
    ],
)
def test_a_magnitude_is_no_number_and_a_superlative_no_share(
    text: str, expected: list[str]
) -> None:
    """“Dozens” says so in its qualifier; “the most expensive” counts nothing."""
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One in five bakers left.", ["exactly 0.2 bakers"]),
        ("Nine out of 10 trains ran late.", ["exactly 0.9 trains"]),
        ("58 of 61 trains ran late.", ["exactly 58 61 trains"]),
        ("Five of the past six trains ran late.", ["exactly 5 6 trains"]),
        ("Two-thirds of the bakers left.", ["exactly 0.6667 bakers"]),
        ("More than half the shops shut.", ["more than 0.5 shops"]),
        ("Support fell four percentage points to 31%.",
         ["exactly 4 percentage points", "exactly 31 percent"]),
        ("She led by a 20-point margin in the poll.", ["exactly 20 percentage points"]),
        ("He scored 20 points in the game.", ["exactly 20 points"]),
        ("Rates rose 25 basis points.", ["exactly 25 basis points"]),
        ("Growth was \u22120.8%.", ["exactly -0.8 percent"]),
        ("The margin is plus or minus 3 percent.", ["exactly 3 percent"]),
        ("In the first half of the game nobody ran.", []),
        ("A third man was seen.", []),
    ],
)  # fmt: skip
def test_a_share_is_what_the_text_calls_it(text: str, expected: list[str]) -> None:
    """Points are never made per cent, and halves of games and third men are no shares."""
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost €75m.", ["exactly 75000000 EUR"]),
        ("It cost A$3.75m.", ["exactly 3750000 AUD"]),
        ("It cost NZ $ 26 million.", ["exactly 26000000 NZD"]),
        ("It cost Rs 1,200 crore.", ["exactly 12000000000 INR"]),
        ("It cost Sh196,989.", ["exactly 196989 KES"]),
        ("It cost 2.350,75 euros.", ["exactly 2350.75 EUR"]),
        ("It cost 50p then.", ["exactly 0.5 GBP"]),
        ("It cost 300 million yen.", ["exactly 300000000 JPY"]),
        ("It cost 40 Canadian dollars.", ["exactly 40 CAD"]),
        ("It weighs 40 pounds.", ["exactly 40 pounds"]),
        ("It cost 40 pesos.", ["exactly 40 pesos"]),
    ],
)
def test_money_belongs_to_the_country_that_the_text_names(text: str, expected: list[str]) -> None:
    """Signs, codes and words give the currency; pesos without a country stay pesos."""
    assert readings(text) == expected


def test_a_bare_dollar_is_the_desk_s_own_and_stays_a_word_without_one() -> None:
    """What `$` means is a setting, and nothing is guessed where there is none."""
    (home,) = read_figures("It cost $5.", money=Currencies(dollar="AUD"))
    (unset,) = read_figures("It cost $5.", money=Currencies(dollar=""))
    assert (home.unit, unset.unit) == ("AUD", "dollars")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Low, 34, and her six-year-old son left.", ["exactly 34 years", "exactly 6 years"]),
        ("She died at 92.", ["exactly 92 years"]),
        ("An 11-year lull ended.", ["exactly 11 years"]),
        ("The walk is 15 km.", ["exactly 15 km"]),
        ("It covers 12 square miles.", ["exactly 12 square miles"]),
        ("It was -4C.", ["exactly -4 degrees Celsius"]),
        ("They ran at 90 miles an hour.", ["exactly 90 miles an hour"]),
        ("Half an hour passed.", ["exactly 0.5 hours"]),
        ("A six-member team came.", ["exactly 6 members"]),
        ("A set of 27 “at-large” delegates came.", ["exactly 27 delegates"]),
        ("Costs nearly doubled.", ["nearly 2 times"]),
        ("Traffic grew 18-fold.", ["exactly 18 times"]),
        ("Three times as many came.", ["exactly 3 times"]),
        ("There is one nurse per 900 people.", ["exactly 1 900 nurses per people"]),
        ("The senate voted 52 to 48.", ["exactly 52 48 votes"]),
        ("Kenya beat Uganda 3-1.", ["exactly 3 1 goals"]),
        ("In the ruling, judges split 5-to-4.", ["exactly 5 4 votes"]),
        ("Asters beat weeds four to one.", ["exactly 4 1"]),
        ("Tunisia 1 – 2 England", ["exactly 1 2"]),
        ("Three hundred and forty-two oaks fell.", ["exactly 342 oaks"]),
        ("A million and a half oaks fell.", ["exactly 1500000 oaks"]),
        ("Half a million oaks fell.", ["exactly 500000 oaks"]),
        ("Over 2.5 lakh oaks fell.", ["more than 250000 oaks"]),
    ],
)
def test_every_kind_of_quantity_has_its_number_and_unit(text: str, expected: list[str]) -> None:
    """Ages, lengths, ratios, results and multiples are read as such."""
    assert readings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The 2019 act replaced the 1957 law on the 21st of March.",
        "Flight MH370 left gate C1 at 12:41 a.m.",
        "Article 19 and Resolution 2231 were cited.",
        "Call 0800 555 0199 or visit 10 Downing Street before 5pm.",
        "No one knows which one of the plans will win.",
        "It began in the '80s and the 1990s.",
        "She led by double digits.",
        "They met on June 11, 2018, and from 2013 to 2017.",
        "Police posts 542 and 543 were hit on day five.",
        "It runs Windows 10 on a Boeing 737 at www.example.org/2020/11.",
        "It was a half-measure in a three-way race with a five-star cook.",
        "Version 3.14.2 came with build 20180611123456789.",
        "He joined the Group of 20 and the Big Ten.",
        "At one point, one suggested that she go.",
    ],
)
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    """Dates, times, names, numbers of laws and pronouns are left alone."""
    assert readings(text) == []


def test_a_masked_span_is_not_read() -> None:
    """A caller that knows a name or a date better can say so."""
    text = "The 40 Thieves opened with 12 shows."
    assert [f.text for f in read_figures(text, masked=[Span(0, 14)])] == ["12"]


def test_only_the_part_asked_for_is_read_and_spans_count_from_the_text_s_beginning() -> None:
    """`start` and `end` bound the reading and shift nothing."""
    text = "First 12 oaks. Then 15 elms. Then 18 firs."
    (found,) = read_figures(text, 15, 28)
    assert text[found.span.start : found.span.end] == "15"
    assert found.value == Decimal(15)


def test_population_and_period_are_words_of_the_text() -> None:
    """Out of whom and per what stand beside the figure as written."""
    (share,) = read_figures("20% of the striking bakers came back.")
    (pay,) = read_figures("He was paid $1,850 a month.")
    (sold,) = read_figures("The mill sold 40 looms in 2018.")
    assert share.population == "the striking bakers"
    assert pay.period == "a month"
    assert (sold.measure, sold.period) == ("looms", "in 2018")


def test_a_month_earlier_is_no_period() -> None:
    """“A month earlier” says when, not per what."""
    assert [f.period for f in read_figures("It was 3.9 percent a month earlier.")] == [""]


def test_the_hurt_are_no_buses() -> None:
    """A number without a noun takes no unit from a figure about something else."""
    assert readings("Three buses crashed and 20 were hurt.") == ["exactly 3 buses", "exactly 20"]
