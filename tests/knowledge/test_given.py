"""What a person says of a document outranks what it says of itself."""

from dataclasses import replace

from knowledge.given import Given
from knowledge.model import PartialDate
from knowledge.readers.reading import Origin
from tests.knowledge.proposing import reading


def test_what_a_person_gives_is_taken_and_says_so() -> None:
    """Outlet, headline, address and day are theirs, and the document's own day is kept beside."""
    day = PartialDate("2024-05-07")
    said = Given("The Gazette", "Beds", "https://gazette.example/beds", day).over(reading())
    assert said.outlet is not None
    assert (said.outlet.value, said.outlet.origin) == ("The Gazette", Origin.GIVEN)
    assert said.title is not None
    assert (said.title.value, said.title.origin) == ("Beds", Origin.GIVEN)
    assert said.url is not None
    assert said.url.value == "https://gazette.example/beds"
    assert said.published is not None
    assert (said.published.day, said.published.origin) == (day, Origin.GIVEN)
    assert said.published.also == (PartialDate("2024-05-06"),)
    assert not said.published.guessed


def test_what_nobody_gives_stays_as_it_was() -> None:
    """Nothing given changes nothing, and the same day given again is not listed twice."""
    assert Given().over(reading()) == reading()
    said = Given(published=PartialDate("2024-05-06")).over(reading())
    assert said.published is not None
    assert said.published.also == ()


def test_a_day_that_is_given_answers_what_was_asked_of_it() -> None:
    """“Check it” and “does not say when” are said no more once a person gave the day."""
    asked = replace(
        reading(), notes=("The text does not say when it was published: …", "Its footnotes …")
    )
    assert Given().over(asked).notes == asked.notes
    assert Given(published=PartialDate("2024")).over(asked).notes == ("Its footnotes …",)
