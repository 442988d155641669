"""The desk's lists: filters understood, and one page of what passes them."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.addresses import canonical
from knowledge.filters import Filters, Typed
from knowledge.match.model import Matcher
from knowledge.model import Claim, Topic
from knowledge.ports import ClaimStore
from knowledge.screen import Screened, withheld
from knowledge.text import folded, terms
from knowledge.touched import Kind, kinds_of
from knowledge.understanding import understood

MAX_MATCHES = 60
"""Free words give at most so many claims to page through."""

_REMEMBERED_LISTS = 16
_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its claims, its number of how many, and how many claims pass in all.

    `withheld` counts restricted claims that pass and are not shown; `undated` those that may pass,
    but whose document has no date or one too coarse to tell. `more` says that the words fit more
    claims than are paged through.
    """

    claims: tuple[Claim, ...]
    number: int
    pages: int
    total: int
    withheld: int = 0
    undated: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    slugs: tuple[str, ...]
    withheld: int
    undated: int
    more: bool = False


class Listing:
    """Lists over one store. Without a matcher, free words are looked for as they stand."""

    def __init__(self, store: ClaimStore, matcher: Matcher | None = None) -> None:
        self._store = store
        self.matcher = matcher
        self._lists: OrderedDict[tuple[Filters, str], _Listed] = OrderedDict()
        self._version = -1

    async def understand(self, typed: Typed) -> tuple[Filters, str]:
        """Return the filters of *typed* and its free words.

        Where a value is more than the filter can be, such as `by:OAS pay`, its first words are the
        value and the others are free words. Raises `FilterError` with the nearest values.
        """
        named = typed.values.keys() & {"by", "in"}
        everyone = await self._store.claimants() if named else ()
        counts = await self._store.topics() if "about" in typed.values else ()
        topics = [count.topic for count in counts]
        # Looking for near spellings among thousands of names takes longer than the loop has.
        return await asyncio.to_thread(understood, typed, everyone, topics)

    async def topic(self, words: str) -> Topic | None:
        """Return the topic whose key or label is *words*, if there is one."""
        key = folded(words)
        topics = await self._store.topics() if key else ()
        fits = (t.topic for t in topics if key in (t.topic.key, folded(t.topic.label)))
        return next(fits, None)

    async def documents(self, asked: str) -> tuple[str, ...]:
        """Return the keys of the documents on record that *asked* names, all versions of a page.

        It is a document's key, an address, or the name of a claim in it; nothing where it is none.
        """
        known = await self._store.documents_on_record()
        keys = [document.key for document in known if document.key == asked]
        keys = keys or [claim.document.key for claim in await self._store.claims([asked])]
        addresses = {canonical(document.url) for document in known if document.key in keys}
        addresses = (addresses or {canonical(asked)}) - {""}
        beside = (document.key for document in known if canonical(document.url) in addresses)
        return tuple(dict.fromkeys((*keys, *beside)))

    async def page(self, filters: Filters, words: str, number: int, size: int) -> Page:
        """Return page *number* (from 1; past the end, the last) of what passes *filters*.

        With *words*, the claims that they find come best first, otherwise the newest first. The
        slugs are listed whole, and kept until a write may have changed that; records are read for
        one page.
        """
        self._let_go()
        version, key = self._version, (filters, words)
        listed = self._lists.get(key)
        if listed is None:
            listed = await self._list(filters, words)
            if version == self._version == self._store.version():
                self._lists[key] = listed
            if len(self._lists) > _REMEMBERED_LISTS:
                self._lists.popitem(last=False)
        pages = max(1, -(-len(listed.slugs) // size))
        number = min(number, pages)
        shown = listed.slugs[(number - 1) * size : number * size]
        claims = tuple(await self._store.claims(shown))
        return Page(
            claims, number, pages, len(listed.slugs), listed.withheld, listed.undated, listed.more
        )

    def _let_go(self) -> None:
        """Let go of the lists that what was written may have changed.

        A review changes only those that are narrowed by status, and those of words, where some
        matchers leave out what is withdrawn.
        """
        version = self._store.version()
        if version == self._version:
            return
        touched = self._store.touched(self._version)
        if touched is None or kinds_of(touched) - {Kind.STANDING, Kind.ROLE}:
            self._lists.clear()
        else:
            for key in [key for key in self._lists if key[0].status or key[1]]:
                del self._lists[key]
        self._version = version

    async def _list(self, filters: Filters, words: str) -> _Listed:
        passing = await self._store.filtered(filters)
        unsure = await self._store.undated(filters) if filters.dated else []
        if not words:
            left_out = withheld(passing) + withheld(unsure)
            return _Listed(tuple(passing), left_out, len(unsure))
        found, left_out = await self._find(words, passing if filters else None, MAX_MATCHES + 1)
        if unsure or withheld(unsure):
            unsure, undated_out = await self._find(words, unsure, MAX_MATCHES)
            left_out += undated_out
        more = len(found) > MAX_MATCHES
        return _Listed(tuple(found[:MAX_MATCHES]), left_out, len(unsure), more)

    async def _find(
        self, words: str, among: Sequence[str] | None, limit: int
    ) -> tuple[Sequence[str], int]:
        """Return the claims that *words* find, and how many they find that are not shown."""
        left_out = 0
        if self.matcher is not None:
            hits = await self.matcher.find(words, limit, among)
            # One word is too little to go by on a whole desk, and enough among a few claims.
            left_out = withheld(hits)
            if hits or among is None:
                return [hit.slug for hit in hits], left_out
        wanted = terms(words)
        passing = None if among is None else set(among)
        enough = -(-len(wanted) // 2)
        found = await self._store.search(wanted, _MANY) if wanted else ()
        fits = (slug for slug, matched in found if matched >= enough)
        slugs = [slug for slug in fits if passing is None or slug in passing]
        hidden = found.held if isinstance(found, Screened) else ()
        held = set(among.held) if isinstance(among, Screened) else set()
        fit = [s for s, matched in hidden if matched >= enough and (among is None or s in held)]
        return slugs[:limit], max(left_out, len(fit))
