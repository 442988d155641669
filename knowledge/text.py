"""How typed words are compared: folding, plurals, and the words worth searching for."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_BREAKS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

MAX_TERMS = 32
"""A search takes so many distinct words; a sentence has fewer, and more would only slow it."""

STOP_WORDS = frozenset(
    """
    a about all also am an and any are as at be been being but by can could did do does doing done
    for from get got had has have having he her hers him his how i if in into is it its just let me
    more most much my no nor not of off on once one only onto or other our ours out over own really
    say says said she should so some such tell than that the their theirs them then there these they
    this those to too true under until up us very was we were what when where which while who whom
    whose why will with would you your yours
    """.split()
)
"""Words that carry no topic. “most” and “one” are here for searching only; figures keep them."""


def is_slug(text: str) -> bool:
    """Say whether *text* is written as a slug: lower-case words and digits joined by hyphens."""
    return _SLUG.fullmatch(text) is not None


def folded(text: str) -> str:
    """Return *text* as a slug would be written: `Doctor’s_Salary` becomes `doctors-salary`.

    Case, accents, width, apostrophes and the marks between words make no difference.
    """
    return _BREAKS.sub("-", plain_letters(text)).strip("-")


def singular(word: str) -> str:
    """Return what the singular and the plural of a folded English *word* have in common.

    Good enough to compare slugs by and not meant to be read: both `nurse` and `nurses` give `nurs`.
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > 3 and word.endswith(("se", "xe", "ze", "che", "she")):
        return word[:-1]
    return word[:-2] + "y" if len(word) > 3 and word.endswith("ie") else word


def without_plurals(key: str) -> str:
    """Return the folded *key* with every word in the singular."""
    return "-".join(singular(word) for word in key.split("-"))


def terms(text: str) -> tuple[str, ...]:
    """Return the distinct words of *text* worth searching for, in order, at most 32.

    Operators and punctuation that people type are not words, so nothing here can be search syntax.
    """
    words = _WORD.findall(plain_letters(text))
    kept = (word for word in words if word not in STOP_WORDS and (len(word) > 1 or word.isdigit()))
    return tuple(dict.fromkeys(kept))[:MAX_TERMS]


def plain_letters(text: str) -> str:
    """Return *text* in plain lower-case letters, without accents, apostrophes and hidden marks."""
    # Apostrophes go first and last: “´” decomposes to a space, and a wide one to a plain one.
    text = _APOSTROPHES.sub("", text)
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text).casefold()
    kept = (c for c in text if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return _APOSTROPHES.sub("", "".join(kept))
