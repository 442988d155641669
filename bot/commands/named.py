"""A claim that must be named exactly, since what follows is about that claim alone."""

from bot.commands.restricted import restricted
from bot.core.errors import Unusable
from bot.core.registry import Context
from knowledge.desk import Found, How, Restricted
from knowledge.model import Record


async def named(context: Context, slug: str) -> Record:
    """Return the record of the claim called *slug*. Raises `Unusable` when none is."""
    found = await context.desk.look_up(slug)
    if isinstance(found, Found) and found.how in (How.SLUG, How.ALIAS):
        return found.record
    if isinstance(found, Restricted):
        raise restricted(slug)
    raise Unusable(
        f"There is no claim called “{slug[:80]}”.",
        "Look it up with /claim, which also finds near names.",
        field="slug",
    )
