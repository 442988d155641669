"""Plain text: encodings, garbled letters, paragraphs and turns."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import Unreadable
from knowledge.extract.found import Part
from knowledge.model import DocumentKind
from knowledge.readers import read
from knowledge.readers.decoding import decoded
from knowledge.readers.layout import Block, laid, normalised, set_apart
from knowledge.readers.plain import of_text
from knowledge.readers.reading import Detail, Origin, Reading
from tests.readers.making import texts, turns

SAID = "“The weir’s gate is shut,” the keeper said — and he’d know."
REPORT = f"""Weir gate shut

The gate of the upper weir was shut on Monday. {SAID}

The council said that the water would fall by 30 centimetres.
"""


def plain(data: bytes | str, name: str = "") -> Reading:
    """Return a text as read."""
    (reading,) = read(data.encode() if isinstance(data, str) else data, name=name)
    return reading


@pytest.mark.parametrize(
    "data",
    [
        REPORT.encode(),
        codecs.BOM_UTF8 + REPORT.encode(),
        codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"),
        REPORT.encode("utf-16-le"),
        REPORT.encode("cp1252"),
        REPORT.replace("\n", "\r\n").encode(),
        REPORT.replace("\n", "\r").encode(),
    ],
    ids="utf-8 bom-8 bom-16le bom-16be bom-32le utf-16le cp1252 crlf cr".split(),
)
def test_one_text_is_the_same_in_every_encoding(data: bytes) -> None:
    """Byte order marks, line ends and encodings make no difference."""
    assert plain(data).text == REPORT.strip()


def test_an_encoding_that_was_found_out_is_said() -> None:
    """A person may want to know that it was not stated."""
    notes = plain(REPORT.encode("cp1252")).notes
    assert "The file does not say how it is encoded; it was read as cp1252." in notes


def test_text_that_was_encoded_twice_is_put_right_where_all_of_it_goes_back() -> None:
    """The reading says how many places changed."""
    twice = REPORT.encode().decode("cp1252", "surrogateescape")
    data = "".join(c if c < "\udc80" else chr(ord(c) - 0xDC00) for c in twice).encode()
    reading = plain(data)
    assert reading.text == REPORT.strip()
    assert any("encoded twice, at 5 places, and was put right" in note for note in reading.notes)


def test_garbled_letters_that_do_not_go_back_are_left_and_said() -> None:
    """Where another letter forbids it, nothing is repaired."""
    reading = plain("The gateâ€™s keeper said: “shut”. Łódź is far.")
    assert "gateâ€™s" in reading.text
    assert any("garbled" in note for note in reading.notes)


def test_words_that_only_look_garbled_are_left_alone() -> None:
    """A capital Ã in a name is no sign of anything."""
    reading = plain("SÃO PAULO and the Â mark are spelled so.")
    assert reading.text.startswith("SÃO PAULO")
    assert not any("twice" in note for note in reading.notes)


def test_places_that_cannot_be_read_are_counted() -> None:
    """One broken byte in a text of UTF-8 does not change how the rest is read."""
    data = (REPORT * 3).encode().replace(b"council", b"coun\xffcil", 1)
    reading = plain(data)
    assert "coun\ufffdcil" in reading.text
    assert "1 place could not be read and stand as “\ufffd”." in reading.notes


def test_the_headline_is_the_title() -> None:
    """A first line that is set as a headline is one, and its words are in the text."""
    reading = plain(REPORT)
    assert reading.title == Detail("Weir gate shut", Origin.VISIBLE)
    assert len(texts(reading)) == 2
    assert "The text does not say when it was published." in reading.notes


def test_lines_that_are_paragraphs_are_set_apart() -> None:
    """An empty line stands between paragraphs even where the file has none."""
    one = "The gate was shut on Monday, the council said, and it will stay so until the spring."
    reading = plain(f"{one}\n{one.replace('Monday', 'Friday')}\n")
    assert reading.text.count("\n\n") == 1
    assert len(texts(reading)) == 2


def test_a_transcript_names_who_speaks() -> None:
    """Labels in capitals are speakers, and the speaker's name stands in the text."""
    reading = plain(
        "HOST: Who shut the gate?\n\nKEEPER: I did, on Monday morning.\n\n"
        "HOST: And why was that?\n\n"
        "KEEPER: The water was too high for the lower fields."
    )
    assert reading.kind is DocumentKind.TRANSCRIPT
    assert reading.media == "transcript"
    assert [speaker for speaker, _ in turns(reading)] == ["HOST", "KEEPER", "HOST", "KEEPER"]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, bytes(range(32)) * 20])
