"""One interaction, from the question to the last message of its answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from enum import Enum, auto

import discord

from bot.adapters.discord.forms import as_reply, in_words, modal
from bot.adapters.discord.incoming import Interaction
from bot.adapters.discord.render import Page, plain_page, render
from bot.adapters.discord.sending import (
    NOT_ATTACHED,
    Fate,
    FollowUps,
    attempt,
    fresh,
    illustrated,
    redrawn,
    settle,
)
from bot.adapters.discord.threads import to_thread
from bot.core.adapter import Spot
from bot.core.app import App
from bot.core.enclosed import unsent
from bot.core.errors import UserError, problem_of, reply_for
from bot.core.pacing import PATIENCE, answer_or_defer
from bot.core.reply import Form, Line, Link, Outcome, Paragraph, Reply, Visibility
from bot.core.request import Request

FIRST_ANSWER_SECONDS = 2.8
"""Discord gives up on an interaction after 3 seconds; later than this we need not try."""

_LEAST_SECONDS = 0.3

_THREAD_GONE = Page(content="The meeting's thread is gone, so the answer stands in the channel.")
_TRY_AGAIN = Page(content="That did not work. Ask again in a minute.")


class _Opened(Enum):
    """What the asker sees of the answer so far."""

    NOTHING = auto()
    PRIVATE = auto()
    PUBLIC = auto()
    REDRAWING = auto()
    CLEARED = auto()


def refusal(app: App, request: Request, error: Exception) -> Reply:
    """Return the answer to a question that cannot be read, or is not for this desk anyway."""
    try:
        app.policy.admit(request)
    except UserError as refused:
        error = refused
    return reply_for(problem_of(error, request.id))


class Exchange:
    """Answers one interaction. *patience* is in seconds."""

    def __init__(
        self, interaction: Interaction, app: App, later: FollowUps, patience: float = PATIENCE
    ) -> None:
        self._interaction = interaction
        self._app = app
        self._later = later
        self._patience = patience
        self._opened = _Opened.NOTHING
        self._reference = ""
        # Our own clock: the one behind Discord's ids may differ from it by more than we have.
        self._received = time.monotonic()
        self._gone = False
        self._thread = ""
        self._channel = ""
        self._messages: list[str] = []
        message = interaction.message
        self._pressed_private = (
            interaction.type is discord.InteractionType.component
            and message is not None
            and message.flags.ephemeral
        )

    async def answer(self, request: Request) -> None:
        """Answer *request*, told to wait if it takes long. Visibility is settled first."""
        self._reference = request.id
        with self._app.answering():
            await self._app.rooms.learn()
            visibility = self._app.visibility(request)
            if visibility is Visibility.PUBLIC:
                self._thread = self._app.rooms.thread_at(request.place)
            if self._thread:
                # What is for all goes into the meeting's thread; here only the asker is told so.
                visibility = Visibility.PRIVATE
            registry = self._app.registry
            if request.command in registry and registry.get(request.command).form:
                # A modal can only be the first thing that Discord hears of us.
                outcome = await self._app.handle(request)
            else:
                outcome, _ = await answer_or_defer(
                    self._app.handle(request), lambda: self._defer(visibility), self._patience
                )
            await self._deliver(outcome, request)

    async def refuse(self, request: Request, error: Exception) -> None:
        """Answer privately that the question cannot be read."""
        self._reference = request.id
        with self._app.answering():
            await self._deliver(refusal(self._app, request, error), request)

    async def _defer(self, visibility: Visibility) -> None:
        private = visibility is Visibility.PRIVATE
        redraws = private and self._pressed_private
        await self._call_back(
            lambda: self._interaction.response.defer(ephemeral=private, thinking=not redraws),
            "deferral",
        )
        if redraws:
            self._opened = _Opened.REDRAWING
        else:
            self._opened = _Opened.PRIVATE if private else _Opened.PUBLIC

    async def _deliver(self, outcome: Outcome, request: Request) -> None:
        reply = await self._form(outcome, request) if isinstance(outcome, Form) else outcome
        if reply is None or self._gone:
            return
        pages = await illustrated(render(reply), self._reference)
        ticket = await self._app.sending(request, reply)
        if self._thread and reply.visibility is Visibility.PUBLIC:
            if await self._to_meeting(pages, reply, request):
                await settle(ticket, Fate.TAKEN, self._channel, self._messages)
                return
            if self._opened is not _Opened.NOTHING:
                # The asker alone sees what was begun here, and this is for all.
                await self._first(_THREAD_GONE, replace(reply, visibility=Visibility.PRIVATE))
                fate = await self._follow_up(pages[0], private=False)
                await settle(ticket, fate, self._channel, self._messages[-1:])
                return
        fate = await self._first(pages[0], reply)
        first = fate
        if fate in (Fate.REFUSED, Fate.BARRED):
            # It may be the files that were too much; without them the words still arrive.
            first = await self._first(plain_page(unsent(reply, NOT_ATTACHED)), reply)
        else:
            private = reply.visibility is Visibility.PRIVATE or self._opened is _Opened.PRIVATE
            for page in pages[1:]:
                if fate is not Fate.TAKEN:
                    break
                fate = await self._follow_up(page, private=private)
        await settle(ticket, first, self._channel, self._messages)

    async def _to_meeting(self, pages: Sequence[Page], reply: Reply, request: Request) -> bool:
        """Post the answer in the meeting's thread, and tell the asker alone where it is.

        Says whether it could be posted; a thread that is gone is not tried again.
        """
        client, thread = self._interaction.client, self._thread
        made, fate = await to_thread(client, thread, pages, plain_page(reply), self._reference)
        if not made and fate is not Fate.FAILED:
            self._app.rooms.lost(request.place, thread)
        if not made:
            return False
        link = self._app.links.get("discord")
        server = str(self._interaction.guild_id or "")
        url = link(Spot("", server, thread, "", made[0])) if link else ""
        where: Line = (Link("Open it", url),) if url else ("Look under the meeting's board.",)
        told = Reply("Answered in the meeting's thread.", (Paragraph(where),))
        await self._first(render(told)[0], told)
        self._channel, self._messages = thread, made
        return True

    def _stands(self, message: object) -> None:
        """Note the message that Discord made of what was sent."""
        made = getattr(message, "resource", None) or message
        if isinstance(made, discord.Message):
            self._channel = str(made.channel.id)
            self._messages.append(str(made.id))

    async def _form(self, form: Form, request: Request) -> Reply | None:
        """Show *form* as a modal, or return the answer that stands in for one."""
        submitted = self._interaction.type is discord.InteractionType.modal_submit
        made = modal(form)
        if made is None or submitted or self._opened is not _Opened.NOTHING:
            return as_reply(form, request)
        fate = await self._call_back(lambda: self._interaction.response.send_modal(made), "form")
        return in_words(form) if fate is Fate.REFUSED else None

    async def _first(self, page: Page, reply: Reply) -> Fate:
        """Show the first message of an answer where the asker was told to expect it."""
        private = reply.visibility is Visibility.PRIVATE
        response = self._interaction.response
        match self._opened:
            case _Opened.NOTHING if reply.replaces and private and self._pressed_private:
                return await self._call_back(
                    lambda: response.edit_message(**redrawn(page)), "redrawn answer"
                )
            case _Opened.NOTHING:

                async def send() -> None:
                    self._stands(await response.send_message(ephemeral=private, **fresh(page)))

                return await self._call_back(send, "answer")
            case _Opened.REDRAWING if not reply.replaces:
                return await self._follow_up(page, private=True)
            case _Opened.PUBLIC if private:
                return await self._withdraw(page)
            case _Opened.CLEARED:
                return await self._follow_up(page, private=True)
            case _:
                return await self._edit(page)

    async def _withdraw(self, page: Page) -> Fate:
        """Take back the public “is thinking …” and show *page* to the asker alone.

        As long as the placeholder is there, the next message takes its place and is public too.
        """
        fate = await self._attempt(self._interaction.delete_original_response, "withdrawal")
        if fate in (Fate.FAILED, Fate.REFUSED, Fate.BARRED):
            await self._edit(_TRY_AGAIN)
            return Fate.FAILED
        self._opened = _Opened.CLEARED
        return await self._follow_up(page, private=True)

    async def _edit(self, page: Page) -> Fate:
        async def edit() -> None:
            self._stands(await self._interaction.edit_original_response(**redrawn(page)))

        return await self._attempt(edit, "deferred answer")

    async def _follow_up(self, page: Page, *, private: bool) -> Fate:
        async def send() -> None:
            self._stands(await self._later.send(self._interaction, page, private=private))

        return await self._attempt(send, "follow-up")

    async def _call_back(self, send: Callable[[], Awaitable[object]], what: str) -> Fate:
        """Run the first *send* of an interaction, for as long as Discord waits for it.

        The library would go on repeating it after server errors and rate limits.
        """
        left = max(self._received + FIRST_ANSWER_SECONDS - time.monotonic(), _LEAST_SECONDS)

        async def in_time() -> None:
            async with asyncio.timeout(left):
                await send()

        fate = await self._attempt(in_time, what)
        self._gone = self._gone or fate is Fate.GONE
        return fate

    async def _attempt(self, send: Callable[[], Awaitable[object]], what: str) -> Fate:
        return await attempt(send, what=what, reference=self._reference)
