"""Who is writing just now, and from where: what the audit keeps of every write.

A write is asked for deep inside the desk, by services that need not know whom they work for. So
the door where a person comes in says it once, and it holds for everything done on their behalf,
tasks and threads that are started meanwhile included. Where no door said it, the audit says that
nobody did, or takes the signature that the write itself carries; it never guesses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from knowledge.audit import By

_NOBODY = By()
_BY: ContextVar[By] = ContextVar("by", default=_NOBODY)


@contextmanager
def acting(by: By) -> Iterator[None]:
    """Have what is written inside be kept as written by *by*."""
    token = _BY.set(by)
    try:
        yield
    finally:
        _BY.reset(token)


def acting_now() -> By:
    """Return who is writing, and from where, as far as it was said."""
    return _BY.get()