def test_what_is_no_text_is_said(data: bytes) -> None:
    """Bytes without letters are refused with a next step."""
    with pytest.raises(Unreadable, match="not text in any form"):
        plain(data)


@given(st.text(max_size=200))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """The hash of a text does not change when it is read again."""
    once = normalised(text)
    assert normalised(once) == once


@given(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=120))
def test_what_is_written_as_utf8_is_read_so(text: str) -> None:
    """No text in UTF-8 is taken for another encoding, whatever letters it has."""
    try:
        assert decoded(text.encode()).encoding == "utf-8"
    except Unreadable:
        assert any(c < " " for c in text)


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(Part)), max_size=6))
def test_blocks_keep_their_words_and_their_kind(given_blocks: list[tuple[str, Part]]) -> None:
    """Spans give back each block's own words, and setting apart again changes nothing."""
    text, paragraphs = laid(Block(words, part) for words, part in given_blocks)
    kept = [(normalised(words), part) for words, part in given_blocks if normalised(words)]
    assert [(text[p.span.start : p.span.end], p.part) for p in paragraphs] == kept
    assert set_apart(text, paragraphs) == (text, paragraphs)


BELOW = "The gate was shut on Monday, the keeper said. It opened again a day later.\n\nNobody came."


@pytest.mark.parametrize(
    ("above", "byline", "day", "guessed"),
    [
        ("By Ana Ruiz and Bo Lind\n\nLISBON, Dec. 18, 2019 (AP) — ", True, "2019-12-18", True),
        ("By Ana Ruiz and Bo Lind\nDecember 19, 2019\n\nLISBON — ", True, "2019-12-19", True),
        ("Published: 19 December 2019 10:00 GMT\n\n", False, "2019-12-19", False),
        (
            "LISBON, Jan. 2 — It rained on Dec. 30, 2019, and on March 2, 2015. ",
            False,
            "2020-01-02",
            True,
        ),
        ("By Ana Ruiz and Bo Lind\n\nLISBON, Dec. 18 — ", True, "", True),
        ("LISBON, Feb. 30, 2019 — ", False, "", True),
        ("By Friday the town was empty. ", False, "", True),
    ],
    ids="dateline line stated near no-year no-day no-name".split(),
)
def test_byline_and_day_above_a_report_are_read(
    above: str, byline: bool, day: str, guessed: bool
) -> None:
    """A stated day is one; any other is marked as a guess, and a year is never made up."""
    reading = plain(f"Weir gate shut\n\n{above}{BELOW}")
    assert reading.byline == (Detail("Ana Ruiz and Bo Lind", Origin.VISIBLE) if byline else None)
    if not day:
        assert reading.published is None
        assert any(note.startswith("The text does not say when") for note in reading.notes)
        return
    assert reading.published is not None
    assert (reading.published.day.value, reading.published.guessed) == (day, guessed)
    assert any("guessed from “" in note for note in reading.notes) is guessed


def test_a_dateline_without_a_year_is_said() -> None:
    """A person can then give the day with the document."""
    notes = plain(f"Weir gate shut\n\nLISBON, Dec. 18 — {BELOW}").notes
    assert any("“Dec. 18” without a year" in note for note in notes)


def test_a_text_that_calls_itself_an_opinion_is_one() -> None:
    """“Opinion:” above a plain text says what kind it is; a report on opinions is none."""
    body = "\n\nThe port lost 40 ships in May, and nobody at the ministry has said why so far."
    assert of_text(f"Opinion: Close the port{body}", "text").kind is DocumentKind.OPINION
    assert of_text(f"Opinions differ on the port{body}", "text").kind is DocumentKind.REPORT
