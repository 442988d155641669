"""What is said of a text as a whole: that it is empty, and which language it is in."""

import re

from knowledge.errors import Unreadable

_ENOUGH = 200
_SAMPLE = 4_000
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset("the of and to that was with said for is".split())
_SHARE = 0.1


def without_text(what: str) -> Unreadable:
    """Return the failure for *what* (“That page”) without a word in it."""
    return Unreadable(f"{what} holds no text.", "Paste the text itself, or give another file.")


def language_of(text: str, stated: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the language of *text* as a two-letter code, and sentences about it.

    What the document states is taken, and doubted in a sentence where its words look otherwise.
    Text of fewer than 200 characters is not judged.
    """
    stated = stated.replace("_", "-").partition("-")[0].strip().lower()
    stated = stated if stated.isalpha() and len(stated) in (2, 3) else ""
    if len(text) < _ENOUGH:
        return stated, ()
    seems = _seeming(text[:_SAMPLE])
    if not stated or stated == seems:
        return seems, ()
    return stated, (f"The document says its language is “{stated}”, and its words look “{seems}”.",)


def _seeming(text: str) -> str:
    words = _WORD.findall(text.lower())
    if sum(word in _ENGLISH for word in words) > _SHARE * len(words):
        # The library takes a second to load, and nearly all that a desk reads is told without it.
        return "en"
    from py3langid import classify

    return str(classify(text)[0])
