"""Word files: paragraphs, headings, tables, properties, and zips that are something else."""

import io
import zipfile
from datetime import datetime

import pytest
from docx import Document
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.errors import TooLarge, Unreadable
from knowledge.readers import read
from knowledge.readers.reading import Detail, Origin, Reading
from tests.readers.making import parts, zipped


def release() -> WordFile:
    """Return a press release as python-docx writes it."""
    file = Document()
    file.add_heading("Clinics to be paid", 0)
    file.add_heading("What was agreed", 1)
    file.add_paragraph("The ministry will pay “all wages owed”, it said on Wednesday.")
    table = file.add_table(1, 2)
    table.rows[0].cells[0].text = "Nurses"
    table.rows[0].cells[1].text = "400 crowns"
    file.add_paragraph("Photo: L. Marsh", style="Caption")
    told = file.core_properties
    told.title, told.author, told.language = "Draft 3", "Press office", "en-GB"
    told.created = datetime(2019, 12, 18, 9, 30)  # noqa: DTZ001 - the library wants UTC without a zone
    told.modified = datetime(2019, 12, 19, 9, 30)  # noqa: DTZ001 - likewise
    return file


def saved(file: WordFile) -> bytes:
    """Return a document as its bytes."""
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def made(file: WordFile) -> Reading:
    """Return a document as read."""
    (reading,) = read(saved(file), name="release.docx")
    return reading


def test_paragraphs_headings_and_rows_are_read_in_order() -> None:
    """A row of a table is one paragraph, so that a number keeps what it counts."""
    assert parts(made(release())) == [
        ("title", "Clinics to be paid"),
        ("heading", "What was agreed"),
        ("body", "The ministry will pay “all wages owed”, it said on Wednesday."),
        ("body", "Nurses | 400 crowns"),
        ("caption", "Photo: L. Marsh"),
    ]


def test_the_files_properties_are_details_of_the_file() -> None:
    """The visible title is believed over the property, and the day is a guess."""
    reading = made(release())
    assert reading.title == Detail("Clinics to be paid", Origin.VISIBLE)
    assert reading.byline == Detail("Press office", Origin.FILE)
    assert reading.published is not None
    assert (reading.published.day.value, reading.published.guessed) == ("2019-12-18", True)
    assert reading.modified is not None
    assert reading.modified.day.value == "2019-12-19"
    assert reading.language == "en"


def test_the_day_of_a_template_is_no_day_of_the_document() -> None:
    """Every file written with python-docx carries it on; what was saved since is a guess."""
    file = release()
    told, new = file.core_properties, Document().core_properties
    told.created, saved_on = new.created, told.modified
    reading = made(file)
    assert reading.published is not None
    assert (reading.published.day.value, reading.published.guessed) == ("2019-12-19", True)
    assert any("on which its file was last saved; check it" in note for note in reading.notes)
    told.modified = new.modified
    assert saved_on != new.modified
    reading = made(file)
    assert (reading.published, reading.modified) == (None, None)
    assert "The document does not say when it was published." in reading.notes


def test_proposed_changes_are_read_as_accepted() -> None:
    """Inserted words are there, deleted ones are not, and a person is told."""
    file = release()
    new = f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t xml:space="preserve">'
    new += " It added a date.</w:t></w:r></w:ins>"
    old = f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText> Nobody agreed.'
    old += "</w:delText></w:r></w:del>"
    for change in (new, old):
        file.paragraphs[2]._p.append(parse_xml(change))
    reading = made(file)
    assert "on Wednesday. It added a date." in reading.text
    assert "Nobody agreed" not in reading.text
    assert any("read as accepted" in note for note in reading.notes)


def test_links_and_boxes_keep_their_words() -> None:
    """Words of a link stand in their sentence; a text box follows its paragraph, once."""
    file = release()
    link = f'<w:hyperlink {nsdecls("w")}><w:r><w:t xml:space="preserve"> See the order.'
    link += "</w:t></w:r></w:hyperlink>"
    box = (
        f"<w:r {nsdecls('w')}"
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>“In a box,” she said.</w:t>"
        "</w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r>"
        "<w:t>“In a box,” she said.</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    for each in (link, box):
        file.paragraphs[2]._p.append(parse_xml(each))
    text = made(file).text
    assert "on Wednesday. See the order.\n\n“In a box,” she said." in text
    assert text.count("In a box") == 1


def test_a_file_without_words_is_said() -> None:
    """An empty document has no text."""
    with pytest.raises(Unreadable, match=r"That Word file holds no text\."):
        made(Document())


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The zip's directory is enough to refuse it."""
    bomb = zipped({"word/document.xml": b"0" * 50_000_000})
    assert len(bomb) < 100_000

    def never(*_: object) -> None:
        raise AssertionError("a part was opened")

    monkeypatch.setattr(zipfile.ZipFile, "open", never)
    with pytest.raises(TooLarge, match="unpacks to 50 MB"):
        read(bomb)


def test_too_many_parts_are_refused() -> None:
    """Six thousand parts are no document."""
    with pytest.raises(TooLarge):
        read(zipped({f"word/{n}.xml": b"" for n in range(6_000)}))


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("xl/workbook.xml", "a spreadsheet"),
        ("ppt/slides/slide1.xml", "a set of slides"),
        ("META-INF/container.xml", "an e-book"),
        ("content.xml", "an OpenDocument file"),
        ("notes.txt", "a zip archive"),
    ],
)
def test_another_zip_is_called_what_it_is(file: str, what: str) -> None:
    """The sentence names the form, and the next step helps with it."""
    with pytest.raises(Unreadable, match=f"That is {what}, which is not read here"):
        read(zipped({file: b"x"}))


def test_a_broken_file_is_said() -> None:
    """Half a Word file is refused in words."""
    with pytest.raises(Unreadable, match="broken"):
        read(saved(release())[:-200])
