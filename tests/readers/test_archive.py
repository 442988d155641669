"""Web archives, saved pages and packed files: what is inside, and to what size."""

import gzip
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from knowledge.errors import TooLarge, Unreadable
from knowledge.readers import read
from tests.readers.conftest import page
from tests.readers.making import pdf, warc

NEWS = "https://ledger.example/2019/11/19/ferry-crews-walk-out"
RECORDS = [
    ("https://ledger.example/old", 301, "text/html", b"<html><body>moved</body></html>"),
    ("https://ledger.example/p.css", 200, "text/css", b"p { color: red }"),
    ("https://ledger.example/p.png", 200, "image/png", b"\x89PNG"),
    ("https://ledger.example/opinion", 200, "text/html; charset=utf-8", page("opinion")),
    ("https://ledger.example/login", 200, "text/html", page("login")),
    ("https://ledger.example/a.pdf", 200, "application/pdf", pdf([[("The audit.", 70, 700, 11)]])),
    ("https://ledger.example/note.txt", 200, "text/plain", b"The gate was shut, he said."),
]


@pytest.mark.parametrize("packed", [True, False])
def test_every_document_in_an_archive_is_read_with_its_address(packed: bool) -> None:
    """Pages, PDFs and texts are read; redirects, pictures and styles are passed over."""
    opinion, audit, note = read(warc(RECORDS, packed=packed))
    assert opinion.url is not None
    assert opinion.url.value == "https://ledger.example/opinion"
    assert "grandmother" in opinion.text
    assert audit.text == "The audit."
    assert note.text == "The gate was shut, he said."
    assert {each.media for each in (opinion, audit, note)} == {"warc"}
    assert "1 other document in the archive could not be read." in opinion.notes


def test_an_archive_that_was_cut_short_gives_what_is_whole() -> None:
    """A download that broke off still holds its first pages."""
    whole = warc(RECORDS, packed=False)
    assert len(read(whole[: whole.index(b"note.txt")])) == 2
    broken = read(whole[: whole.rindex(b"WARC/1")] + b"no record\r\n\r\n" + whole)
    assert "The archive is broken, and nothing after the break was read." in broken[0].notes


def test_an_archive_without_text_is_said() -> None:
    """Pictures alone are no document."""
    with pytest.raises(Unreadable, match="holds no page whose text can be read"):
        read(warc(RECORDS[:3]))


def test_a_long_archive_is_read_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents past the limit are left, and the first reading says so."""
    monkeypatch.setattr("knowledge.readers.archive.MOST_RECORDS", 1)
    (only,) = read(warc(RECORDS))
    assert "Only the first 1 documents of the archive were read." in only.notes


def test_a_saved_page_is_read_from_where_it_was_saved() -> None:
    """A browser's MHTML gives the page inside and the address that it came from."""
    message = MIMEMultipart("related")
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = "https://opinion.example/ferries"
    message.attach(MIMEText(page("opinion").decode(), "html", "utf-8"))
    (reading,) = read(message.as_bytes(), name="ferries.mhtml")
    assert reading.url is not None
    assert reading.url.value == "https://opinion.example/ferries"
    assert "“Open books are read by nobody,” my grandmother" in reading.text


def test_a_saved_page_without_html_is_said() -> None:
    """Pictures and texts alone are no page."""
    message = MIMEMultipart("related")
    message.attach(MIMEText("words", "plain"))
    with pytest.raises(Unreadable, match="holds no HTML"):
        read(message.as_bytes())


def test_a_packed_page_is_unpacked_by_its_inner_name() -> None:
    """What was packed with gzip is read as what it is."""
    (reading,) = read(gzip.compress(page("opinion")), name="opinion.html.gz")
    assert reading.media == "html"
    assert not any("breaks off" in note for note in reading.notes)
    (cut,) = read(gzip.compress(page("opinion"))[:-60], name="opinion.html.gz")
    assert "The packed file breaks off, and nothing after the break was read." in cut.notes


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_stopped_at_a_limit(layers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small packed file cannot fill the memory, and a packed file in another is not opened."""
    monkeypatch.setattr("knowledge.readers.unpacking.MOST_UNPACKED", 5_000_000)
    bomb = b"0" * 20_000_000
    for _ in range(layers):
        bomb = gzip.compress(bomb)
    with pytest.raises(TooLarge if layers == 1 else Unreadable):
        read(bomb)


def test_a_bomb_of_many_members_is_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is for all members together."""
    monkeypatch.setattr("knowledge.readers.unpacking.MOST_UNPACKED", 5_000_000)
    with pytest.raises(TooLarge, match="unpacks to more than 5 MB"):
        read(gzip.compress(b"0" * 1_000_000) * 8)
