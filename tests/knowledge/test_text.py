"""How typed words are folded, and which of them a search is given."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import (
    MAX_TERMS,
    STOP_WORDS,
    folded,
    is_slug,
    singular,
    terms,
    without_plurals,
)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    """What is folded is folded: a kept alias and the same alias typed meet in one form."""
    assert folded(folded(text)) == folded(text)


@given(st.text(st.characters(codec=None)))
def test_folded_is_words_joined_by_single_hyphens(text: str) -> None:
    """Only letters, digits and single hyphens between them are left, of whatever script."""
    key = folded(text)
    for word in key.split("-") if key else ():
        assert word, key
        for letter in word:
            assert letter.isalnum(), key
            assert letter == letter.casefold(), key
            assert not letter.isascii() or re.fullmatch("[a-z0-9]", letter), key
            assert not unicodedata.combining(letter), key
    if key.isascii():
        assert not key or is_slug(key)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Doctor’s_Salary", "doctors-salary"),
        ("doctor's salary", "doctors-salary"),
        ("doctor´s salary", "doctors-salary"),
        ("doctor‘s salary", "doctors-salary"),
        ("doctor\uff07s salary", "doctors-salary"),
        ("  DOCTORS -- salary!? ", "doctors-salary"),
        ("doc\u00adtors\u200b-salary", "doctors-salary"),
        ("\uff44octors salary", "doctors-salary"),
        ("café Straße", "cafe-strasse"),
        ("Ångström İstanbul", "angstrom-istanbul"),
        ("врачи Кубы", "врачи-кубы"),
        ("4,100 EUR", "4-100-eur"),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_folding_by_example(typed: str, key: str) -> None:
    """Case, accents, width, apostrophes, hidden marks and punctuation make no difference."""
    assert folded(typed) == key


@pytest.mark.parametrize("text", ["doctors-salary", "a", "4", "kenya-47-counties"])
def test_slugs(text: str) -> None:
    """A slug is its own folded form."""
    assert is_slug(text)
    assert folded(text) == text


@pytest.mark.parametrize("text", ["", "-a", "a-", "a--b", "A", "a b", "a_b", "é", "a\n", "\uff14"])
def test_what_is_no_slug(text: str) -> None:
    """Anything that would have to be folded first is no slug."""
    assert not is_slug(text)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("doctor", "doctors"),
        ("salary", "salaries"),
        ("nurse", "nurses"),
        ("case", "cases"),
        ("class", "classes"),
        ("box", "boxes"),
        ("prize", "prizes"),
        ("church", "churches"),
        ("headache", "headaches"),
        ("bus", "buses"),
        ("movie", "movies"),
        ("tie", "ties"),
    ],
)
def test_singular_and_plural_meet(one: str, many: str) -> None:
    """A word and its plural are compared as one."""
    assert singular(one) == singular(many)


@pytest.mark.parametrize(("one", "other"), [("class", "clas"), ("press", "pres"), ("gas", "ga")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    """An s that is no plural is not taken off."""
    assert singular(one) != singular(other)


def test_every_word_of_a_key_loses_its_plural() -> None:
    """A key is compared word by word."""
    assert without_plurals("doctors-salaries") == without_plurals("doctor-salary")
    assert without_plurals("") == ""


@given(st.text(max_size=300))
def test_terms_are_words_and_never_syntax(text: str) -> None:
    """No operator, quotation mark or stop word is searched for, and no word twice."""
    found = terms(text)
    assert len(found) == len(set(found)) <= MAX_TERMS
    for term in found:
        assert all(c.isalnum() for c in term), term
        assert term not in STOP_WORDS
        assert terms(term) == (term,)


@given(st.lists(st.sampled_from(['"', "*", "(", ")", ":", "^", "-", "+", "NEAR", "{", "}", " "])))
def test_an_expression_of_operators_has_at_most_the_words_in_it(pieces: list[str]) -> None:
    """What the search language would understand is taken for text."""
    assert set(re.sub("near", "", " ".join(terms("".join(pieces))))) <= {" "}


def test_terms_by_example() -> None:
    """The words that carry a topic are left, in order, single letters out and digits in."""
    asked = "What do we know about the Doctors’ salary in Kenya, and is it 7 x less? salary"
    assert terms(asked) == ("know", "doctors", "salary", "kenya", "7", "less")


def test_a_long_text_gives_only_so_many_terms() -> None:
    """A pasted article does not become a search of a thousand words."""
    many = terms(" ".join(f"word{n}" for n in range(1_000)))
    assert many == tuple(f"word{n}" for n in range(MAX_TERMS))
