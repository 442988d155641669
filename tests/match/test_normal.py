"""Words and numbers in one form: the index and the question meet whatever way they are written."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.match.normal import is_number, words
from knowledge.match.porter import stem


@pytest.mark.parametrize(
    ("number", "ways"),
    [
        (
            "1000000",
            [
                *("1m", "1M", "one million", "a million", "1,000,000", "1 000 000", "1.000.000"),
                *("1 million", "1’000’000", "1\u202f000\u00a0000", "1mn", "1.0 million"),
            ],
        ),
        ("50 percent", ["50%", "50 %", "50 per cent", "50 percent", "fifty per cent", "50 pct"]),
        ("50000", ["50,000", "50 000", "50.000", "50k", "fifty thousand", "50\u00a0000"]),
        ("1200000000", ["1.2 billion", "1.2bn", "1,200,000,000", "1,2 billion"]),
        ("12d5 percent", ["12.5%", "12,5 %", "12.50 per cent"]),
        ("47", ["47", "forty-seven", "forty seven", "\uff14\uff17"]),
        ("250", ["250", "two hundred and fifty"]),
        ("dollar 3000000", ["$3m", "$3 million", "$ 3,000,000"]),
    ],
)
def test_a_number_is_one_word_however_it_is_written(number: str, ways: list[str]) -> None:
    """Groups, decimal marks, short forms and words of several languages give the same."""
    for way in ways:
        assert " ".join(words(way)) == number, way


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2019 500 people", "in 2019 500 people"),
        ("20.12.2019", "20 12 2019"),
        ("1957 or 1959", "1957 or 1959"),
        ("1.500", "1d5"),
        ("millions of dollars", "millions of dollars"),
        ("no one", "no 1"),
        ("Cuban doctors of the U.S.", "cuba doctors of the united states"),
        ("tell us", "tell us"),
        ("the USA", "the united states"),
        ("United States of America", "united states"),
        ("Árbol Invertido’s", "arbol invertidos"),
    ],
)
def test_what_stays_apart_and_what_is_brought_together(text: str, expected: str) -> None:
    """Years, dates and ambiguous points stay; peoples are their places, initials their names."""
    assert " ".join(words(text)) == expected


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_gives_plain_words(text: str) -> None:
    """Words are letters and digits in lower case."""
    for word in words(text):
        assert word
        assert word.isalnum()
        assert is_number(word) or not word.isdecimal() or len(word) > 30


_ENDINGS = (
    "ational tional enci anci izer bli alli entli eli ousli ization ation ator alism iveness "
    "fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness al ance ence er "
    "ic able ible ant ement ment ent ion ou ism ate iti ous ive ize ed ing eed ies sses s y e ll é"
).split()


@given(
    st.lists(
        st.builds(
            lambda start, ends: start + "".join(ends),
            st.text("aeioubcdlstyzé", min_size=0, max_size=6),
            st.lists(st.sampled_from(_ENDINGS), min_size=1, max_size=3),
        ),
        min_size=1,
        max_size=300,
    )
)
def test_words_are_cut_as_fts5_cuts_them(some: list[str]) -> None:
    """Our stemmer gives what SQLite's does, or an index and a question would miss each other."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(w, tokenize = 'porter unicode61')")
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
    plain = [" ".join(words(word)) for word in some]
    plain = [word for word in plain if word and " " not in word]
    database.executemany("INSERT INTO t (rowid, w) VALUES (?, ?)", enumerate(plain))
    theirs = dict(database.execute("SELECT doc, term FROM v"))
    database.close()
    assert theirs == {number: stem(word) for number, word in enumerate(plain)}
