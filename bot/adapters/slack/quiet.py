"""The library's own log, without what people wrote.

Bolt and slack_sdk put request bodies, tokens and addresses into their messages, even at INFO.
Only errors are let through, and of those only the words before the first value.
"""

import logging
import re

_FIRST_VALUE = re.compile(r"[({\[:\"']|https?|wss?:")


class _WithoutValues(logging.Filter):
    """Keeps what the library was doing and drops what it was holding."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = _FIRST_VALUE.split(record.getMessage(), maxsplit=1)[0].strip()
        kind = record.exc_info[0] if record.exc_info else None
        record.msg = f"slack library: {said}" + (f" [{kind.__name__}]" if kind else "")
        record.args = ()
        record.exc_info = None
        record.exc_text = None
        return True


def library_log() -> logging.Logger:
    """Return the logger to give to every object of the library, whatever level the root has."""
    log = logging.getLogger("slack_bolt.onrecord")
    log.setLevel(logging.ERROR)
    if not log.filters:
        log.addFilter(_WithoutValues())
    return log
