"""Laying a source out: what it says by topic and time, what it reports, and what names it."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext

from knowledge.model import Claimant
from knowledge.pauses import no_pauses
from knowledge.ports import ClaimStore
from knowledge.relations import Relation
from knowledge.screen import withheld
from knowledge.sources import (
    Entry,
    SourceOverTime,
    TopicOverTime,
    longer_names,
    names_of,
    over_time,
)

_MANY = 1_000
_SOME = 500


async def laid_out(
    store: ClaimStore,
    who: Claimant,
    everyone: Sequence[Claimant],
    is_withdrawn: Callable[[str], bool],
) -> SourceOverTime:
    """Return *who* over time, reading no claim whole. *is_withdrawn* tells it of a slug.

    *everyone* is needed for the longer names of others, in which a name does not count.
    """
    said = await store.said_by(who.key)
    with no_pauses() if len(said) > _MANY else nullcontext():
        entries = list(await store.entries(said))
        relations = await store.confirmed_among(said)
        withdrawn = set(filter(is_withdrawn, said))
        by_topic = await asyncio.to_thread(_by_topic, entries, relations, withdrawn)
    reported = await store.reported_by(who.key)
    names = names_of(who)
    longer = await asyncio.to_thread(_longer, who, everyone)
    about = await store.naming(who.key, names, longer)
    return SourceOverTime(
        who,
        by_topic,
        tuple(reported),
        tuple(about),
        sum(map(withheld, (said, reported, about))),
    )


def _by_topic(
    entries: list[Entry], relations: Sequence[Relation], withdrawn: Collection[str]
) -> tuple[TopicOverTime, ...]:
    made = over_time(entries, relations, withdrawn)
    while entries:  # to free all of them at once would hold up the event loop
        del entries[-_SOME:]
    return made


def _longer(who: Claimant, everyone: Sequence[Claimant]) -> tuple[str, ...]:
    others = [name for other in everyone if other.key != who.key for name in names_of(other)]
    return longer_names(names_of(who), others)
