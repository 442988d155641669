"""What can be watched, and what of it a change touches."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from functools import lru_cache

from knowledge.match.indexed import findable
from knowledge.match.normal import words as normal_words
from knowledge.match.porter import stem
from knowledge.match.query import query_words
from knowledge.match.synonyms import SYNONYMS
from knowledge.model import Claim
from knowledge.news import News, slugs_of
from knowledge.ports import ClaimStore
from knowledge.sources import Naming
from knowledge.watches import Watch, WatchKind

Thing = tuple[str, str]
"""A kind of what is watched, and what it is."""

Find = Callable[[str], Awaitable[Sequence[str]]]
"""Gives the slugs of the claims that a question's words find."""

ANY_CLAIM = (WatchKind.ABOUT.value, WatchKind.QUESTION.value)
"""What any claim may touch: its words decide."""

_FEW_QUESTIONS = 300
"""Where more are watched, only those that share a word's beginning with a claim are asked anew."""

_BEGINNING = 4


def thing_of(watch: Watch) -> Thing:
    """Return what *watch* is of."""
    return watch.kind.value, watch.what


async def touched_by(
    store: ClaimStore, find: Find, news: Sequence[News], watched: Collection[Thing]
) -> list[tuple[News, frozenset[Thing]]]:
    """Return with each of *news* what can be watched that it touches.

    Of names in claims and of questions only those *watched* are looked for.
    """
    claims = {claim.slug: claim for claim in await store.claims(slugs_of(news))}
    loose = sorted(set(watched)) if claims else ()
    named = [what for kind, what in loose if kind == WatchKind.ABOUT]
    asked = [what for kind, what in loose if kind == WatchKind.QUESTION]
    if len(asked) > _FEW_QUESTIONS:
        asked = await asyncio.to_thread(_near, asked, list(claims.values()))
    names = await _names(store, named)
    found = {words: frozenset(await find(words)) for words in asked}
    touched = []
    for each in news:
        things: set[Thing] = set()
        if claim := claims.get(each.slug):
            things = _things(claim)
            naming = await asyncio.to_thread(_named, claim, names) if names else ()
            things |= {(WatchKind.ABOUT.value, key) for key in naming}
            answers = (words for words, slugs in found.items() if claim.slug in slugs)
            things |= {(WatchKind.QUESTION.value, words) for words in answers}
        elif each.document:
            things = {(WatchKind.DOCUMENT.value, each.document)}
            slugs = await store.in_document(each.document)
            things |= {(WatchKind.CLAIM.value, slug) for slug in slugs}
        touched.append((each, frozenset(things)))
    return touched


async def not_shown(store: ClaimStore, things: Collection[Thing]) -> frozenset[Thing]:
    """Return those of *things* (kind and what) that are not on record as *store* shows it."""
    by = {kind: {what for k, what in things if k == kind} for kind in {k for k, _ in things}}
    shown: dict[str, set[str]] = {WatchKind.QUESTION.value: by.get(WatchKind.QUESTION, set())}
    if wanted := by.get(WatchKind.CLAIM):
        shown[WatchKind.CLAIM] = {c.slug for c in await store.claims(sorted(wanted))}
    if WatchKind.TOPIC in by:
        shown[WatchKind.TOPIC] = {count.topic.key for count in await store.topics()}
    if WatchKind.SOURCE in by or WatchKind.ABOUT in by:
        names = {who.key for who in await store.claimants()}
        shown[WatchKind.SOURCE] = shown[WatchKind.ABOUT] = names
    if WatchKind.DOCUMENT in by:
        known = await store.documents_on_record()
        shown[WatchKind.DOCUMENT] = {document.key for document in known}
    return frozenset((k, what) for k, what in things if what not in shown[k])


async def _names(store: ClaimStore, keys: Sequence[str]) -> Mapping[str, Naming]:
    if not keys:
        return {}
    wanted = set(keys)
    everyone = await store.claimants()
    return {w.key: Naming((w.name, *w.aliases)) for w in everyone if w.key in wanted}


def _things(claim: Claim) -> set[Thing]:
    """Return what can be watched that *claim* touches, but for words in it."""
    makers = claim.attribution.makers
    said_by = [maker.claimant for maker in makers] or [claim.document.outlet]
    return {
        (WatchKind.CLAIM.value, claim.slug),
        (WatchKind.TOPIC.value, claim.topic.key),
        (WatchKind.DOCUMENT.value, claim.document.key),
        *((WatchKind.SOURCE.value, who.key) for who in said_by),
    }


def _named(claim: Claim, names: Mapping[str, Naming]) -> list[str]:
    """Return the keys of those of *names* that the claim of another names."""
    said = claim.attribution
    own = {maker.claimant.key for maker in said.makers} or {claim.document.outlet.key}
    places = [place for figure in claim.figures for place in (figure.place,) if place]
    texts = [said.accused, claim.statement, claim.label, *places]
    return [key for key, naming in names.items() if key not in own and naming.stands_in(texts)]


def _near(asked: Sequence[str], claims: Sequence[Claim]) -> list[str]:
    """Return those of the questions *asked* that may find one of *claims* by their words."""
    texts = " ".join(" ".join(findable(claim).columns()) for claim in claims)
    names = " ".join(" ".join(who.aliases) for claim in claims for who in claim.people())
    has = {word[:_BEGINNING] for word in (*texts.split(), *normal_words(names))}
    return [words for words in asked if not has.isdisjoint(_beginnings(words))]


@lru_cache(maxsize=8_192)
def _beginnings(words: str) -> frozenset[str]:
    """Return how the words of a question begin, and those used for them."""
    typed = query_words(words)
    others = (other for word in typed for other in SYNONYMS.get(stem(word), ()))
    return frozenset(word[:_BEGINNING] for word in (*typed, *others))
