"""The names of every claim, in memory: exact look-up, completion and near spellings.

Autocomplete is asked at every keystroke and exact look-up before every card, so neither waits for
a database.
"""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from heapq import merge, nlargest, nsmallest
from itertools import islice

from knowledge.model import Name
from knowledge.pauses import no_pauses
from knowledge.text import folded, without_plurals

_BULK = 64
"""From so many names on, making the index anew is quicker than mending it name by name."""

_MANY = 4_000
"""So many of the latest claims with the rarest word are looked through for the other words."""

_AT_ONCE = 2_000
"""Names compared or sorted in one call, which keeps the interpreter from the event loop."""

_MIN_PREFIX = 3
_LAST = "\U0010ffff"


class NameIndex:
    """Slugs, aliases and the words of labels, folded, over the names put in so far."""

    def __init__(self) -> None:
        # Names, and the claims that have a word, are in the order in which they changed.
        self._names: dict[str, Name] = {}
        self._keys: dict[str, str] = {}
        self._haystacks: dict[str, str] = {}
        self._sorted_keys: list[str] = []
        self._by_length: dict[int, list[str]] = {}
        self._sorted_words: list[str] = []
        self._words: dict[str, list[str]] = {}
        self._latest: dict[str, int] = {}
        self._plurals: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self._names)

    def put(self, names: Iterable[Name]) -> None:
        """Add *names*, or put them anew where a slug is known already."""
        batch = sorted({name.slug: name for name in names}.values(), key=_changed)
        newest = next(reversed(self._names.values())).changed if self._names else 0
        known = [name.slug for name in batch if name.slug in self._names]
        if len(known) >= _BULK or (batch and batch[0].changed < newest):
            everything = {**self._names, **{name.slug: name for name in batch}}
            self.__init__()  # type: ignore[misc]  # the same as a new index, for who holds this one
            batch = sorted(everything.values(), key=_changed)
        else:
            for slug in known:
                self._forget(self._names.pop(slug))
        self._add(batch)

    def drop(self, slugs: Collection[str]) -> None:
        """Take out the claims called *slugs*; those that are not in it do no harm."""
        for slug in self._names.keys() & slugs:
            self._forget(self._names.pop(slug))

    def _add(self, names: list[Name]) -> None:
        """Add *names*, none of which is known, and all of which changed last."""
        with no_pauses() if len(names) > _AT_ONCE else nullcontext():
            self._add_each(names)

    def _add_each(self, names: list[Name]) -> None:
        new_keys: list[str] = []
        new_words: list[str] = []
        for name in names:
            keys = _keys(name)
            haystack = "-".join(["", name.slug, folded(name.label), *keys[1:]])
            self._names[name.slug] = name
            self._haystacks[name.slug] = haystack
            for key in keys:
                if key not in self._keys:
                    new_keys.append(key)
                    self._by_length.setdefault(len(key), []).append(key)
                self._keys[key] = name.slug
                slugs = self._plurals.setdefault(without_plurals(key), [])
                if name.slug not in slugs:
                    slugs.append(name.slug)
            for word in dict.fromkeys(haystack.split("-")[1:]):
                if word not in self._words:
                    self._words[word] = []
                    new_words.append(word)
                self._words[word].append(name.slug)
                self._latest[word] = name.changed
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
        hits: list[tuple[str, int, int]] = []
        for length in range(len(key) - edits, len(key) + edits + 1):
            keys = self._by_length.get(length, [])
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                hits += process.extract(
                    key, some, scorer=OSA.distance, score_cutoff=edits, limit=None
                )
        best = min((distance for _, distance, _ in hits), default=0)
        ties = sorted(known for known, distance, _ in hits if distance == best)
        slugs = dict.fromkeys(slug for known in ties if (slug := self._keys.get(known)))
        return list(slugs)[:limit]

    def complete(self, typed: str, limit: int) -> list[Name]:
        """Return at most *limit* names for what has been *typed* so far, withdrawn claims left out.

        Slugs and aliases that start with it come first, in order, then claims with words that start
        with each of its words, the latest first. Nothing typed gives the names changed last.
        """
        key = folded(typed)
        if not key:
            recent = reversed(self._names.values())
            return list(islice((name for name in recent if not name.withdrawn), limit))
        begun = _range(self._sorted_keys, key)
        starts = (self._keys[self._sorted_keys[place]] for place in begun)
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
        """Return the latest shown slugs that have, for each of *words*, one that starts with it.

        Goes through the claims with the rarest of them; where that is common too, the search ends
        after `_MANY`.
        """
        found = [(_from(self._sorted_words, word, _MANY), word) for word in words]
        sizes = [self._claims_with(wholes) for wholes, _ in found] if len(words) > 1 else [0]
        rarest = sizes.index(min(sizes))
        others = [f"-{word}" for number, (_, word) in enumerate(found) if number != rarest]
        wholes = found[rarest][0]
        if not others and len(wholes) > 2 * limit + _BULK:
            # The latest claims are among those of the words used last, unless many are withdrawn.
            few = nlargest(2 * limit + _BULK, wholes, key=self._latest.__getitem__)
            if len(slugs := self._latest_with(few, others, limit)) == limit:
                return slugs
        if others and len(wholes) > _BULK and sizes[rarest] <= _MANY:
            few_claims = dict.fromkeys(slug for whole in wholes for slug in self._words[whole])
            return nsmallest(limit, self._fitting(few_claims, others), key=self._age)
        return self._latest_with(wholes, others, limit)

    def _claims_with(self, wholes: list[str]) -> int:
        """Return about how many claims have one of *wholes*, or more than are looked through."""
        claims = 0
        for whole in wholes:
            claims += len(self._words[whole])
            if claims > _MANY:
                break
        return claims

    def _latest_with(self, wholes: list[str], others: list[str], limit: int) -> list[str]:
        """Return the latest shown slugs with a word of *wholes* and a start of each of *others*."""
        lists = [reversed(self._words[whole]) for whole in wholes]
        latest = lists[0] if len(lists) == 1 else merge(*lists, key=self._age)
        fitting = self._fitting(islice(latest, _MANY), others)
        found: dict[str, None] = {}
        for slug in fitting:
            found[slug] = None
            if len(found) == limit:
                break
        return list(found)

    def _age(self, slug: str) -> int:
        return -self._names[slug].changed

    def _fitting(self, slugs: Iterable[str], starts: list[str]) -> Iterator[str]:
        """Yield the shown ones of *slugs* that have words with all these *starts*."""
        for slug in slugs:
            haystack = self._haystacks[slug]
            if all(start in haystack for start in starts) and not self._names[slug].withdrawn:
                yield slug

    def _shown(self, slugs: Iterable[str]) -> Iterator[str]:
        return (slug for slug in slugs if not self._names[slug].withdrawn)

    def _forget(self, name: Name) -> None:
        """Take out all that *name* can be found by."""
        for word in dict.fromkeys(self._haystacks.pop(name.slug).split("-")[1:]):
            self._words[word].remove(name.slug)
        keys = _keys(name)
        for key in keys:
            slugs = self._plurals[without_plurals(key)]
            if name.slug in slugs:
                slugs.remove(name.slug)
        gone = {key for key in keys if self._keys[key] == name.slug}
        for key in gone:
            del self._keys[key]
        self._sorted_keys = [key for key in self._sorted_keys if key not in gone]
        for length in {len(key) for key in gone}:
            self._by_length[length] = [k for k in self._by_length[length] if k not in gone]


