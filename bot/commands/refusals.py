"""What the desk refuses, as something that its asker can mend."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.core.errors import Unusable
from knowledge.proposals import NotKept


@contextmanager
def told_at(field: str = "") -> Iterator[None]:
    """Raise what the desk refuses as `Unusable`, at *field* or else where the desk says it is."""
    try:
        yield
    except NotKept as error:
        raise Unusable(error.sentence, error.next_step, field=field or error.field) from error
