"""Which language a text is in, as far as it is long enough to tell."""

import re
from functools import cache
from typing import Any

LEAST_CHARACTERS = 200
"""A shorter text is taken for English, since on a sentence or two the guess is often wrong."""

_LANGUAGES = """
    ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl
    sq sr sv sw th tr uk ur vi zh
""".split()
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the of and to that was were is for with on by from has have had which".split()
)
_SHARE = 0.15
_NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def language_of(text: str) -> str:
    """Return the two letters of the language of *text*; `en` where it is too short to tell."""
    if len(text.strip()) < LEAST_CHARACTERS:
        return "en"
    words = _WORD.findall(text[:4_000].lower())
    if sum(word in _ENGLISH for word in words) > _SHARE * len(words):
        # The library takes a second to load, and nearly all that a desk reads is told without it.
        return "en"
    code: str = _identifier().classify(text[:4_000])[0]
    return code


def language_name(code: str) -> str:
    """Return the language's English name, or its letters where we have none."""
    return _NAMES.get(code, f"the language “{code}”")


@cache
def _identifier() -> Any:  # noqa: ANN401 - the library has no types
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier
