"""What must be named exactly, since what follows is about that claim or topic alone."""

from bot.commands.restricted import restricted
from bot.core.errors import Unusable
from bot.core.registry import Context
from knowledge.desk import Desk, Found, How, Restricted
from knowledge.model import Claim, Record, Topic
from knowledge.relating import is_withdrawn


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


async def tellable(context: Context, slug: str) -> Claim:
    """Return the claim called *slug*, which anybody who asked may be told of.

    Raises `Unusable` when none is, and for one that is withdrawn or restricted.
    """
    claim = (await named(context, slug)).claim
    hidden = await context.desk.any_restricted([claim.slug])
    if hidden or is_withdrawn(claim):
        state = "restricted" if hidden else "withdrawn"
        raise Unusable(
            f"{claim.slug} is {state}, so that nobody who asked could be told of it.",
            "Name another claim.",
            field="slug",
        )
    return claim


async def named_topic(desk: Desk, asked: str, field: str) -> Topic:
    """Return the topic called *asked*. Raises `Unusable` at *field*, with the nearest ones."""
    found = await desk.topic(asked)
    if isinstance(found, Topic):
        return found
    near = ", ".join(count.topic.key for count in found.nearest[:3])
    raise Unusable(
        f"No topic is called “{asked[:80]}”.",
        f"The nearest: {near}." if near else "Type /claims to see the topics.",
        field=field,
    )
