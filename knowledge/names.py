"""The names of every claim, in memory: exact look-up, completion and near spellings.

Autocomplete is asked at every keystroke and exact look-up before every card, so neither waits for
a database. A name that changes is put again; what it no longer matches is checked at reading time.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import islice

from knowledge.model import Name
from knowledge.text import folded, without_plurals

_BULK = 64
"""From so many new names on, sorting once is quicker than inserting each."""

_MAX_CANDIDATES = 2_000
"""Completion looks at so many claims for the first word typed; beyond that a longer word is due."""

_MIN_PREFIX = 3
_MAX_EDITS = {range(4): 0, range(4, 8): 1, range(8, 10_000): 2}


class NameIndex:
    """Slugs, aliases and the words of labels, folded, over the names put in so far."""

    def __init__(self) -> None:
        self._names: dict[str, Name] = {}
        self._keys: dict[str, str] = {}
        self._haystacks: dict[str, str] = {}
        self._sorted_keys: list[str] = []
        self._sorted_words: list[str] = []
        self._words: dict[str, list[str]] = {}
        self._plurals: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self._names)

    def put(self, names: Iterable[Name]) -> None:
        """Add *names*, or put them anew where a slug is known already."""
        keys: list[str] = []
        words: list[str] = []
        for name in names:
            known = name.slug in self._names
            self._names[name.slug] = name
            for key in (name.slug, *map(folded, name.aliases)):
                if key not in self._keys:
                    keys.append(key)
                self._keys[key] = name.slug
            haystack = "-".join(["", *map(folded, (name.slug, name.label, *name.aliases))])
            if known and haystack == self._haystacks[name.slug]:
                continue
            self._haystacks[name.slug] = haystack
            for word in dict.fromkeys(haystack.split("-")[1:]):
                if word not in self._words:
                    self._words[word] = []
                    words.append(word)
                self._words[word].append(name.slug)
        _merge(self._sorted_keys, keys)
        _merge(self._sorted_words, words)
        self._plurals.clear()

    def slug(self, key: str) -> str | None:
        """Return the slug whose own name or alias folds to *key*."""
        return self._keys.get(key)

    def name(self, slug: str) -> Name | None:
        """Return what is kept of the claim called *slug*."""
        return self._names.get(slug)

    def plural(self, key: str) -> list[str]:
        """Return the slugs that equal *key* but for singular and plural."""
        if not self._plurals:
            for known, slug in self._keys.items():
                slugs = self._plurals.setdefault(without_plurals(known), [])
                if slug not in slugs:
                    slugs.append(slug)
        return sorted(self._plurals.get(without_plurals(key), ()))

    def starting(self, key: str, limit: int) -> list[str]:
        """Return at most *limit* slugs with a name that starts with *key*, in order of the name."""
        if len(key) < _MIN_PREFIX:
            return []
        found = (self._keys[k] for k in self._from(self._sorted_keys, key))
        return list(islice(dict.fromkeys(found), limit))

    def near(self, key: str, limit: int) -> list[str]:
        """Return the slugs whose names are fewest typing errors from *key*, ties by name.

        An error is a letter added, left out, changed or swapped with its neighbour (optimal string
        alignment); a name of 4 to 7 letters may have one, a longer one two. Takes milliseconds at
        100,000 names, so call it off the event loop.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        edits = next(allowed for lengths, allowed in _MAX_EDITS.items() if len(key) in lengths)
        if not edits:
            return []
        hits = process.extract(
            key, self._sorted_keys, scorer=OSA.distance, score_cutoff=edits, limit=limit + 8
        )
        best = min((distance for _, distance, _ in hits), default=0)
        ties = sorted(known for known, distance, _ in hits if distance == best)
        return list(dict.fromkeys(self._keys[known] for known in ties))[:limit]

    def complete(self, typed: str, limit: int) -> list[Name]:
        """Return at most *limit* names for what has been *typed* so far, withdrawn claims left out.

        Slugs and aliases that start with it come first, then claims with words that start with each
        of its words, in order of slug. Nothing typed gives the names changed last.
        """
        key = folded(typed)
        if not key:
            recent = sorted(self._names.values(), key=lambda name: -name.changed)
            return [name for name in recent if not name.withdrawn][:limit]
        starts = (self._keys[k] for k in self._from(self._sorted_keys, key))
        slugs = dict.fromkeys(islice(self._shown(starts), limit))
        if len(slugs) < limit and len(key) > 1:
            for slug in self._with_words(key.split("-")):
                if len(slugs) >= limit:
                    break
                slugs.setdefault(slug)
        return [self._names[slug] for slug in slugs]

    def _with_words(self, words: list[str]) -> list[str]:
        """Return the shown slugs that have, for each of *words*, a word that starts with it."""
        rarest = max(words, key=len)
        postings = (
            slug for word in self._from(self._sorted_words, rarest) for slug in self._words[word]
        )
        candidates = dict.fromkeys(islice(postings, _MAX_CANDIDATES))
        return sorted(
            slug
            for slug in self._shown(iter(candidates))
            if all(f"-{word}" in self._haystacks[slug] for word in words)
        )

    def _shown(self, slugs: Iterator[str]) -> Iterator[str]:
        return (slug for slug in slugs if not self._names[slug].withdrawn)

    @staticmethod
    def _from(ordered: list[str], prefix: str) -> Iterator[str]:
        for position in range(bisect_left(ordered, prefix), len(ordered)):
            if not ordered[position].startswith(prefix):
                return
            yield ordered[position]


def _merge(ordered: list[str], new: list[str]) -> None:
    if len(new) < _BULK:
        for item in new:
            insort(ordered, item)
    else:
        ordered.extend(new)
        ordered.sort()
