"""Laying a source out: what it says by topic and time, what it reports, and what names it."""

import asyncio
from collections.abc import Callable, Sequence

from knowledge.model import Claimant
from knowledge.ports import ClaimStore
from knowledge.screen import withheld
from knowledge.sources import SourceOverTime, longer_names, names_of, over_time


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
    entries = await store.entries(said)
    relations = await store.confirmed_among(said)
    reported = await store.reported_by(who.key)
    names = names_of(who)
    longer = await asyncio.to_thread(_longer, who, everyone)
    about = await store.naming(who.key, names, longer)
    withdrawn = set(filter(is_withdrawn, said))
    return SourceOverTime(
        who,
        await asyncio.to_thread(over_time, entries, relations, withdrawn),
        tuple(reported),
        tuple(about),
        sum(map(withheld, (said, reported, about))),
    )


def _longer(who: Claimant, everyone: Sequence[Claimant]) -> tuple[str, ...]:
    others = [name for other in everyone if other.key != who.key for name in names_of(other)]
    return longer_names(names_of(who), others)
