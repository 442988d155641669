"""In which conversation a question stands: what it may refer to, and what its answer is kept for.

A thread is one conversation. In a plain channel it is the messages that answer each other; a
question that answers none goes on from what the same person was shown there last. Pure.
"""

from bot.core.reply import Reply, Result, Visibility
from bot.core.request import Door, Request
from knowledge.talks import Thread


def read_from(request: Request) -> tuple[Thread, ...]:
    """Return the conversations that *request* may go on from, surest first."""
    place = request.place
    if place.direct:
        return _threads(request, _own(request))
    if place.thread:
        return _threads(request, *place.answers, place.thread)
    return _threads(request, *(place.answers or (_own(request),)))


def kept_in(request: Request) -> tuple[Thread, ...]:
    """Return the conversations that the answer to *request* is a part of."""
    place = request.place
    if place.direct:
        return _threads(request, _own(request))
    return _threads(request, place.starts, place.thread or _own(request))


def to_keep(request: Request, reply: Reply) -> bool:
    """Say whether *reply* shows its conversation claims: all who read along see it."""
    seen_by_all = reply.visibility is Visibility.PUBLIC or request.place.direct
    return (
        seen_by_all
        and reply.result is Result.FOUND
        and bool(reply.claims)
        and request.door is not Door.HOME
    )


def _own(request: Request) -> str:
    """Return the name of what one person was shown: not a thread of the platform's."""
    return f"@{request.actor.id}" if request.actor.id else ""


def _threads(request: Request, *names: str) -> tuple[Thread, ...]:
    place = request.place
    if not place.channel:
        return ()
    return tuple(Thread(place.platform, place.channel, name) for name in names if name)
