"""The one door: what a file is, limits, and that any bytes end in a reading or a sentence."""

import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import TooLarge, Unreadable
from knowledge.readers import read
from knowledge.readers.opening import MOST_BYTES
from knowledge.readers.reading import Reading
from knowledge.readers.recognising import Form, form_of
from tests.readers.conftest import page
from tests.readers.making import column, pdf, warc, zipped
from tests.thorough import examples

STARTS = [
    b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"WARC/1.0\r\n", b"<html><body><p>",
    b"<!doctype html>", b"<rss version='2.0'><channel><item><title>", b"WEBVTT\n\n00:01.000 --> ",
    b"1\n00:00:01,000 --> 00:00:03,000\n", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf",
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n",
    b"{\\rtf1", b"\x89PNG",
]  # fmt: skip
WHOLE = [
    page("news"),
    page("login"),
    pdf([column(["The audit office said so."])], {"CreationDate": "D:2019"}),
    zipped({"word/document.xml": b"<w:document/>", "[Content_Types].xml": b"<Types/>"}),
    warc([("https://a.example/", 200, "text/html", page("opinion"))]),
]
NAMES = ["", "a.html", "a.txt", "a.pdf", "a.docx", "a.xml", "a.srt", "a.vtt", "a.mht", "a.gz", "a"]
MEDIA = ["", "text/html; charset=utf-16", "text/plain", "application/pdf", "text/vtt", "x/y"]


def read_or_said(data: bytes, name: str, media: str) -> None:
    """Read *data*, and check whatever comes of it."""
    readings: Sequence[Reading] = ()
    said = Unreadable("", "")
    try:
        readings = read(data, name=name, media=media)
    except Unreadable as refused:
        said = refused
    assert readings or (said.sentence.endswith(".") and said.next_step.endswith("."))
    for reading in readings:
        reading.text.encode()
        spans = [p.span for p in reading.paragraphs]
        assert "\n\n".join(reading.text[s.start : s.end] for s in spans) == reading.text
        assert reading.text.strip()


@settings(max_examples=examples(150))
@given(
    st.builds(bytes.__add__, st.sampled_from(STARTS), st.binary(max_size=300)),
    st.sampled_from(NAMES),
    st.sampled_from(MEDIA),
)
def test_any_bytes_give_readings_or_a_sentence(data: bytes, name: str, media: str) -> None:
    """Whatever it is called and however it begins, nothing else ever comes out."""
    read_or_said(data, name, media)


@settings(max_examples=examples(60))
@given(st.sampled_from(WHOLE), st.data())
def test_a_damaged_file_gives_readings_or_a_sentence(whole: bytes, data: st.DataObject) -> None:
    """Cuts and changed bytes in files of every form are borne."""
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    read_or_said(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]), "", "")


@settings(max_examples=examples(80))
@given(st.text(alphabet=st.sampled_from(list("<>/=\"' abdiphlrstv!-&;\n“”.é\0")), max_size=300))
def test_any_markup_gives_readings_or_a_sentence(markup: str) -> None:
    """Broken tags are borne."""
    read_or_said(f"<html><body><p>It is so, he said.</p>{markup}".encode(), "", "")


@pytest.mark.parametrize(
    ("data", "name", "media", "form"),
    [
        (b"plain words", "", "", Form.TEXT),
        (b"plain words", "a.html", "", Form.HTML),
        (b"plain words", "", "text/html; charset=utf-8", Form.HTML),
        (b"%PDF-1.7", "a.html", "text/html", Form.PDF),
        (b"junk before %PDF-1.7", "", "", Form.PDF),
        (b"<!-- a --> <!DOCTYPE html>", "a.txt", "text/plain", Form.HTML),
        (b"<p>One</p><p>Two</p>", "", "", Form.HTML),
        ("<html>".encode("utf-16"), "", "", Form.HTML),
        (b"\xef\xbb\xbfWEBVTT\n", "", "", Form.SUBTITLES),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHi", "a.txt", "", Form.SUBTITLES),
        (b'<?xml version="1.0"?><feed xmlns="a">', "a.html", "", Form.FEED),
        (b"He wrote <rss> once, and </p> twice", "a.txt", "", Form.TEXT),
    ],
)
def test_what_a_file_is_shows_in_its_bytes_first(
    data: bytes, name: str, media: str, form: Form
) -> None:
    """Then its name is asked, and the media type last."""
    assert form_of(data, name, media) is form


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office file"),
        (b"{\\rtf1 words}", "an RTF file"),
        (b"ID3\x04", "sound"),
    ],
)
def test_a_form_that_is_not_read_is_called_by_its_name(data: bytes, what: str) -> None:
    """A person learns what the file is, and what to give instead."""
    with pytest.raises(Unreadable, match=f"That is {what}, which is not read here"):
        read(data)


def test_a_file_of_more_than_twenty_megabytes_is_refused() -> None:
    """The size is said, and so is the limit."""
    with pytest.raises(TooLarge, match=r"That file has 21\.0 MB, and at most 20 are read\."):
        read(b"a" * (MOST_BYTES + 1_000_000))
    with pytest.raises(TooLarge, match=r"at most 0\.5 are read"):
        read(b"a" * 600_000, most_bytes=500_000)


@pytest.mark.parametrize("data", [b"", b" \n\t "])
def test_an_empty_file_is_said(data: bytes) -> None:
    """Nothing in, one sentence out."""
    with pytest.raises(Unreadable, match=r"That file holds no text\."):
        read(data)


def test_failures_survive_the_way_between_processes() -> None:
    """Reading happens in other processes, and the sentence must come back whole."""
    import pickle

    with pytest.raises(TooLarge) as caught:
        read(b"a" * (MOST_BYTES + 1))
    back = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own object
    assert (type(back), back.sentence, back.next_step) == (
        TooLarge, caught.value.sentence, caught.value.next_step,
    )  # fmt: skip


def test_the_door_opens_without_a_library() -> None:
    """Importing the readers loads none of what they read with."""
    heavy = "lxml trafilatura readability pypdf docx feedparser webvtt warcio py3langid aiohttp"
    code = (
        "import sys, knowledge.readers\n"
        f"print([name for name in {heavy.split()} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
