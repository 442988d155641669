"""Tab completion from the same suggestions as every other platform's."""

from collections.abc import AsyncGenerator, Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.adapters.console.request import console_request
from bot.core.app import App
from bot.core.grammar import DEFAULT_COMMAND


class ClaimCompleter(Completer):
    """Completes a command's name after a slash, its sub-action, then its first argument."""

    def __init__(self, app: App) -> None:
        self._app = app

    def get_completions(
        self,
        document: Document,  # noqa: ARG002 - prompt_toolkit's interface
        complete_event: CompleteEvent,  # noqa: ARG002 - likewise
    ) -> Iterable[Completion]:
        """Complete nothing: suggestions are only to be had asynchronously."""
        return ()

    async def get_completions_async(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - prompt_toolkit's interface
    ) -> AsyncGenerator[Completion, None]:
        """Yield completions of what stands before the cursor."""
        line = document.text_before_cursor.lstrip()
        word, space, rest = line.partition(" ")
        if line.startswith("/") and not space:
            for command in self._app.registry:
                if not command.under and command.name.startswith(word[1:].lower()):
                    yield Completion(f"/{command.name} ", -len(word), display_meta=command.summary)
            return
        name = word.removeprefix("/").lower() if space else ""
        below = self._app.registry.under(name)
        if below:
            sub, space, after = rest.partition(" ")
            if not space:
                for command in below:
                    if command.word.startswith(sub.lower()):
                        yield Completion(
                            f"{command.word} ", -len(sub), display_meta=command.summary
                        )
                return
            name, rest = f"{name}-{sub.lower()}", after
        known = name in self._app.registry
        command = self._app.registry.get(name if known else DEFAULT_COMMAND)
        typed = rest if known else line
        param = command.text_param
        if param is None or param.suggest is None:
            return
        request = console_request(command.name, {})
        for choice in await self._app.suggest(request, param.name, typed):
            yield Completion(choice.value, -len(typed), display_meta=choice.label)
