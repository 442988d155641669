"""Mentions and direct messages: each question in one is answered under it, in its order."""

import structlog

from bot.adapters.slack.answering import Answers
from bot.adapters.slack.files import Files
from bot.adapters.slack.incoming import Address, text_at
from bot.adapters.slack.parents import Parents
from bot.adapters.slack.richtext import Json
from bot.adapters.slack.words import typed_words
from bot.core.app import App
from bot.core.errors import UserError, problem_of, reply_for
from bot.core.grammar import DEFAULT_COMMAND, read_line
from bot.core.pinged import left_out, questions_in
from bot.core.request import Attached, Door

log = structlog.stdlib.get_logger(__name__)

WELCOME = "onrecord"


class Pings:
    """Reads what a person wrote to us and has it answered where it was written."""

    def __init__(self, app: App, answers: Answers, files: Files, parents: Parents) -> None:
        self._app = app
        self._answers = answers
        self._files = files
        self._parents = parents

    async def answer(self, body: Json, address: Address, door: Door, bot_user: str) -> None:
        """Answer every question in a message, which `incoming.is_for_us` has let through.

        One that was answered before the last restart is left alone. Raises the `UserError` that
        says why there is nothing to answer.
        """
        event = body.get("event")
        if not await self._app.first(address.place(), text_at(event, "ts")):
            log.info("message was answered before", platform="slack")
            return
        self._app.policy.admit(address.ask(DEFAULT_COMMAND, {}, door))
        files = self._files.attached(event)
        words = typed_words(text_at(event, "text"), bot_user, links=bool(files))
        if not words:
            await self._answer_bare(address, door, files, bot_user)
            return
        pinged = questions_in(self._app.registry, words)
        for question in pinged.questions:
            await self._answer(question, address, door, files)
        if pinged.left_out:
            await self._answers.show(left_out(pinged), address)

    async def _answer(
        self, question: str, address: Address, door: Door, files: tuple[Attached, ...]
    ) -> None:
        registry = self._app.registry
        try:
            command, args = read_line(registry, question)
        except UserError as error:
            # The other questions of the message are none the worse for it.
            await self._answers.show(reply_for(problem_of(error, "")), address)
            return
        takes = command in registry and registry.get(command).files
        request = address.ask(command, args, door, files if takes else ())
        await self._answers.answer(request, address)

    async def _answer_bare(
        self, address: Address, door: Door, files: tuple[Attached, ...], bot_user: str
    ) -> None:
        """Answer a mention without words: about its files, or what it was written in answer to."""
        registry = self._app.registry
        taking = registry.taking_files()
        text_param = registry.get(DEFAULT_COMMAND).text_param
        if files and taking is not None:
            request = address.ask(taking.name, {}, door, files)
        elif address.thread and text_param is not None:
            words = await self._parents.words(address, bot_user, text_param.max_length)
            request = address.ask(DEFAULT_COMMAND, {text_param.name: words}, door)
        else:
            request = address.ask(WELCOME if WELCOME in registry else DEFAULT_COMMAND, {}, door)
        await self._answers.answer(request, address)
