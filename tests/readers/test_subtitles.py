"""Subtitles: cues joined into turns, speakers named in the text."""

import pytest

from knowledge.errors import Unreadable
from knowledge.model import DocumentKind
from knowledge.readers import read
from knowledge.readers.reading import Reading
from tests.readers.making import texts, turns

VOICES = """WEBVTT

NOTE made up for a test

00:00.000 --> 00:02.000
<v Marta Okafor>We were told to wait

00:02.100 --> 00:04.000
<v Marta Okafor>in <i>July</i> &amp; September.

00:04.500 --> 00:06.000 align:start
<v.loud Paul Renner>The books are open.</v>

00:10.500 --> 00:12.000
<v Paul Renner>All of them.
"""

SRT = """1
00:00:01,000 --> 00:00:03,000
>> The gate was shut on Monday,

2
00:00:03,100 --> 00:00:05,000
the keeper said.

3
00:00:05,100 --> 00:00:07,000
>> And why was that?
"""


def made(source: str, name: str = "") -> Reading:
    """Return subtitles as read."""
    (reading,) = read(source.encode(), name=name)
    return reading


def test_voices_are_speakers_and_stand_in_the_text() -> None:
    """A turn begins with its speaker's name; what follows in the same turn refers to it."""
    reading = made(VOICES)
    assert turns(reading) == [
        ("Marta Okafor", "Marta Okafor: We were told to wait in July & September."),
        ("Paul Renner", "Paul Renner: The books are open."),
        ("Paul Renner", "All of them."),
    ]
    assert (reading.media, reading.kind) == ("subtitles", DocumentKind.TRANSCRIPT)


def test_srt_is_read_by_its_turns() -> None:
    """Marks for a new speaker begin a paragraph, and nobody is named where nobody is."""
    reading = made(SRT)
    assert texts(reading) == ["The gate was shut on Monday, the keeper said.", "And why was that?"]
    assert all(speaker == "" for speaker, _ in turns(reading))
    assert "The subtitles do not say who speaks." in reading.notes


def test_labels_in_the_words_are_speakers() -> None:
    """`KEEPER:` at the head of a line names a speaker, as in any transcript."""
    cues = ["HOST: Who shut it?", "KEEPER: I did.", "HOST: And why was that?"]
    source = "\n\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}" for n, words in enumerate(cues, 1)
    )
    assert [speaker for speaker, _ in turns(made(source))] == ["HOST", "KEEPER", "HOST"]


def test_lines_that_roll_up_are_read_once() -> None:
    """Live captions show the last line again above the next one."""
    source = "WEBVTT\n\n" + "\n\n".join(
        f"00:0{n}.000 --> 00:0{n}.900\n{above}\n{below}"
        for n, (above, below) in enumerate(
            [("the gate was", "shut on Monday"), ("shut on Monday", "he said")], 1
        )
    )
    assert texts(made(source)) == ["the gate was shut on Monday he said"]


def test_a_pause_after_a_sentence_begins_a_paragraph() -> None:
    """Three seconds without a word set paragraphs apart, but never inside a sentence."""

    def cue(start: int, words: str) -> str:
        return f"00:{start:02}.000 --> 00:{start + 1:02}.000\n{words}\n\n"

    source = "WEBVTT\n\n" + cue(1, "It was shut.") + cue(9, "It will") + cue(19, "stay so.")
    assert texts(made(source)) == ["It was shut.", "It will stay so."]


@pytest.mark.parametrize("source", ["WEBVTT\n\n", "WEBVTT\n\nNOTE nothing here\n"])
def test_subtitles_without_words_are_said(source: str) -> None:
    """No cue, no text."""
    with pytest.raises(Unreadable, match="holds no text"):
        made(source)


def test_what_is_called_subtitles_and_is_not_is_said() -> None:
    """The sentence says what to do."""
    with pytest.raises(Unreadable, match="not set as WebVTT or SRT"):
        read(b"Only words, and no times.", media="text/vtt")


@pytest.mark.parametrize("name", ["vtt", "srt"])
def test_cues_whose_times_cannot_be_read_are_counted(name: str) -> None:
    """What is left out is said, and cues without words are none."""
    whole = VOICES if name == "vtt" else SRT
    odd = "\n4\n0:3 --> 99\nNobody heard this.\n\n" + "5\n00:00:20.000 --> 00:00:21.000\n\n"
    (reading,) = read((whole + odd).encode(), name=f"a.{name}")
    assert "1 cue whose times cannot be read was left out." in reading.notes
    (reading,) = read(whole.encode(), name=f"a.{name}")
    assert not any("left out" in note for note in reading.notes)
