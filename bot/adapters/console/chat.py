"""The conversation on a terminal: a prompt with history and completion, or lines from a pipe."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.adapters.console.card import show
from bot.adapters.console.request import answers_to, console_request
from bot.core.app import App
from bot.core.plain import clean
from bot.core.reply import Form, FormField, Outcome
from bot.core.request import Door

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

_WELCOME = "Type a command or a question; /onrecord explains, Tab completes, Ctrl-D leaves."
_LEAVE = frozenset({"/quit", "/exit"})

Prompt = Callable[[FormField], Awaitable[str]]


class ConsoleAdapter:
    """A chat on standard input and output; with a terminal it completes and remembers."""

    name = "console"

    def __init__(self, app: App, console: Console, history: Path | None = None) -> None:
        self._app = app
        self._console = console
        self._history = history

    async def run(self) -> None:
        """Answer lines until the input ends or the asker leaves."""
        if sys.stdin.isatty() and self._console.is_terminal:
            await self._chat()
        else:
            async for line in _lines():
                if line.strip() in _LEAVE:
                    break
                async for outcome in answers_to(self._app, line.strip()):
                    show(outcome, self._console)

    async def close(self) -> None:
        """Close nothing: the terminal is not ours."""

    async def _chat(self) -> None:
        session = self._session()
        self._console.print(_WELCOME, style="dim", highlight=False, markup=False)
        while True:
            try:
                line = await session.prompt_async("onrecord> ")
            except EOFError:
                return
            except KeyboardInterrupt:
                continue
            if line.strip() in _LEAVE:
                return
            async for answer in answers_to(self._app, line.strip()):
                outcome = answer
                while isinstance(outcome, Form):
                    show(outcome, self._console)
                    outcome = await self._filled(outcome, _asking(session))
                show(outcome, self._console)

    async def _filled(self, form: Form, prompt: Prompt) -> Outcome:
        """Ask for each field of *form* in turn and submit it."""
        args = dict(form.args)
        for field in form.fields:
            args[field.name] = await prompt(field)
        return await self._app.handle(console_request(form.submits, args, Door.FORM))

    def _session(self) -> "PromptSession[str]":
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory, History, InMemoryHistory

        from bot.adapters.console.completion import ClaimCompleter

        if self._history is None:
            history: History = InMemoryHistory()
        else:
            # What somebody asks is their own business on a shared machine too.
            self._history.touch(mode=0o600)
            history = FileHistory(str(self._history))
        return PromptSession(
            history=history, completer=ClaimCompleter(self._app), complete_while_typing=False
        )


def _asking(session: "PromptSession[str]") -> Prompt:
    async def ask(field: FormField) -> str:
        return await session.prompt_async(f"{clean(field.label)}: ", default=field.value)

    return ask


async def _lines() -> AsyncIterator[str]:
    """Yield the lines of a piped standard input without blocking the loop."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line
