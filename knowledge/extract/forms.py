"""The part of speech and the dictionary form of each word, looked up where they are known already.

A model's own rules ask some 180 patterns of every word. Nearly all look at one word alone, so what
they said of a word with the same tag and place in its clause holds again; only words that stand in
a pattern of several (“let's”, “there is”) are asked anew. Features (`morph`) are not kept.
"""

from typing import TYPE_CHECKING, Any, cast

from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_ASKED = frozenset({"TAG", "LOWER", "DEP", "ORTH", "IS_SPACE"})
"""What a pattern may ask of a word: what `_Key` settles."""

_MOST = 60_000
"""Words that are kept, some 15 MB; then all are forgotten, since a newsroom's words never end."""

_Key = tuple[int, int, int]
_Form = tuple[int, int]


class Forms:
    """Gives words their part of speech and dictionary form, as a ruler and a lemmatizer would."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._known: dict[_Key, _Form] = {}
        self._opening: set[_Key] = set()
        self._opens = Matcher(ruler.vocab, validate=False)
        self._reach = 1
        for number, pattern in enumerate(_patterns(ruler)):
            self._reach = max(self._reach, len(pattern))
            if len(pattern) > 1:
                self._opens.add(str(number), [pattern[:1]])

    def fill(self, doc: "Doc") -> None:
        """Set the part of speech and the dictionary form of each word of a parsed *doc*.

        White space is no word: no token of *doc* may be that.
        """
        if not len(doc):
            return
        if len(self._known) > _MOST:
            self._known.clear()
            self._opening.clear()
            self._lemmatizer.cache.clear()
        keys: list[_Key] = list(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist()))
        forms = [
            self._known.get(key) or self._learnt(doc, place, key) for place, key in enumerate(keys)
        ]
        if not self._opening.isdisjoint(keys):
            for first in (place for place, key in enumerate(keys) if key in self._opening):
                for place in range(first, min(first + self._reach, len(keys))):
                    forms[place] = self._form(doc, place, self._reach)
        import numpy as np

        # The library names the type of its own matrices here, and takes numpy's.
        doc.from_array(["POS", "LEMMA"], cast("Any", np.array(forms, dtype=np.uint64)))

    def _learnt(self, doc: "Doc", place: int, key: _Key) -> _Form:
        if self._opens(doc[place : place + 1], allow_missing=True):
            self._opening.add(key)
        form = self._known[key] = self._form(doc, place, 1)
        return form

    def _form(self, doc: "Doc", place: int, reach: int) -> _Form:
        """Ask the model of the word at *place*, with patterns of up to *reach* words."""
        first = max(0, place - reach + 1)
        token = doc[place]
        token.lemma = 0
        found = []
        around = cast("Doc", doc[first : place + reach])  # a matcher takes either
        for number, name, start, end in self._ruler.match(around):
            index = self._ruler.indices[number]
            if first + index + (start if index >= 0 else end) == place:
                found.append((number, name, first + start, first + end))
        self._ruler.set_annotations(doc, found)  # type: ignore[no-untyped-call]  # the library's
        if token.lemma == 0:
            token.lemma_ = self._lemmatizer.lemmatize(token)[0]
        return token.pos, token.lemma


def take_over(language: "Language") -> Forms | None:
    """Return what does the work of the ruler and lemmatizer of *language*, which are then at rest.

    `None` where it has none, or such as ask more of a word than can be looked up.
    """
    if not {"attribute_ruler", "lemmatizer"} <= set(language.pipe_names):
        return None
    ruler, lemmatizer = language.get_pipe("attribute_ruler"), language.get_pipe("lemmatizer")
    if not isinstance(ruler, AttributeRuler) or not isinstance(lemmatizer, Lemmatizer):
        return None
    if lemmatizer.mode != "rule" or lemmatizer.overwrite:
        return None
    if any(not _ASKED.issuperset(word) for pattern in _patterns(ruler) for word in pattern):
        return None
    known = lemmatizer.lookups.get_table("lemma_index", {})
    for kind in list(known):  # lists, in each of which some 30 endings are looked for
        known[kind] = frozenset(known[kind])
    language.disable_pipe("attribute_ruler")
    language.disable_pipe("lemmatizer")
    return Forms(ruler, lemmatizer)


def _patterns(ruler: AttributeRuler) -> list[list[dict[str, object]]]:
    """Return each pattern of *ruler*: what it asks of one word after the other."""
    rules = cast("list[dict[str, Any]]", ruler.patterns)
    return [list(pattern) for rule in rules for pattern in rule["patterns"]]
