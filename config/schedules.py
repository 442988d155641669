"""Schedules of briefs as the settings hold them: `45 9 * * 1-5 slack:C0DESK doctors-pay`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from cronsim import CronSim, CronSimError

from config.problems import Problem, shown

KEY = "briefs.schedules"
IN_CONTEXT = "in context"
_FIELDS = 5
_LEAST_APART = timedelta(minutes=15)
_LOOKED_AT = 100
_CHANNEL = re.compile(r"discord:[0-9]+|slack:[CG][A-Z0-9]+")
_EXAMPLE = "Write five fields of cron and a channel, such as: 45 9 * * 1-5 slack:C0DESK doctors-pay"
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """A line taken apart: when (cron), where, on which topic, and whether in context."""

    rule: str
    platform: str
    channel: str
    topic: str = ""
    in_context: bool = False


def line_of(text: str) -> Line:
    """Return the parts of *text*, which `problems` found nothing wrong with."""
    words = text.split()
    platform, _, channel = words[_FIELDS].partition(":")
    rest = " ".join(words[_FIELDS + 1 :])
    topic = rest.removesuffix(IN_CONTEXT).strip()
    return Line(" ".join(words[:_FIELDS]), platform, channel, topic, rest != topic)


def problems(lines: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with each of *lines*, and lines that stand there twice."""
    for number, text in enumerate(lines, start=1):
        words = text.split()
        message = _wrong(words)
        if not message and any(words == other.split() for other in lines[: number - 1]):
            message = "It stands there twice"
        if message:
            yield Problem(
                KEY, "settings", f"Schedule {number}, {shown(text)}: {message}.", _EXAMPLE
            )


def _wrong(words: Sequence[str]) -> str:
    if len(words) <= _FIELDS:
        return "There is no channel after the five fields" if len(words) == _FIELDS else "Too short"
    try:
        times = list(islice(CronSim(" ".join(words[:_FIELDS]), _ANY_DAY), _LOOKED_AT))
    except CronSimError:
        times = []
    if not times:
        return "The first five words are no rule of cron, or of one that never comes"
    if any(later - earlier < _LEAST_APART for earlier, later in pairwise(times)):
        return "That is more often than every fifteen minutes"
    if not _CHANNEL.fullmatch(words[_FIELDS]):
        return f"{shown(words[_FIELDS])} is no channel; it is discord:… or slack:… and an id"
    return ""
