"""What a half-typed argument may mean; the same on every platform."""

import re
from collections.abc import Sequence

from bot.core.registry import Context
from bot.core.reply import Choice
from knowledge.text import folded
from knowledge.vocabulary import ClaimRating, Strength

MAX_LABEL = 100

_LAST_NAME = re.compile(r".*[\s,]", re.DOTALL)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_LABEL else f"{text[: MAX_LABEL - 1]}…"


async def suggest_claims(context: Context, typed: str) -> Sequence[Choice]:
    """Return the claims that fit *typed*: owner first, then the slug and what it is about."""
    return [
        Choice(_cut(f"{name.owner}: {name.slug} ({name.label})"), name.slug)
        for name in await context.desk.complete(typed)
    ]


async def suggest_several(context: Context, typed: str) -> Sequence[Choice]:
    """Return what *typed*, names of claims in a row, may be with its last name completed.

    The names before it stay as they are, and are not offered again.
    """
    last = _LAST_NAME.sub("", typed)
    before = typed[: len(typed) - len(last)]
    had = set(before.replace(",", " ").split())
    return [
        Choice(_cut(f"{name.owner}: {name.slug} ({name.label})"), f"{before}{name.slug}")
        for name in await context.desk.complete(last)
        if name.slug not in had and len(before) + len(name.slug) <= MAX_LABEL
    ]


async def suggest_topics(context: Context, typed: str) -> Sequence[Choice]:
    """Return the topics with a word that starts with *typed*, with their counts."""
    key = folded(typed)
    return [
        Choice(_cut(f"{count.topic.label} ({count.claims})"), count.topic.key)
        for count in await context.desk.topics()
        if f"-{key}" in f"-{count.topic.key}-{folded(count.topic.label)}"
    ]


async def suggest_sources(context: Context, typed: str) -> Sequence[Choice]:
    """Return the sources with a name or alias in which a word starts with *typed*."""
    key = folded(typed)
    return [
        Choice(_cut(claimant.name), claimant.name[:MAX_LABEL])
        for claimant in await context.desk.sources()
        if f"-{key}" in "-".join(["", *map(folded, (claimant.name, *claimant.aliases))])
    ]


async def suggest_statuses(_context: Context, typed: str) -> Sequence[Choice]:
    """Return the status words with a word that starts with *typed*."""
    return _words(typed, tuple(ClaimRating))


async def suggest_strengths(_context: Context, typed: str) -> Sequence[Choice]:
    """Return the strengths that start with *typed*."""
    return _words(typed, tuple(Strength))


async def suggest_figures(_context: Context, typed: str) -> Sequence[Choice]:
    """Return what may stand in place of a number."""
    said = {"any": "any: a number is given", "none": "none: no number is given"}
    return [Choice(label, word) for word, label in said.items() if word.startswith(folded(typed))]


def _words(typed: str, words: Sequence[str]) -> Sequence[Choice]:
    key = folded(typed)
    return [Choice(str(word), str(word)) for word in words if f"-{key}" in f"-{folded(word)}"]
