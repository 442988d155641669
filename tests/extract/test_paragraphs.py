"""What each paragraph of a plain text is taken for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.extract.found import Part
from knowledge.extract.furniture import page_part
from knowledge.extract.paragraphs import laid_out
from knowledge.extract.turns import spoken

REPORT = """Harbour strike enters second week

By Dana Okoye and Luis Prat

Cranes stand idle at the port of Alsund. (Photo by Mia Holm / Nordfoto)

The port of Alsund lost 40 ships to other harbours last week, its director said on Monday.

Wages and hours

Dockers want 9 per cent more. By Friday the town had run out of fruit.

Follow Dana Okoye on Twitter at @dokoye

Please let us know if you see an error on this page.
"""


def parts(text: str) -> list[tuple[str, str]]:
    """Return each paragraph's part and its first words."""
    return [(p.part.value, text[p.span.start : p.span.end][:12]) for p in laid_out(text)]


def test_a_report_is_parted_into_what_its_paragraphs_are() -> None:
    """Title, byline, caption, body, heading and furniture are told apart."""
    assert parts(REPORT) == [
        ("title", "Harbour stri"),
        ("byline", "By Dana Okoy"),
        ("caption", "Cranes stand"),
        ("body", "The port of "),
        ("heading", "Wages and ho"),
        ("body", "Dockers want"),
        ("furniture", "Follow Dana "),
        ("furniture", "Please let u"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Follow Dana Okoye on Facebook, Twitter at @dokoye, or email her at",
        "Please let us know if you have trouble with our comments.",
        "Share on Facebook",
        "Read more: How the harbour lost its ferries",
        "Sign up for our morning newsletter",
        "We use cookies to make this site work.",
        "© 2019 The Alsund Post. All rights reserved.",
        "This article was originally published by The Alsund Post.",
        "Comments on this story are closed.",
        "ADVERTISEMENT",
        "Our Standards: The Trust Principles.",
        "https://example.org/more",
        "___",
    ],
)
def test_furniture_is_no_part_of_the_report(line: str) -> None:
    """Prompts, notices and related links are the page's own."""
    assert page_part(line) is Part.FURNITURE


@pytest.mark.parametrize(
    "line",
    [
        "Dockers at the gate. (Photo by Mia Holm / Nordfoto)",
        "Mayor Ada Berg in May. (Photo by MIA HOLM / …",
        "Mayor Ada Berg opens the fair. Image: Mia Holm.",
        "FILE PHOTO: Cranes at the port of Alsund",
        "A ferry leaves Alsund (AP Photo/Mia Holm)",
        "A dredger at work. Nordfoto / Getty Images",
    ],
)
def test_a_credited_picture_makes_a_caption(line: str) -> None:
    """The credit gives a caption away."""
    assert page_part(line) is Part.CAPTION


@pytest.mark.parametrize(
    "line",
    [
        "By Dana Okoye",
        "By DANA OKOYE, Alsund Post",
        "Friday, July 21, 2017",
        "Updated: 12:30 GMT, 4 March 2020",
        "(Reporting by Dana Okoye; editing by Luis Prat)",
        "Mia Holm contributed to this report.",
        "2019-12-20T08:15:00Z",
    ],
)
def test_names_of_writers_and_days_alone_are_a_byline(line: str) -> None:
    """Who wrote it and when it came out are details of the document."""
    assert page_part(line) is Part.BYLINE


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the town had run out of fruit.",
        "She follows the news on Facebook and at the market, like most of her neighbours.",
        "The images from Alsund have not moved the government to act.",
        "Readers share the paper with neighbours.",
        "June 16, 2015, was the day when the last ferry sailed.",
        "Photos by the dozen were destroyed in the fire.",
        "The comments of the mayor drew laughter.",
        "Related companies paid 3 million crowns.",
    ],
)
def test_a_sentence_of_the_report_is_not_taken_for_furniture(line: str) -> None:
    """Words that furniture begins with also begin sentences."""
    assert page_part(line) is None


def test_a_single_paragraph_is_body() -> None:
    """What is pasted alone is read, however short."""
    assert parts("Forty people were hurt in Alsund on Monday") == [("body", "Forty people")]


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    """A line end within a sentence parts nothing."""
    text = (
        "The port of Alsund lost forty ships to other harbours last week, and its\n"
        "director said on Monday that more would leave unless the strike ended\n"
        "before the winter.\n"
    )
    assert len(laid_out(text)) == 1


def test_lines_that_end_sentences_are_paragraphs() -> None:
    """Texts without empty lines are parted by line."""
    text = "Alsund was quiet.\nThe mayor spoke at noon in the old harbour office.\nRain fell."
    assert len(laid_out(text)) == 3


def test_capitals_before_a_colon_are_a_speaker_in_a_transcript() -> None:
    """A turn goes on until the next label, and stage directions are nobody's."""
    text = (
        "Briefing at the harbour office\n\n"
        "BERG: The strike has cost us 40 ships.\n\n"
        "Q: How many will leave?\n\n"
        "BERG: Ten more, I expect.\n\n"
        "We lost two last night.\n\n"
        "(Laughter)\n\n"
        "Q: And after that?"
    )
    speakers = [text[p.speaker.start : p.speaker.end] if p.speaker else "" for p in laid_out(text)]
    assert speakers == ["", "BERG", "Q", "BERG", "BERG", "", "Q"]


def test_names_with_an_outlet_in_brackets_are_speakers() -> None:
    """The label holds all that stands before the colon."""
    text = (
        "Ada Berg (Alsund Radio): How many ships have gone?\n\n"
        "Luis Prat: Forty so far.\n\n"
        "Ada Berg (Alsund Radio): Since when, please?\n\n"
        "Luis Prat: Since the 4th of March."
    )
    found = laid_out(text)
    assert [text[p.speaker.start : p.speaker.end] for p in found if p.speaker] == [
        "Ada Berg (Alsund Radio)",
        "Luis Prat",
    ] * 2
    assert text[spoken(text, found[1].span, found[1].speaker) :].startswith("Forty so far")


@pytest.mark.parametrize("label", ["Update", "Correction", "Alsund", "Note", "Berg"])
def test_a_colon_alone_makes_no_speaker(label: str) -> None:
    """One label in a report is a way of writing, not a transcript."""
    text = f"The strike goes on.\n\n{label}: the ferry sails again today.\n\nRain is expected soon."
    assert all(p.speaker is None for p in laid_out(text))


@given(st.text(st.sampled_from("AQ :.\n\t“”(b)1,é’"), max_size=120))
def test_paragraphs_cover_the_text_once(text: str) -> None:
    """Whatever is no white space lies in exactly one paragraph, in order."""
    found = laid_out(text)
    covered = "".join(text[p.span.start : p.span.end] for p in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
