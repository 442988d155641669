"""Datelines: where and when a report was filed, before its first sentence."""

import re

_MONTHS = (
    "Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?"
    "|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?"
)
_DAY = rf"(?:(?:{_MONTHS})\s+\d{{1,2}}|\d{{1,2}}\s+(?:{_MONTHS}))(?:,?\s+\d{{4}})?,?\s*"
_AGENCY = r"(?:\([A-Z][\w /-]{1,30}\)|/[A-Z][\w .-]{1,30}/)\s*"
_DATELINE = re.compile(
    rf"(?:(?:[A-Z][\w.’'-]*,?\s+){{1,4}}?(?:{_DAY})?(?:(?:{_AGENCY})?(?:—|–|--)|{_AGENCY}-)"
    rf"|[A-Z]{{3,}}(?:[ ,.][A-Z][\w.]*|,?\s)*?(?:{_DAY})?-)\s+(?=[A-Z“\"])"
)


def after_dateline(text: str, start: int, end: int) -> int:
    """Return where the prose begins in the paragraph: after “WASHINGTON, March 3 (AP) —”."""
    dateline = _DATELINE.match(text, start, end)
    return dateline.end() if dateline else start
