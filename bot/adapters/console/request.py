"""A typed line as a request."""

import getpass
from collections.abc import AsyncIterator

from bot.core.app import App
from bot.core.errors import UserError, problem_of, reply_for
from bot.core.grammar import read_line
from bot.core.pinged import Pinged, left_out, questions_in
from bot.core.reply import Outcome
from bot.core.request import Actor, Door, Place, Request


def console_request(command: str, args: dict[str, str], door: Door = Door.CONSOLE) -> Request:
    """Return a request from whoever sits at this terminal."""
    return Request(
        command,
        args,
        Actor("console", getpass.getuser(), getpass.getuser()),
        Place("console", channel="terminal", direct=True),
        door,
    )


async def answers_to(app: App, line: str) -> AsyncIterator[Outcome]:
    """Answer every question in a typed line, in order, an empty one with nothing; never raises."""
    if not line:
        return
    try:
        pinged = questions_in(app.registry, line)
    except UserError:
        pinged = Pinged((line,))
    for question in pinged.questions:
        yield await answer_line(app, question)
    if pinged.left_out:
        yield left_out(pinged)


async def answer_line(app: App, line: str) -> Outcome:
    """Answer a typed line. Never raises: a line that cannot be read gets a sentence as well."""
    try:
        command, args = read_line(app.registry, line)
    except UserError as error:
        return reply_for(problem_of(error, ""), field=error.field)
    return await app.handle(console_request(command, args))
