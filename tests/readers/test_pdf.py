"""PDFs: paragraphs from lines, broken words, running heads, and files without text."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError

from knowledge.errors import Unreadable
from knowledge.extract.found import Part
from knowledge.readers import read
from knowledge.readers.reading import Detail, Origin, Reading
from tests.readers.making import column, parts, pdf, texts


def made(data: bytes) -> Reading:
    """Return a PDF as read."""
    (reading,) = read(data)
    return reading


def locked(password: str) -> bytes:
    """Return a PDF that asks for *password* to be read, and for another one to be changed."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([column(LINES)]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


LINES = [
    "The audit office looked at the accounts of nine harbour clinics and",
    "found that most of them had been short of money since the spring.",
    "",
    "“The clinics are well-",
    "known to us,” the auditor said on Wednesday, and the accounts are, too.",
    "She called the arrangement a disap-",
    "pointment for everybody.",
]


def test_lines_become_paragraphs() -> None:
    """A larger gap ends a paragraph, and the lines of one are joined by spaces."""
    found = texts(made(pdf([column(LINES)])))
    assert len(found) == 2
    assert found[0].endswith(
        "clinics and found that most of them had been short of money since the spring."
    )


def test_a_word_broken_at_a_lines_end_is_joined_and_a_compound_keeps_its_hyphen() -> None:
    """The reading says how many words were joined."""
    reading = made(pdf([column(LINES)]))
    assert "well-known to us" in reading.text
    assert "a disappointment for" in reading.text
    assert any("joined, 1 in all" in note for note in reading.notes)


def test_a_hyphen_stays_where_the_document_writes_it_elsewhere() -> None:
    """What stands in the document once decides what a broken word is."""
    lines = [
        "The water-gate was shut, and the river rose behind the old water-",
        "gate until the evening.",
        "",
        "A river-",
        "bank gave way; the riverbank is mended.",
    ]
    text = made(pdf([column(lines)])).text
    assert "old water-gate until" in text
    assert "A riverbank gave way" in text


def test_running_heads_and_page_numbers_are_left_out() -> None:
    """What comes back at the edge of pages is not the report's, and a sentence goes on over it."""

    def sheet(number: int, lines: list[str]) -> list[tuple[str, float, float, float]]:
        return [
            ("Harbour Audit Office, report for 2019", 70, 810, 9),
            *column(lines, top=760),
            (f"Page {number} of 3", 280, 30, 9),
        ]

    reading = made(
        pdf(
            [
                sheet(
                    1,
                    [
                        "The clinics owed their staff the wages of four months, and",
                        "the office says",
                    ],
                ),
                sheet(
                    2, ["that the ministry knew of it in March. It did not act until", "November."]
                ),
                sheet(3, ["The ministry did not wish to answer the questions of the", "office."]),
            ]
        )
    )
    assert "Audit Office, report" not in reading.text
    assert "Page 2" not in reading.text
    assert "and the office says that the ministry knew" in reading.text
    assert "Running heads and page numbers were left out." in reading.notes


def test_larger_type_is_title_and_heading() -> None:
    """The largest line of the first page is the title; other large lines are headings."""
    body = [
        ("The clinics owed their staff the wages of four months.", 70, 700 - 14 * n, 11)
        for n in range(6)
    ]
    reading = made(pdf([[("Nine clinics", 70, 780, 22), ("What was found", 70, 740, 14), *body]]))
    assert parts(reading)[:2] == [("title", "Nine clinics"), ("heading", "What was found")]
    assert reading.title == Detail("Nine clinics", Origin.VISIBLE)


def test_the_files_own_properties_are_details_of_the_file() -> None:
    """The day on which the file was made is a guess at the day of publication, and is said."""
    told = {
        "Title": "Nine clinics",
        "Author": "Audit Office",
        "CreationDate": "D:20191218093000+03'00'",
    }
    reading = made(pdf([column(LINES)], told))
    assert reading.title == Detail("Nine clinics", Origin.FILE)
    assert reading.byline == Detail("Audit Office", Origin.FILE)
    assert reading.published is not None
    assert (reading.published.day.value, reading.published.zone) == ("2019-12-18", "+03:00")
    assert reading.published.guessed
    assert any("the day on which its file was made" in note for note in reading.notes)


def test_a_title_that_a_program_wrote_is_no_title() -> None:
    """`Microsoft Word - draft3.doc` tells nothing about the report."""
    assert made(pdf([column(LINES)], {"Title": "Microsoft Word - draft3.doc"})).title is None


def test_pages_without_text_are_said() -> None:
    """A PDF of pictures alone is refused; one with some pictures is read with a note."""
    with pytest.raises(Unreadable, match="has no text, only pictures"):
        made(pdf([[], []]))
    assert (
        "1 of its pages hold no text; they may be pictures." in made(pdf([column(LINES), []])).notes
    )


@pytest.mark.parametrize(("password", "opens"), [("", True), ("secret", False)])
def test_a_locked_file_is_said_and_an_unlocked_one_read(password: str, opens: bool) -> None:
    """Only a PDF that asks for a password to be read is refused."""
    if opens:
        assert "nine harbour clinics" in made(locked(password)).text
        return
    with pytest.raises(Unreadable, match="locked with a password"):
        made(locked(password))


def test_an_encryption_that_is_not_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some locks need a library that is not here, whatever the password."""

    def decrypt(*_: object) -> None:
        raise DependencyError("cryptography is required")

    data = locked("")
    monkeypatch.setattr(PdfReader, "decrypt", decrypt)
    with pytest.raises(Unreadable, match="encrypted in a way that is not read here"):
        made(data)


def test_a_long_file_is_read_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages past the limit are left, and the reading says so."""
    monkeypatch.setattr("knowledge.readers.pdf.MOST_PAGES", 2)
    reading = made(pdf([column([f"Sheet {n} of words that differ {n * 7}."]) for n in range(5)]))
    assert "Only the first 2 of its 5 pages were read." in reading.notes


@pytest.mark.parametrize("cut", [40, 400, 700])
def test_a_file_that_was_cut_short_is_read_or_refused_in_words(cut: int) -> None:
    """Half a PDF never ends in anything but a reading or a sentence."""
    try:
        reading = made(pdf([column(LINES)])[:cut])
    except Unreadable:
        return
    assert reading.text


def test_furniture_is_told_in_a_pdf_too() -> None:
    """A notice of rights is not the report's."""
    reading = made(pdf([column([*LINES, "", "© 2019 Harbour Audit Office. All rights reserved."])]))
    assert texts(reading, Part.FURNITURE) == ["© 2019 Harbour Audit Office. All rights reserved."]
