"""The day of publication, from stamps of many writings."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.readers.reading import Origin
from knowledge.readers.stamps import Stamp, day_in_address, published, said_of


def day(text: str, zone: str = "") -> str:
    """Return the day that one stamp gives, empty where it gives none."""
    found = published([Stamp(text, Origin.META)], ZoneInfo(zone) if zone else None)
    return found.day.value if found else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-11-20", "2019-11-20"),
        ("2019-11", "2019-11"),
        ("2019", "2019"),
        ("2019-11-20T02:59:46Z", "2019-11-20"),
        ("2019-11-20T02:59:46.123+0300", "2019-11-20"),
        ("2019-11-20 23:59", "2019-11-20"),
        ("2019-11-20T23:59:00-05", "2019-11-20"),
        ("20191120", "2019-11-20"),
        ("2019/11/20", "2019-11-20"),
        ("Wed, 20 Nov 2019 23:10:00 GMT", "2019-11-20"),
        ("20 November 2019", "2019-11-20"),
        ("Published: Nov. 20th, 2019, 9:30 a.m.", "2019-11-20"),
        ("November 2019", "2019-11"),
        ("11/12/2019", ""),
        ("2019-13-45", ""),
        ("31 February 2019", ""),
        ("1989-12-31", ""),
        ("Nonsense 12, 2019", ""),
        ("", ""),
    ],
)
def test_stamps_are_read_at_their_own_precision(text: str, expected: str) -> None:
    """What gives a day, month or year is read so; what could be two days is not read at all."""
    assert day(text) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("", "2019-11-20"), ("UTC", "2019-11-20"), ("America/New_York", "2019-11-19")],
)
def test_a_stamp_with_a_zone_is_reckoned_where_the_outlet_is(zone: str, expected: str) -> None:
    """The evening in New York is the next day in UTC."""
    assert day("2019-11-20T02:59:46Z", zone) == expected


def test_a_stamp_without_a_zone_is_not_moved() -> None:
    """Nobody knows whose clock it is, so the day stays as written."""
    assert day("2019-11-20T02:59:46", "America/New_York") == "2019-11-20"


def test_a_stamp_in_the_outlets_own_zone_is_believed_over_utc() -> None:
    """Of two neighbouring days the one that was not written in UTC is the outlet's."""
    found = published(
        [
            Stamp("2019-11-20T02:59:46Z", Origin.DATA),
            Stamp("2019-11-19T21:59:46-05:00", Origin.META),
        ]
    )
    assert found is not None
    assert (found.day.value, found.origin, found.zone) == ("2019-11-19", Origin.META, "-05:00")
    assert [each.value for each in found.also] == ["2019-11-20"]


def test_days_far_apart_stay_in_the_order_of_their_sources() -> None:
    """Another day a week off is said, and moves nothing."""
    found = published(
        [Stamp("2019-11-20T02:59:46Z", Origin.DATA), Stamp("2019-11-12", Origin.VISIBLE)]
    )
    assert found is not None
    assert (found.day.value, [each.value for each in found.also]) == ("2019-11-20", ["2019-11-12"])
    assert (
        "20 November 2019 (the page's structured data), and 12 November 2019" in said_of(found)[0]
    )


def test_a_month_does_not_contradict_a_day_in_it() -> None:
    """Less precise is not different."""
    found = published([Stamp("2019-11-20", Origin.DATA), Stamp("2019-11", Origin.META)])
    assert found is not None
    assert found.also == ()


def test_a_day_to_come_is_no_day_of_publication() -> None:
    """Pages that date themselves next week are not believed."""
    assert day((datetime.now(UTC) + timedelta(days=7)).date().isoformat()) == ""


def test_an_address_gives_its_day() -> None:
    """Year, month and day between slashes are a day; other numbers are not."""
    found = day_in_address("https://weir.example/2018/03/04/opened")
    assert found == Stamp("2018-03-04", Origin.ADDRESS)
    assert day_in_address("https://weir.example/2018/03/opened-12345") is None


def test_no_day_is_said() -> None:
    """Where nothing gives a day, a person is told."""
    assert said_of(None) == ("The document does not say when it was published.",)


@given(st.text(max_size=60), st.sampled_from(["", "UTC", "Pacific/Auckland"]))
def test_any_text_is_a_day_or_none(text: str, zone: str) -> None:
    """No stamp makes the reader fail, and no day comes from before 1990."""
    assert day(text, zone)[:4] >= "1990" or day(text, zone) == ""


@given(st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2025, 1, 1)))  # noqa: DTZ001 - stamps without a zone are meant
def test_iso_stamps_keep_their_day(moment: datetime) -> None:
    """Whatever its time, a stamp without a zone gives the day it writes."""
    assert day(moment.isoformat()) == moment.date().isoformat()
