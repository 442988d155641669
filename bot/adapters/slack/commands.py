"""Slack's doors, derived from the registry: each listener acknowledges, then starts an errand."""

import asyncio
import re
from collections.abc import Coroutine
from functools import partial
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.adapters.slack import forms
from bot.adapters.slack.answering import Answers
from bot.adapters.slack.errands import Errands
from bot.adapters.slack.files import Files
from bot.adapters.slack.home import Home
from bot.adapters.slack.incoming import (
    Address,
    event_address,
    is_for_us,
    keys_of,
    mentions_us,
    press_address,
    slash_address,
    text_at,
)
from bot.adapters.slack.manifest import FIND, menu_id, slash_name
from bot.adapters.slack.once import Once
from bot.adapters.slack.pings import Pings
from bot.adapters.slack.richtext import Json, plain_text
from bot.adapters.slack.words import shorten, typed_words, unescape
from bot.core import tokens
from bot.core.app import App
from bot.core.errors import BadToken
from bot.core.grammar import DEFAULT_COMMAND, read_command
from bot.core.plain import clean
from bot.core.registry import Command
from bot.core.reply import Choice, Reply
from bot.core.request import Door
from config.settings import SlackSettings

log = structlog.stdlib.get_logger(__name__)

RECENT = "recent"

_ANY = re.compile(".*", re.DOTALL)
_SUGGESTED = re.compile(rf"^{forms.SUGGEST}:")
_SUGGEST_SECONDS = 2.0
_MAX_OPTION = 75
_MAX_VALUE = 150


