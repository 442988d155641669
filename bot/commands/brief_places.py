"""What people type for a brief: the topic, how much, when, for whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.named import named_topic
from bot.commands.told_places import (
    here_place,
    own_place,
    says_here,
    tail,
    this_channel,
)
from bot.core.errors import Unusable
from bot.core.policy import CONSOLE
from bot.core.registry import Context
from knowledge.briefs import Density
from knowledge.clock_times import zone_called
from knowledge.model import Topic
from knowledge.notices import Spoken
from knowledge.proposals import NotKept
from knowledge.schedules import Rule, rule_in

_DENSITIES = {
    "headlines": Density.HEADLINES,
    "in context": Density.IN_CONTEXT,
    "in-context": Density.IN_CONTEXT,
}
_EVERYTHING = ("me", "us", "all", "everything")
_BEGINS = re.compile(r"(?:every|each|daily|weekly|monthly)\b|(?:[\d*]\S* +){4}", re.IGNORECASE)
_ZONE = re.compile(r"(?:in )?\b((?:[A-Za-z_]+/[A-Za-z_/+-]+[A-Za-z]|UTC|GMT))(?!\S)")


@dataclass(frozen=True, slots=True)
class Clocked:
    """A brief by the clock: when, in which zone, on which topic, how much, and to whom."""

    rule: Rule
    zone: str
    topic: Topic | None
    density: Density
    to: Spoken


async def asked_topic(context: Context, asked: str) -> Topic | None:
    """Return the topic called *asked*, or nothing where it is empty.

    Raises `Unusable` with the nearest where none is called so.
    """
    if not asked:
        return None
    desk = await context.desk.for_viewer(may_see_restricted=False)
    return await named_topic(desk, asked, "topic")


def topic_and_density(topic: str, density: str) -> tuple[str, Density | None]:
    """Return the words of a topic, and how much is wanted, which typed follows them."""
    typed = tail(topic, _DENSITIES)
    on = "" if typed.words.lower() in _EVERYTHING else typed.words
    return on, _density(density) or typed.how


async def clocked(
    context: Context, when: str, topic: str, density: str, where: str, zone: str
) -> Clocked:
    """Return what was asked for. Typed, all follows the time: `weekday 09:45 pay here`.

    Raises `Unusable`, and the refusal that fits for who may not set briefs for a channel.
    """
    if context.request.place.platform == CONSOLE:
        raise Unusable(
            "Nobody can be told on the console.",
            "Set briefs in Discord or Slack; here, type /brief to read one.",
        )
    chosen = says_here(where)
    words = " ".join(when.split())
    try:
        rule, rest = rule_in(words if _BEGINS.match(words) else f"every {words}")
        found = _ZONE.search(rest)
        zone = zone.strip() or (found[1] if found else "")
        named = zone_called(zone).key if zone else context.desk.zone.key
    except NotKept as error:
        field = "zone" if error.field == "zone" else "when"
        raise Unusable(error.sentence, error.next_step, field=field) from error
    if found:
        rest = " ".join(f"{rest[: found.start()]} {rest[found.end() :]}".split())
    typed = tail(rest, _DENSITIES)
    here = typed.here if chosen is None else chosen
    on = await asked_topic(context, topic.strip() or typed.words)
    to = await here_place(context, "brief every … here") if here else own_place(context)
    how = _density(density) or typed.how or Density.HEADLINES
    return Clocked(rule, named, on, how, to)


async def places_of(context: Context, number: int, action: str) -> Sequence[Spoken]:
    """Return the places whose briefs the asker may change: their own and this channel's.

    Raises the refusal that fits where it is this channel's and the asker may not change that.
    """
    own, here = own_place(context), this_channel(context)
    if here is None:
        return (own,)
    if any(each.number == number for each in await context.desk.briefs.of(here)):
        await here_place(context, f"brief {action}")
    return own, here


def _density(typed: str) -> Density | None:
    tidy = " ".join(typed.lower().split())
    if tidy and tidy not in _DENSITIES:
        raise Unusable(
            f"“{typed[:40]}” is no way to brief.", "Give headlines or in context.", field="density"
        )
    return _DENSITIES.get(tidy)
