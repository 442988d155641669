"""A paragraph is read whole or not at all, whatever markup stands inside of it."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import Unreadable
from knowledge.extract.found import Part
from knowledge.readers import read
from tests.readers.making import texts
from tests.thorough import examples

WORD = st.sampled_from(
    "the keeper said “no” weir gate 12 per cent of them, would rise & fall “not yet” he told us"
    " in May. harbour wages were owed 3.5 million <more> than".split(" ")
)
MARKUP = st.sampled_from(
    [
        "{}", "{}", "{}", "<b>{}</b>", "<a href='/x'>{}</a>", "<em>{}</em><!-- -->", "<!-- c -->{}",
        "<span>{}</span>", "<a href='/y'><b>{}</b></a>", "<sup>{}</sup>", "<mark>{}</mark>",
        "<a href='/z'>{}</a><!-- --><!-- -->", "<span class='x'><!-- -->{}</span>", "{}<wbr>",
        "<abbr title='t'>{}</abbr>", "<q>{}</q>", "{}<script>var a = 1;</script>",
    ]
)  # fmt: skip
PIECES = st.lists(st.tuples(WORD, MARKUP), min_size=8, max_size=30)


@settings(max_examples=examples(60))
@given(st.lists(PIECES, min_size=2, max_size=6))
def test_each_paragraph_is_one_of_the_pages_own(paragraphs: list[list[tuple[str, str]]]) -> None:
    """No word is lost, added or moved inside a paragraph, and none is cut."""
    own = [" ".join(word for word, _ in pieces) for pieces in paragraphs]
    shown = [
        "<p>"
        + " ".join(markup.format(escape(word, quote=False)) for word, markup in pieces)
        + "</p>"
        for pieces in paragraphs
    ]
    page = f"<html><body><article><h1>Weir</h1>{''.join(shown)}</article></body></html>"
    try:
        (reading,) = read(page.encode())
    except Unreadable:
        return
    found = [text for part in (Part.BODY, Part.HEADING) for text in texts(reading, part)]
    assert [text for text in found if text not in own] == []
