"""What is typed after `/desk queue`, as the queue understands it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.errors import Unusable
from bot.core.registry import Context
from bot.core.reply import Choice
from knowledge.filter_values import read_date
from knowledge.filters import FilterError, read
from knowledge.proposals import ProposalState, QueueFilter
from knowledge.text import folded

MAX_FILTER = 200
HELP = (
    "Give about: a topic, by: who says it, in: an outlet, since: and until: a date, of: a "
    "proposal's number for the others of its document, or one of: held, dropped, accepted, joined."
)

_OF = re.compile(r"(?<!\S)of[:= ]?\s*(\d{1,9})(?!\S)", re.IGNORECASE)
_STATES = {state.value: state for state in ProposalState}
_MAX_CHOICES = 25
_MAX_VALUE = 100


async def narrowed_by(context: Context, typed: str) -> QueueFilter:
    """Return *typed* as a filter. Raises `Unusable` with what there is to give."""
    found = _OF.search(typed)
    document = ""
    if found:
        waiting = await context.desk.queue.one(int(found.group(1)))
        if waiting is None:
            raise Unusable(f"There is no proposal {found.group(1)}.", HELP, field="filter")
        document = waiting.proposal.claim.document.key
        typed = _OF.sub(" ", typed)
    try:
        line = read(typed)
    except FilterError as error:
        raise Unusable(error.sentence, HELP, field="filter") from error
    others = line.values.keys() - {"by", "about", "in", "since", "until"}
    if others:
        raise Unusable(
            f"The queue cannot be narrowed by {sorted(others)[0]}:.", HELP, field="filter"
        )
    narrowed = QueueFilter(
        topic=folded(line.values.get("about", "")),
        document=document,
        outlet=folded(line.values.get("in", "")),
        by=folded(line.values.get("by", "")),
        since=_day(line.values.get("since", "")),
        before=_day(line.values.get("until", ""), after=True),
    )
    words = line.words.split()
    state = _STATES.get(words[-1].lower()) if words else None
    if state is not None:
        narrowed, words = replace(narrowed, state=state), words[:-1]
    return await _with_words(context, narrowed, folded(" ".join(words)))


async def suggest_filters(context: Context, typed: str) -> Sequence[Choice]:
    """Return the outlets read last and the states that a proposal can be in, where *typed* fits."""
    key = folded(typed.rpartition(":")[2])
    choices: dict[str, str] = {}
    for version in await context.desk.queue.documents(_MAX_CHOICES * 2):
        name = version.document.outlet.name
        value = f"in:{name}"
        if f"-{key}" in f"-{folded(name)}" and len(value) <= _MAX_VALUE:
            choices.setdefault(value, f"{name}: what is proposed from it"[:_MAX_VALUE])
    for state in (ProposalState.HELD, ProposalState.DROPPED, ProposalState.ACCEPTED):
        if state.value.startswith(key):
            choices.setdefault(state.value, f"What was {state.value}")
    return [Choice(label, value) for value, label in choices.items()][:_MAX_CHOICES]


def _day(value: str, *, after: bool = False) -> datetime | None:
    """Return when the date that was typed begins, or when it is over."""
    if not value:
        return None
    day = read_date(value)
    if day is None:
        raise Unusable(
            f"“{value}” is no date.", "Give a day, month or year: since:2026-11-25", field="filter"
        )
    full = f"{day.value}-01-01"[:10] if len(day.value) == 4 else f"{day.value}-01"[:10]
    begins = datetime.fromisoformat(full).replace(tzinfo=UTC)
    if not after:
        return begins
    # A year or a month that is left behind by more than a day, and then cut to its first.
    days = {4: 366, 7: 31}.get(len(day.value), 1)
    ends = begins + timedelta(days=days)
    return ends if days == 1 else ends.replace(day=1)


async def _with_words(context: Context, narrowed: QueueFilter, key: str) -> QueueFilter:
    """Return *narrowed* by free words: a topic, else who says it, else an outlet."""
    if not key:
        return narrowed
    tries = [replace(narrowed, topic=key), replace(narrowed, by=key), replace(narrowed, outlet=key)]
    for narrower in tries:
        if (await context.desk.queue.place(narrower, 1)).places:
            return narrower
    return tries[0]
