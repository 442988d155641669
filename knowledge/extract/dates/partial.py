"""From a date found to the day, month or year that a record can hold."""

from knowledge.extract.found import DatePrecision, FoundDate
from knowledge.model import PartialDate

_HELD = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}


def partial(found: FoundDate) -> PartialDate | None:
    """Return *found* as a day, month or year, or `None` where it is none of these alone.

    A week, a quarter, a season, a decade, a range or a window has no such value: the year around it
    would say less than the text and look like what the text said.
    """
    length = _HELD.get(found.precision) if found.precision is not None else None
    if not found.value or length is None or len(found.value) != length:
        return None
    return PartialDate(found.value)
