"""What every question passes on its way to a handler, outermost first."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.core.errors import TooSlow, problem_of, reply_for
from bot.core.policy import Policy, Turnstile
from bot.core.reply import Fact, Facts, Note, Outcome, Reply, Result
from bot.core.request import Door, Request

log = structlog.stdlib.get_logger(__name__)

Handle = Callable[[Request], Awaitable[Outcome]]
_CARRIED = frozenset({"seen", "slug", "number", "page", "f", "draft"})
"""What a form carries along, and nobody wrote."""

Middleware = Callable[[Request, Handle], Awaitable[Outcome]]


async def explained(request: Request, handle: Handle) -> Outcome:
    """Turn every failure into a private reply; never raises but for cancellation.

    The log gets the whole story under the reference that the asker is given, and never the words
    of the question.
    """
    try:
        outcome = await handle(request)
    except Exception as error:
        problem = problem_of(error, request.id)
        if problem.result is Result.FAILED:
            log.error(
                "question failed",
                reference=request.id,
                command=request.command,
                platform=request.place.platform,
                code=problem.code,
                exc_info=error,
            )
        outcome = reply_for(problem, field=getattr(error, "field", ""))
        if request.door is Door.FORM:
            outcome = _given_back(outcome, request)
    log.info(
        "answered",
        reference=request.id,
        command=request.command,
        platform=request.place.platform,
        door=request.door.value,
        result=outcome.result.value if isinstance(outcome, Reply) else "form",
        ms=round((time.monotonic() - request.received) * 1000, 1),
    )
    return outcome


def _given_back(reply: Reply, request: Request) -> Reply:
    """Return *reply* with what was filled in, since a form that was sent keeps nothing of it."""
    rows = tuple(
        Fact(name.capitalize(), (text,))
        for name, text in request.args.items()
        if text.strip() and name not in _CARRIED
    )
    if not rows:
        return reply
    blocks = (*reply.blocks, Note(("Nothing was written. You wrote:",)), Facts(rows))
    return replace(reply, blocks=blocks)


def admitted(policy: Policy) -> Middleware:
    """Return the middleware that lets only the desk's own workspaces ask."""

    async def check(request: Request, handle: Handle) -> Outcome:
        policy.admit(request)
        return await handle(request)

    return check


def counted(turnstile: Turnstile) -> Middleware:
    """Return the middleware that keeps one person from flooding the desk."""

    async def check(request: Request, handle: Handle) -> Outcome:
        turnstile.pass_through(request)
        return await handle(request)

    return check


def in_time(allowed: Callable[[Request], float]) -> Middleware:
    """Return the middleware that gives up on an answer after as many seconds as are *allowed*."""

    async def check(request: Request, handle: Handle) -> Outcome:
        seconds = allowed(request)
        limit = asyncio.timeout(seconds)
        try:
            async with limit:
                return await handle(request)
        except TimeoutError:
            if not limit.expired():
                raise
            raise TooSlow(
                f"The desk did not find an answer within {seconds:g} seconds.",
                "Ask again in a minute; if it goes on, tell whoever runs the desk.",
            ) from None

    return check
