"""Porter's stemmer as FTS5 has it, so that a word typed and a word indexed are cut alike.

After M. F. Porter, “An algorithm for suffix stripping”, Program 14 (1980). A test holds it to what
SQLite's `porter` tokenizer makes of the same words.
"""

from collections.abc import Callable
from functools import lru_cache

_VOWELS = frozenset("aeiou")
_LONGEST_BYTES = 64
_SHORTEST_BYTES = 3


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the stem of a lower-case *word*; one under 3 or over 64 bytes is left as it is."""
    if not word.isascii():
        # FTS5 counts bytes, and takes every byte of another script for a consonant.
        return (
            _stem(word.encode("utf-8", "replace").decode("latin-1"))
            .encode("latin-1")
            .decode("utf-8", "replace")
        )
    return _stem(word)


def _stem(word: str) -> str:
    if not _SHORTEST_BYTES <= len(word) <= _LONGEST_BYTES:
        return word
    word = _past_and_progressive(_plural(word))
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _replaced(word, _STEP_2, _measured)
    word = _replaced(word, _STEP_3, _measured)
    word = _without_ending(word)
    if word.endswith("e"):
        rest = word[:-1]
        measure = _measure(rest)
        if measure > 1 or (measure == 1 and not _ends_short(rest)):
            word = rest
    if word.endswith("ll") and _measure(word[:-1]) > 1:
        word = word[:-1]
    return word


def _plural(word: str) -> str:
    if not word.endswith("s") or word.endswith("ss"):
        return word
    whole = word in ("sses", "ies")  # an ending alone is no ending
    return word[:-2] if word.endswith(("sses", "ies")) and not whole else word[:-1]


def _past_and_progressive(word: str) -> str:
    if len(word) > 3 and word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        if word.endswith(ending) and _has_vowel(word[: -len(ending)]):
            rest = word[: -len(ending)]
            break
    else:
        return word
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if len(rest) > 1 and rest[-1] == rest[-2] and rest[-1] not in _VOWELS:
        return rest if rest[-1] in "lsz" else rest[:-1]
    return rest + "e" if _measure(rest) == 1 and _ends_short(rest) else rest


_STEP_2 = (
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("logi", "log"),
    ("bli", "ble"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
)
_STEP_3 = (
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
)
_STEP_4 = "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize".split()


def _replaced(word: str, endings: tuple[tuple[str, str], ...], fits: Callable[[str], bool]) -> str:
    for ending, instead in endings:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            return rest + instead if fits(rest) else word
    return word


def _without_ending(word: str) -> str:
    for ending in _STEP_4:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if _measure(rest) > 1 and (ending != "ion" or rest.endswith(("s", "t"))):
                return rest
            return word
    return word


def _measured(rest: str) -> bool:
    return _measure(rest) > 0


def _is_vowel(word: str, at: int) -> bool:
    letter = word[at]
    if letter in _VOWELS:
        return True
    return letter == "y" and at > 0 and not _is_vowel(word, at - 1)


def _has_vowel(word: str) -> bool:
    return any(_is_vowel(word, at) for at in range(len(word)))


def _measure(word: str) -> int:
    """Return how often a vowel is followed by a consonant in *word*."""
    changes, before = 0, False
    for at in range(len(word)):
        vowel = _is_vowel(word, at)
        changes += before and not vowel
        before = vowel
    return changes


def _ends_short(word: str) -> bool:
    """Say whether *word* ends with consonant, vowel, consonant, the last not w, x or y."""
    end = len(word) - 1
    return (
        end >= 2
        and not _is_vowel(word, end)
        and word[end] not in "wxy"
        and _is_vowel(word, end - 1)
        and not _is_vowel(word, end - 2)
    )
