"""How much is tried: by default as much as a change needs, and all of it where THOROUGH is set."""

import os

THOROUGH = bool(os.environ.get("THOROUGH"))
_SHARE = 3


def examples(number: int) -> int:
    """Return how many examples a property is tried with: *number* of them, or a third."""
    return number if THOROUGH else max(number // _SHARE, 1)
