"""Labelled texts: both forms give the same attributions, and a slip names its file and line."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.extract.found import Attributed
from knowledge.train.gold import BadGold, read_gold, read_lines

TEXT = "“We won’t,” Lee said, “ever.”\r\nCritics say no 🙂. The mayor insists it is so."
ANN = """\
T1\tContent 0 11;22 29\t“We won’t,” “ever.”
T2\tSource 12 15\tLee
T3\tCue 16 20\tsaid
R1\tAttribution Arg1:T3 Arg2:T1\t
R2\tAttribution Arg1:T2 Arg2:T3\t
T4\tContent 43 45\tno
T5\tcue 39 42\tsay
T6\tsource 31 38\tCritics
E1\tcue:T5 content:T4 source:T6
T7\tContent 65 76\tit is so
#1\tAnnotatorNotes T7\tnobody linked this
"""


def words(text: str, found: Attributed) -> tuple[list[str], list[str], list[str]]:
    """Return the words of an attribution: source, cue, content."""
    source, cue, content = (
        [text[span.start : span.end] for span in spans]
        for spans in (found.source, found.cue, found.content)
    )
    return source, cue, content


def test_brat_gives_what_was_linked(tmp_path: Path) -> None:
    """Relations and events link spans, spans may have gaps, line ends count as they stand."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.ann").write_text(ANN, encoding="utf-8")
    (document,) = read_gold(tmp_path)
    assert document.text == TEXT
    assert [words(TEXT, each) for each in document.attributions] == [
        (["Lee"], ["said"], ["“We won’t,”", "“ever.”"]),
        (["Critics"], ["say"], ["no"]),
        ([], [], [TEXT[65:76]]),
    ]


def test_json_lines_give_the_same(tmp_path: Path) -> None:
    """The other form gives spans, text and what tells the texts apart."""
    line = {
        "doc": "a",
        "outlet": "Gazette",
        "text": TEXT,
        "attributions": [
            {"source": [[12, 15]], "cue": [[16, 20]], "content": [[22, 29], [0, 11]]},
            {"source": [], "cue": [], "content": []},
        ],
    }
    file = tmp_path / "gold.jsonl"
    file.write_text(f"{json.dumps(line)}\n\n", encoding="utf-8")
    (document,) = read_gold(file)
    assert (document.doc, document.group) == ("a", "Gazette")
    (only,) = document.attributions
    assert words(TEXT, only) == (["Lee"], ["said"], ["“We won’t,”", "“ever.”"])


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "7",
        '{"doc": "a", "text": "b"}',
        '{"doc": "a", "text": 7, "attributions": []}',
        '{"doc": "a", "text": "b", "attributions": [{"content": [[0, 1]]}]}',
        *(
            '{"doc": "a", "text": "b", "attributions": [{"source": [], "cue": [], "content": '
            + content
            + "}]}"
            for content in ("[[0, 2]]", "[[1, 0]]", "[0, 1]", "[[0, true]]", '"all"')
        ),
        "[" * 100_000,
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str) -> None:
    """Any slip in a line is one sentence with the line's number, and nothing else happens."""
    with pytest.raises(BadGold, match=r"^Line 2 of gold\.jsonl .*\.$"):
        list(read_lines(["", line], "gold.jsonl"))


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(["doc", "text", "attributions", "source", "cue", "content"]), x
            )
        ),
        max_leaves=9,
    )
)
def test_any_json_is_text_or_a_sentence(value: object) -> None:
    """No JSON makes reading fail in any other way than its own."""
    with suppress(BadGold):
        list(read_lines([json.dumps(value)], "gold.jsonl"))


@pytest.mark.parametrize(
    ("ann", "said"),
    [
        ("T1\tContent 0 9999\tx", r"Line 1 of .*a\.ann: a span ends at 9999, past"),
        ("\nT1\tContent zero nine\tx", r"Line 2 of .*a\.ann: a span is written"),
        ("T1\tContent 5 5\tx", r"Line 1 of .*a\.ann"),
        ("T1\tContent\tx", r"Line 1 of .*a\.ann"),
    ],
)
def test_a_span_that_cannot_be_is_named(tmp_path: Path, ann: str, said: str) -> None:
    """A slip in an annotation names the file and the line."""
    (tmp_path / "a.txt").write_text("Some words.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(ann, encoding="utf-8")
    with pytest.raises(BadGold, match=said):
        list(read_gold(tmp_path / "a.ann"))


def test_a_place_without_labelled_text_says_so(tmp_path: Path) -> None:
    """An empty folder, a missing file, a half of a pair and bytes that are no text each say so."""
    with pytest.raises(BadGold, match="holds neither"):
        list(read_gold(tmp_path))
    with pytest.raises(BadGold, match="cannot be read: No such file"):
        list(read_gold(tmp_path / "none.jsonl"))
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BadGold, match=r"a\.ann cannot be read"):
        list(read_gold(tmp_path / "a.txt"))
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(BadGold, match="not UTF-8"):
        list(read_gold(tmp_path / "b.jsonl"))
