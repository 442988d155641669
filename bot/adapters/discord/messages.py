"""Mentions and direct messages: a question in a message, its answer as a reply to it."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

import aiohttp
import discord

from bot.adapters.discord.answering import refusal
from bot.adapters.discord.forms import as_reply
from bot.adapters.discord.incoming import HELP_COMMAND, message_question, question_in
from bot.adapters.discord.render import Page, plain_page, render
from bot.adapters.discord.sending import NOT_ATTACHED, Fate, attempt, fresh, illustrated, settle
from bot.core.app import App
from bot.core.enclosed import unsent
from bot.core.errors import UserError
from bot.core.pacing import PATIENCE, answer_or_defer
from bot.core.reply import Form, Reply
from bot.core.request import Request

RETRY_SECONDS = 0.5
_NO_HISTORY = 160002
"""Discord's code for a reply in a channel whose history we may not read."""

_NO_PERMISSION = 50013


class Correspondent:
    """Answers messages in the channel or thread they were written in, without a ping.

    Every message of an answer carries a nonce made from the question's id, so that Discord shows
    it once however often it is sent.
    """

    def __init__(self, app: App, patience: float = PATIENCE, pause: float = RETRY_SECONDS) -> None:
        self._app = app
        self._patience = patience
        self._pause = pause

    async def answer(
        self, message: discord.Message, own_id: int, guilds: Iterable[discord.Guild]
    ) -> None:
        """Answer *message*, which `incoming.is_question` has let through."""
        with self._app.answering():
            try:
                command, args = question_in(message, own_id, self._app.registry)
            except UserError as error:
                request = message_question(message, HELP_COMMAND, {}, guilds)
                reply = refusal(self._app, request, error)
            else:
                takes = command in self._app.registry and self._app.registry.get(command).files
                request = message_question(message, command, args, guilds, takes_files=takes)
                reply = await self._reply(message, request)
            await self._send(message, reply, request)

    async def _reply(self, message: discord.Message, request: Request) -> Reply:
        async def typing() -> None:
            await attempt(
                lambda: _once(message.channel.typing()), what="typing", reference=request.id
            )

        outcome, _ = await answer_or_defer(self._app.handle(request), typing, self._patience)
        return as_reply(outcome, request) if isinstance(outcome, Form) else outcome

    async def _send(self, message: discord.Message, reply: Reply, request: Request) -> None:
        pages = await illustrated(render(reply), request.id)
        ticket = await self._app.sending(request, reply)
        made: list[str] = []
        first = Fate.FAILED
        for number, page in enumerate(pages):
            fate = await self._post(message, page, number, request.id, made)
            refused = fate is Fate.REFUSED and number == 0
            if refused:
                plain = plain_page(unsent(reply, NOT_ATTACHED))
                fate = await self._post(message, plain, number, request.id, made)
            first = first if number else fate
            if refused or fate is not Fate.TAKEN:
                break
        await settle(ticket, first, str(message.channel.id), made)

    async def _post(
        self,
        message: discord.Message,
        page: Page,
        number: int,
        reference: str,
        made: list[str],
    ) -> Fate:
        """Post one message, and once more if Discord was out of reach or refused the reference."""
        target = None if number else message.to_reference(fail_if_not_exists=False)

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


async def _once(typing: "discord.context_managers.Typing") -> None:
    await typing
