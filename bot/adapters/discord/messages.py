"""Mentions and direct messages: a question in a message, its answer as a reply to it."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import aiohttp
import discord
import structlog

from bot.adapters.discord.answering import refusal
from bot.adapters.discord.forms import as_reply
from bot.adapters.discord.incoming import (
    HELP_COMMAND,
    bare_question,
    message_question,
    typed_words,
)
from bot.adapters.discord.render import Page, plain_page, render
from bot.adapters.discord.sending import Fate, attempt, fresh, illustrated, settle
from bot.adapters.discord.threads import to_thread
from bot.core.adapter import Spot
from bot.core.app import App
from bot.core.errors import UserError
from bot.core.grammar import read_line
from bot.core.pacing import PATIENCE, answer_or_defer
from bot.core.pinged import Pinged, left_out, questions_in
from bot.core.reply import Form, Line, Link, Paragraph, Reply, Visibility
from bot.core.request import Request

log = structlog.stdlib.get_logger(__name__)

RETRY_SECONDS = 0.5
_NO_HISTORY = 160002
"""Discord's code for a reply in a channel whose history we may not read."""

_NO_PERMISSION = 50013


class Correspondent:
    """Answers messages in the channel or thread they were written in, without a ping.

    Every message of an answer carries a nonce made from the question's id, so that Discord shows
    it once however often it is sent.
    """

    def __init__(
        self,
        app: App,
        patience: float = PATIENCE,
        pause: float = RETRY_SECONDS,
        client: Callable[[], discord.Client | None] = lambda: None,
    ) -> None:
        self._app = app
        self._client = client
        self._patience = patience
        self._pause = pause

    async def answer(
        self, message: discord.Message, own_id: int, guilds: Iterable[discord.Guild]
    ) -> None:
        """Answer every question in *message*, which `incoming.is_question` has let through.

        One that was answered before, as before the last restart, is left alone.
        """
        with self._app.answering():
            whole = message_question(message, HELP_COMMAND, {}, guilds, own_id)
            if not await self._app.first(whole.place, str(message.id)):
                log.info("message was answered before", platform="discord")
                return
            thread = _Answers(message)
            try:
                self._app.policy.admit(whole)
                words = typed_words(message, own_id)
                pinged = questions_in(self._app.registry, words) if words else Pinged(("",))
            except UserError as error:
                await self._send(thread, refusal(self._app, whole, error), whole)
                return
            for question in pinged.questions:
                request, reply = await self._answer(question, message, own_id, guilds)
                await self._send(thread, reply, request)
            if pinged.left_out:
                await self._send(thread, left_out(pinged), whole)

    async def _answer(
        self,
        question: str,
        message: discord.Message,
        own_id: int,
        guilds: Iterable[discord.Guild],
    ) -> tuple[Request, Reply]:
        """Return one question of *message* and its answer; without words it is a bare mention."""
        registry = self._app.registry
        try:
            command, args = (
                read_line(registry, question)
                if question
                else bare_question(message, own_id, registry)
            )
        except UserError as error:
            request = message_question(message, HELP_COMMAND, {}, guilds, own_id)
            return request, refusal(self._app, request, error)
        takes = command in registry and registry.get(command).files
        request = message_question(message, command, args, guilds, own_id, takes_files=takes)
        return request, await self._reply(message, request)

    async def _reply(self, message: discord.Message, request: Request) -> Reply:
        async def typing() -> None:
            await attempt(
                lambda: _once(message.channel.typing()), what="typing", reference=request.id
            )

        outcome, _ = await answer_or_defer(self._app.handle(request), typing, self._patience)
        return as_reply(outcome, request) if isinstance(outcome, Form) else outcome

    async def _send(self, thread: "_Answers", reply: Reply, request: Request) -> None:
        pages = await illustrated(render(reply), request.id)
        ticket = await self._app.sending(request, reply)
        meeting = self._app.rooms.thread_at(request.place)
        if meeting and reply.visibility is Visibility.PUBLIC:
            posted = await self._to_meeting(thread, meeting, pages, reply, request)
            if posted:
                await settle(ticket, Fate.TAKEN, meeting, posted)
                return
        made: list[str] = []
        first = Fate.FAILED
        for number, page in enumerate(pages):
            at = (number, next(thread.numbers))
            fate = await self._post(thread.message, page, at, request.id, made)
            refused = fate is Fate.REFUSED and number == 0
            if refused:
                fate = await self._post(thread.message, plain_page(reply), at, request.id, made)
            first = first if number else fate
            if refused or fate is not Fate.TAKEN:
                break
        await settle(ticket, first, str(thread.message.channel.id), made)

    async def _to_meeting(
        self,
        answers: "_Answers",
        thread: str,
        pages: Sequence[Page],
        reply: Reply,
        request: Request,
    ) -> list[str]:
        """Answer in the meeting's thread, and say in the channel where that is.

        Returns the messages of the answer, none where the thread is gone.
        """
        client = self._client()
        if client is None:
            return []
        made, fate = await to_thread(client, thread, pages, plain_page(reply), request.id)
        if made:
            link = self._app.links.get("discord")
            server = min(request.place.workspaces, default="")
            url = link(Spot("", server, thread, "", made[0])) if link else ""
            where: Line = (Link("Open it", url),) if url else ("Look under the meeting's board.",)
            told = render(Reply("Answered in the meeting's thread.", (Paragraph(where),)))[0]
            await self._post(answers.message, told, (0, next(answers.numbers)), request.id, [])
        elif fate is not Fate.FAILED:
            self._app.rooms.lost(request.place, thread)
        return made

    async def _post(
        self,
        message: discord.Message,
        page: Page,
        at: tuple[int, int],
        reference: str,
        made: list[str],
    ) -> Fate:
        """Post one message, and once more if Discord was out of reach or refused the reference.

        *at* is its number in its answer, and among all that answer *message*.
        """
        in_answer, number = at
        target = None if in_answer else message.to_reference(fail_if_not_exists=False)

        async def once() -> None:
            arguments = {**fresh(page), "nonce": f"{message.id}-{number}"}
            if target is not None:
                arguments |= {"reference": target, "mention_author": False}
            made.append(str((await message.channel.send(**arguments)).id))

        async def twice() -> None:
            nonlocal target, page
            try:
                await once()
            except discord.HTTPException as error:
                if error.code == _NO_HISTORY:
                    target = None
                elif error.code == _NO_PERMISSION and page.picture:
                    # We may write here and not attach files; the text holds all of the chart.
                    page = replace(page, picture=b"")
                # The library repeats 500, 502 and 504 by itself, but not 503, and 429 only where
                # it comes from Discord's own servers.
                elif error.status in {429, 503}:
                    await asyncio.sleep(self._pause)
                else:
                    raise
                await once()
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(self._pause)
                await once()

        return await attempt(twice, what="message", reference=reference)


@dataclass(frozen=True, slots=True)
class _Answers:
    """The message that is answered, and the numbers of the messages that answer it."""

    message: discord.Message
    numbers: Iterator[int] = field(default_factory=count)


async def _once(typing: "discord.context_managers.Typing") -> None:
    await typing