def _keys(name: Name) -> list[str]:
    """Return the slug of *name* and its aliases as they are looked up."""
    return list(dict.fromkeys([name.slug, *filter(None, map(folded, name.aliases))]))


def _changed(name: Name) -> int:
    return name.changed


def _range(ordered: list[str], prefix: str) -> range:
    """Return where in *ordered* stands what starts with *prefix*."""
    return range(bisect_left(ordered, prefix), bisect_left(ordered, prefix + _LAST))


def _from(ordered: list[str], prefix: str, most: int | None = None) -> list[str]:
    """Return the part of *ordered* that starts with *prefix*, the first *most* of it."""
    places = _range(ordered, prefix)[:most]
    return ordered[places.start : places.stop]


def _merged(ordered: list[str], new: list[str]) -> list[str]:
    """Return a new sorted list, so that who reads the old one meanwhile is not disturbed."""
    if len(new) >= _BULK:
        return _in_order([*ordered, *new])
    merged = list(ordered)
    for item in new:
        insort(merged, item)
    return merged


def _in_order(items: list[str], shared: int = 0) -> list[str]:
    """Return *items*, whose first letters are *shared*, in order; a few are sorted at a time.

    Sorting all at once would keep the interpreter from the event loop.
    """
    if len(items) <= _AT_ONCE:
        return sorted(items)
    by_start: dict[str, list[str]] = {}
    for item in items:
        by_start.setdefault(item[: shared + 1], []).append(item)
    ordered: list[str] = []
    for start in sorted(by_start):
        ordered += _in_order(by_start[start], shared + 1)
    return ordered
