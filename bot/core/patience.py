"""How long a platform is asked again: soon at first, then seldom, and no more after a day."""

from datetime import datetime, timedelta

HOLD_SECONDS = 120.0
"""For so long whoever took something from the store has it to itself."""

LONGEST_WAIT = 20.0
"""What has its turn later than that, in seconds, is put back until then."""

GIVE_UP = timedelta(hours=24)
_LEAST_TRIES = 10
_BACKOFF = (2.0, 5.0, 15.0, 60.0, 300.0, 900.0)

NOT_CONFIRMED = "the platform did not confirm whether it arrived"


def pause(tries: int, speed: float = 1.0) -> float:
    """Return in how many seconds to try again what was tried *tries* times before this."""
    return _BACKOFF[min(tries, len(_BACKOFF) - 1)] / speed


def given_up(tries: int, since: datetime, now: datetime, why: str) -> str:
    """Return in a sentence that it was tried for long enough, or nothing where it was not."""
    if tries < _LEAST_TRIES or now - since <= GIVE_UP:
        return ""
    return f"given up after {GIVE_UP.days} day: {why or 'it failed each time'}"