class Listeners:
    """Registers with Bolt everything that people can do, and a listener for all the rest."""

    def __init__(
        self,
        app: App,
        settings: SlackSettings,
        answers: Answers,
        home: Home,
        errands: Errands,
        files: Files,
        pings: Pings,
    ) -> None:
        self._app = app
        self._settings = settings
        self._answers = answers
        self._home = home
        self._errands = errands
        self._files = files
        self._pings = pings
        self._once = Once()
        self.bot_user = ""

    def register(self, bolt: AsyncApp) -> None:
        """Register the listeners; what no other listener takes goes to a catch-all of its kind."""
        registry = self._app.registry
        for command in registry.listed():
            bolt.command(slash_name(command, self._settings))(self._slash)
        bolt.command(_ANY)(self._slash)
        for command in registry.menus():
            bolt.message_shortcut(menu_id(command))(self._menu)
        bolt.global_shortcut(FIND)(self._find)
        bolt.shortcut(_ANY)(self._unknown_shortcut)
        bolt.action(_SUGGESTED)(self._chosen)
        bolt.action(_ANY)(self._press)
        bolt.options(_ANY)(self._suggestions)
        bolt.view(forms.FORM)(self._submitted)
        bolt.view(_ANY)(self._acknowledge)
        bolt.view_closed(_ANY)(self._acknowledge)
        bolt.event("app_mention")(self._mention)
        bolt.event("message")(self._message)
        bolt.event("app_home_opened")(self._home_opened)
        bolt.event("app_uninstalled")(self._gone)
        bolt.event("tokens_revoked")(self._gone)
        bolt.event(_ANY)(self._acknowledge)
        bolt.error(self._broken)

    def _start(self, work: Coroutine[Any, Any, None], address: Address) -> None:
        self._errands.start(work, partial(self._apologise, address))

    async def _apologise(self, address: Address, reply: Reply) -> None:
        await self._answers.show(reply, address)

    async def _acknowledge(self, ack: AsyncAck) -> None:
        await ack()

    async def _slash(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        address = slash_address(body)
        self._start(self._slashed(body, address), address)

    async def _slashed(self, body: Json, address: Address) -> None:
        typed = text_at(body, "command").removeprefix("/")
        command = self._app.registry.get(typed.removeprefix(self._settings.command_prefix))
        text, trigger = unescape(text_at(body, "text")), text_at(body, "trigger_id")
        if not text.strip() and _asks_for_words(command):
            await self._answers.ask_for_words(command, address, trigger)
            return
        name, args = read_command(self._app.registry, command.name, text)
        request = address.ask(name, args, Door.COMMAND)
        await self._answers.answer(request, address, trigger)

    async def _menu(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        address = press_address(body)
        self._start(self._checked(body, address), address)

    async def _checked(self, body: Json, address: Address) -> None:
        command = self._app.registry.get(text_at(body, "callback_id").removeprefix("menu:"))
        param = command.text_param
        text = text_at(body, "message", "text")
        words = typed_words(text, self.bot_user, links=command.files)
        args = {param.name: words} if param is not None and words else {}
        files = self._files.attached(body.get("message")) if command.files else ()
        request = address.ask(command.name, args, Door.MENU, files)
        await self._answers.answer(request, address, text_at(body, "trigger_id"))

    async def _find(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        address = press_address(body)
        command = search_command(self._app)
        if command is not None:
            trigger = text_at(body, "trigger_id")
            self._start(self._answers.ask_for_words(command, address, trigger), address)

    async def _unknown_shortcut(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        self._start(self._no_longer(), press_address(body))

    async def _no_longer(self) -> None:
        raise BadToken("That shortcut is not offered any more.", "Ask with /claim.")

    async def _press(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        address = press_address(body)
        self._start(self._pressed(body, address), address)

    async def _pressed(self, body: Json, address: Address) -> None:
        action = tokens.decode(text_at(_action(body), "value"))
        request = address.ask(action.command, action.args, Door.BUTTON)
        await self._answers.answer(request, address, text_at(body, "trigger_id"))

    async def _chosen(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        address = press_address(body)
        self._start(self._picked(body, address), address)

    async def _picked(self, body: Json, address: Address) -> None:
        action = _action(body)
        command, param = forms.suggested_by(text_at(action, "action_id"))
        value = text_at(action, "selected_option", "value")
        door = Door.HOME if address.home else Door.FORM
        request = address.ask(command, {param: value}, door)
        await self._answers.answer(request, address, text_at(body, "trigger_id"))

    async def _suggestions(self, ack: AsyncAck, body: Json) -> None:
        """Answer a typeahead within 3 seconds, with nothing if need be: there is no later."""
        address = press_address(body)
        command, param = forms.suggested_by(text_at(body, "action_id"))
        request = address.ask(command, {}, Door.HOME if address.home else Door.FORM)
        work = self._app.suggest(request, param, unescape(text_at(body, "value")))
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=_SUGGEST_SECONDS)
        choices = task.result() if done else ()
        task.cancel()
        await ack(options=[option for choice in choices if (option := _option(choice))])

    async def _submitted(self, ack: AsyncAck, body: Json) -> None:
        # No acknowledgement here: it carries the errors at fields, or the answer itself.
        self._errands.start(
            self._answers.submitted(ack, body), partial(self._answers.apologise, ack)
        )

    async def _mention(self, body: Json) -> None:
        # Whoever quotes a message that mentions us does not ask us.
        if mentions_us(body, self.bot_user):
            self._hear(body, Door.MENTION)

    async def _message(self, body: Json) -> None:
        kind, channel = (text_at(body, "event", name) for name in ("channel_type", "channel"))
        if kind == "im" or (not kind and channel.startswith("D")):
            self._hear(body, Door.DIRECT)

    def _hear(self, body: Json, door: Door) -> None:
        if is_for_us(body, self.bot_user) and self._once.first(keys_of(body)):
            address = event_address(body)
            self._start(self._pings.answer(body, address, door, self.bot_user), address)

    async def _home_opened(self, body: Json) -> None:
        user, tab = text_at(body, "event", "user"), text_at(body, "event", "tab")
        if tab in {"home", ""} and user and self._once.first(keys_of(body)):
            address = Address(text_at(body, "team_id"), user, home=True)
            self._start(self._welcomed(address), address)

    async def _welcomed(self, address: Address) -> None:
        if RECENT in self._app.registry:
            await self._answers.answer(address.ask(RECENT, {}, Door.HOME), address)
        else:
            await self._home.show(address.team, address.user, None)

    async def _gone(self, body: Json) -> None:
        log.error(
            "slack took our access away; install the app again and renew the bot token",
            kind=text_at(body, "event", "type"),
            team=text_at(body, "team_id"),
        )

    async def _broken(self, error: Exception) -> None:
        log.error("listener failed", platform="slack", exc_info=error)


def search_command(app: App) -> Command | None:
    """Return the command that the Home tab and the global shortcut search with."""
    if DEFAULT_COMMAND in app.registry:
        return app.registry.get(DEFAULT_COMMAND)
    return next((command for command in app.registry.listed() if _asks_for_words(command)), None)


def _asks_for_words(command: Command) -> bool:
    param = command.text_param
    return param is not None and param.required


def _action(body: Json) -> object:
    actions = body.get("actions")
    return actions[0] if isinstance(actions, list) and actions else {}


def _option(choice: Choice) -> Json | None:
    """Return a suggestion as an option; a long label goes on in the description."""
    label = " ".join(clean(choice.label).split())
    if not label or not 0 < len(choice.value) <= _MAX_VALUE:
        return None
    shown = shorten(label, _MAX_OPTION)
    option: Json = {"text": plain_text(shown), "value": choice.value}
    if shown != label:
        rest = label[len(shown) - 1 :].strip()
        option["description"] = plain_text(shorten(f"… {rest}", _MAX_OPTION))
    return option
