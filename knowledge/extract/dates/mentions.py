"""A mention of time on its way: where it stands, and what it takes to know the days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from knowledge.extract.dates.stretches import Stretch

Reckon = Callable[[date, bool], Stretch | None]
"""From the day of publication, and whether the clause looks forward, to the days meant."""

Tense = bool | None
"""Whether a clause looks forward; `None` where it does not say."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Letters `start` to `end`, and one of three: `fixed` days; a `month` (and `day`) whose year
    is not said; or a way to `reckon` from publication.

    `how` says what was taken for granted. `window` marks a stretch that ends or begins at
    publication. `ambiguous` marks a tense-dependent reading, for which `how` gets the tense.
    """

    start: int
    end: int
    fixed: Stretch | None = None
    month: int = 0
    day: int = 0
    reckon: Reckon | None = None
    how: str = ""
    window: bool = False
    by_tense: bool = False
    broken: bool = False
    """Written as a date, but the calendar has none such: taken out, and nothing inside it read."""
