"""The names of every claim, in memory: exact look-up, completion and near spellings.

Autocomplete is asked at every keystroke and exact look-up before every card, so neither waits for
a database.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import islice

from knowledge.model import Name
from knowledge.text import folded, without_plurals

_BULK = 64
"""From so many new names on, sorting once is quicker than inserting each."""

_FEW = 2_000
"""So many claims are looked through one by one when their words are rare."""

_MANY = 10_000
"""So many claims are looked through in order of slug when every word typed is common."""

_MIN_PREFIX = 3
_LAST = "\U0010ffff"


class NameIndex:
    """Slugs, aliases and the words of labels, folded, over the names put in so far."""

    def __init__(self) -> None:
        # The names are in the order in which they changed.
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
        new_keys: list[str] = []
        new_words: list[str] = []
        in_order = True
        newest = next(reversed(self._names.values())).changed if self._names else 0
        for name in {name.slug: name for name in names}.values():
            keys = _keys(name)
            haystack = "-".join(["", name.slug, folded(name.label), *keys[1:]])
            known = self._names.pop(name.slug, None)
            self._names[name.slug] = name
            in_order = in_order and name.changed >= newest
            newest = max(newest, name.changed)
            if known is not None:
                if haystack == self._haystacks[name.slug]:
                    continue
                self._forget(known, keys)
            self._haystacks[name.slug] = haystack
            for key in keys:
                if key not in self._keys:
                    new_keys.append(key)
                self._keys[key] = name.slug
                slugs = self._plurals.setdefault(without_plurals(key), [])
                if name.slug not in slugs:
                    slugs.append(name.slug)
            for word in dict.fromkeys(haystack.split("-")[1:]):
                if word not in self._words:
                    self._words[word] = []
                    new_words.append(word)
                self._words[word].append(name.slug)
        if not in_order:
            self._names = {n.slug: n for n in sorted(self._names.values(), key=_changed)}
        self._sorted_keys = _merged(self._sorted_keys, new_keys)
        self._sorted_words = _merged(self._sorted_words, new_words)

    def slug(self, key: str) -> str | None:
        """Return the slug whose own name or alias folds to *key*."""
        return self._keys.get(key)

    def name(self, slug: str) -> Name | None:
        """Return what is kept of the claim called *slug*."""
        return self._names.get(slug)

    def plural(self, key: str) -> list[str]:
        """Return the slugs that equal *key* but for singular and plural."""
        return sorted(self._plurals.get(without_plurals(key), ()))

    def starting(self, key: str, limit: int) -> list[str]:
        """Return at most *limit* slugs with a name that starts with *key*, in order of the name."""
        if len(key) < _MIN_PREFIX:
            return []
        found = (self._keys[k] for k in _from(self._sorted_keys, key))
        return list(islice(dict.fromkeys(found), limit))

    def near(self, key: str, limit: int) -> list[str]:
        """Return the slugs whose names are fewest typing errors from *key*, ties by name.

        An error is a letter added, left out, changed or swapped with its neighbour (optimal string
        alignment); a name of 4 to 7 letters may have one, a longer one two. Takes milliseconds at
        100,000 names, so call it off the event loop; `put` may run meanwhile.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        edits = 0 if len(key) < 4 else 1 if len(key) < 8 else 2
        if not edits:
            return []
        hits = process.extract(
            key, self._sorted_keys, scorer=OSA.distance, score_cutoff=edits, limit=None
        )
        best = min((distance for _, distance, _ in hits), default=0)
        ties = sorted(known for known, distance, _ in hits if distance == best)
        slugs = dict.fromkeys(slug for known in ties if (slug := self._keys.get(known)))
        return list(slugs)[:limit]

    def complete(self, typed: str, limit: int) -> list[Name]:
        """Return at most *limit* names for what has been *typed* so far, withdrawn claims left out.

        Slugs and aliases that start with it come first, then claims with words that start with each
        of its words, in order of slug. Nothing typed gives the names changed last.
        """
        key = folded(typed)
        if not key:
            recent = reversed(self._names.values())
            return list(islice((name for name in recent if not name.withdrawn), limit))
        starts = (self._keys[k] for k in _from(self._sorted_keys, key))
        slugs: dict[str, None] = {}
        for slug in self._shown(starts):
            if len(slugs) >= limit:
                break
            slugs[slug] = None
        if len(slugs) < limit and len(key) > 1:
            for slug in self._with_words(key.split("-"), limit + len(slugs)):
                if len(slugs) >= limit:
                    break
                slugs.setdefault(slug)
        return [self._names[slug] for slug in slugs]

    def _with_words(self, words: list[str], limit: int) -> list[str]:
        """Return the first shown slugs that have, for each of *words*, one that starts with it.

        Rare words are looked up; where every word is common, claims that have them all are soon met
        in order of slug, and the search for more ends after `_MANY` names.
        """
        rarity = sorted((self._claims_with(word), word) for word in words)
        (claims, rarest), starts = rarity[0], [f"-{word}" for _, word in rarity]
        if claims <= _FEW:
            having = dict.fromkeys(
                slug for w in _from(self._sorted_words, rarest) for slug in self._words[w]
            )
            return nsmallest(limit, self._fitting(having, starts))
        in_order = filter(self._names.__contains__, islice(self._sorted_keys, _MANY))
        return list(islice(self._fitting(in_order, starts), limit))

    def _claims_with(self, start: str) -> int:
        """Return about how many claims have a word with that *start*, or more than are few."""
        claims = 0
        for word in _from(self._sorted_words, start):
            claims += len(self._words[word])
            if claims > _FEW:
                break
        return claims

    def _fitting(self, slugs: Iterable[str], starts: list[str]) -> Iterator[str]:
        """Yield the shown ones of *slugs* that have words with all these *starts*, rarest first."""
        rarest, others = starts[0], starts[1:]
        for slug in slugs:
            haystack = self._haystacks[slug]
            if rarest not in haystack or self._names[slug].withdrawn:
                continue
            if all(start in haystack for start in others):
                yield slug

    def _shown(self, slugs: Iterable[str]) -> Iterator[str]:
        return (slug for slug in slugs if not self._names[slug].withdrawn)

    def _forget(self, name: Name, kept: list[str]) -> None:
        """Take out what only the former *name* could be found by; *kept* are its keys now."""
        for word in dict.fromkeys(self._haystacks[name.slug].split("-")[1:]):
            self._words[word].remove(name.slug)
        gone = {key for key in _keys(name) if key not in kept and self._keys[key] == name.slug}
        for key in _keys(name):
            slugs = self._plurals[without_plurals(key)]
            if name.slug in slugs:
                slugs.remove(name.slug)
        for key in gone:
            del self._keys[key]
        if gone:
            self._sorted_keys = [key for key in self._sorted_keys if key not in gone]


def _keys(name: Name) -> list[str]:
    """Return the slug of *name* and its aliases as they are looked up."""
    return list(dict.fromkeys([name.slug, *filter(None, map(folded, name.aliases))]))


def _changed(name: Name) -> int:
    return name.changed


def _from(ordered: list[str], prefix: str) -> list[str]:
    """Return the part of *ordered* that starts with *prefix*."""
    return ordered[bisect_left(ordered, prefix) : bisect_left(ordered, prefix + _LAST)]


def _merged(ordered: list[str], new: list[str]) -> list[str]:
    """Return a new sorted list, so that who reads the old one meanwhile is not disturbed."""
    if len(new) >= _BULK:
        return sorted([*ordered, *new])
    merged = list(ordered)
    for item in new:
        insort(merged, item)
    return merged
