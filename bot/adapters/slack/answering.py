"""From a question to its answer: in a channel, a thread, a modal or the Home tab."""

from dataclasses import replace

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.adapters.slack import forms
from bot.adapters.slack.home import Home
from bot.adapters.slack.incoming import Address, Payload
from bot.adapters.slack.sending import Arrived, Sender, Sent
from bot.adapters.slack.uploads import Uploads
from bot.core import tokens
from bot.core.adapter import Spot
from bot.core.app import App
from bot.core.pacing import answer_or_defer
from bot.core.plain import typed
from bot.core.recording import NO_TICKET
from bot.core.registry import Command
from bot.core.reply import (
    Action,
    Actions,
    Form,
    Line,
    Link,
    Outcome,
    Paragraph,
    Reply,
    Result,
    Visibility,
)
from bot.core.request import Door, Request

log = structlog.stdlib.get_logger(__name__)

_CHOOSE = "Choose one of the suggestions, or write it in your own words below."


class Answers:
    """Asks the core and shows what it answers."""

    def __init__(self, app: App, sender: Sender, home: Home, uploads: Uploads) -> None:
        self._app = app
        self._sender = sender
        self._home = home
        self._uploads = uploads

    async def answer(self, request: Request, address: Address, trigger: str = "") -> None:
        """Answer *request*; *trigger* is Slack's leave to open a form, valid for 3 seconds."""
        outcome = await self._app.handle(request)
        if isinstance(outcome, Form):
            if not await self._opened(outcome, address, trigger):
                await self.show(_form_behind_button(outcome, request), address)
        else:
            await self.show(outcome, address, request)

    async def ask_for_words(self, command: Command, address: Address, trigger: str) -> None:
        """Open the form that asks for a command's words, or run it without any."""
        if not await self._opened(forms.find_form(command), address, trigger):
            await self.answer(address.ask(command.name, {}, Door.COMMAND), address)

    async def show(self, reply: Reply, address: Address, request: Request | None = None) -> None:
        """Show *reply* where the question was asked; what answers a *request* is kept in mind."""
        reply = await self._uploads.brought(reply, address)
        ticket = NO_TICKET if request is None else await self._app.sending(request, reply)
        if address.home:
            await self._home.show(address.team, address.user, reply)
        elif address.modal:
            view, whole = forms.answer_view(reply)
            sent, why = await self._sender.call(
                lambda: self._sender.client.views_update(view_id=address.modal, view=view)
            )
            if sent is not Sent.TAKEN:
                log.warning("modal not updated", error=why)
            if sent is not Sent.TAKEN or not whole:
                await self._write_to(address, reply)
        else:
            public = reply.visibility is Visibility.PUBLIC
            meeting = request is not None and public and self._app.rooms.thread_at(request.place)
            if request is not None and meeting:
                arrived = await self._to_meeting(reply, address, request, meeting)
            else:
                arrived = await self._sender.deliver(reply, address, public=public)
            await arrived.settle(ticket)

    async def _to_meeting(
        self, reply: Reply, address: Address, request: Request, thread: str
    ) -> Arrived:
        """Send *reply* into a meeting's thread, and tell the asker alone where it is.

        Where the thread is gone it goes where it would go without a meeting.
        """
        there = replace(address, root=thread)
        arrived = await self._sender.deliver(reply, there, public=True, otherwise=address)
        if arrived.sent is not Sent.TAKEN:
            return arrived
        if arrived.thread != thread:
            self._app.rooms.lost(request.place, thread)
            return arrived
        if arrived.messages:
            link = self._app.links.get("slack")
            spot = Spot(address.user, address.team, arrived.channel, thread, arrived.messages[0])
            url = link(spot) if link else ""
            where: Line = (Link("Open it", url),) if url else ("Look under the meeting's board.",)
            told = Reply("Answered in the meeting's thread.", (Paragraph(where),))
            await self._sender.deliver(told, address, public=False)
        return arrived

    async def _write_to(self, address: Address, reply: Reply) -> None:
        """Send *reply* to the asker's own messages with the bot."""
        await self._sender.deliver(reply, Address(address.team, address.user), public=False)

    async def _opened(self, form: Form, address: Address, trigger: str) -> bool:
        if not trigger:
            return False
        view = forms.modal(form, address)
        client = self._sender.client
        show = client.views_push if address.modal else client.views_open
        sent, why = await self._sender.call(lambda: show(trigger_id=trigger, view=view))
        if sent is not Sent.TAKEN:
            log.warning("form not opened", error=why)
        return sent is Sent.TAKEN

    async def submitted(self, ack: AsyncAck, body: Payload) -> None:
        """Answer a submitted form. The acknowledgement carries errors at fields, or the answer."""
        form = forms.read(body)
        if form.missing:
            await ack(response_action="errors", errors={f"field:{form.missing}": _CHOOSE})
            return
        in_channel = bool(form.address.channel or form.address.response_url)
        address = replace(form.address, modal="") if in_channel else form.address
        request = address.ask(form.command, form.args, Door.FORM)

        async def defer() -> None:
            if in_channel:
                await ack()
            else:
                await ack(response_action="update", view=forms.waiting_view())

        outcome, deferred = await answer_or_defer(self._app.handle(request), defer)
        if deferred:
            await self.show(_shown(outcome, request), address, request)
        elif isinstance(outcome, Form):
            await ack(response_action="update", view=forms.modal(outcome, address))
        elif outcome.result is Result.USAGE and outcome.field in form.fields:
            errors = forms.errors_for(outcome.field, outcome)
            await ack(response_action="errors", errors=errors)
        elif in_channel:
            await ack()
            await self.show(outcome, address, request)
        else:
            await self._app.sending(request, outcome)
            view, whole = forms.answer_view(outcome)
            await ack(response_action="update", view=view)
            if not whole:
                await self._write_to(address, outcome)

    async def apologise(self, ack: AsyncAck, reply: Reply) -> None:
        """Show *reply* in the modal whose submission could not be read or answered."""
        if ack.response is None:
            view, _ = forms.answer_view(reply)
            await ack(response_action="update", view=view)


def _shown(outcome: Outcome, request: Request) -> Reply:
    return _form_behind_button(outcome, request) if isinstance(outcome, Form) else outcome


def _form_behind_button(form: Form, request: Request) -> Reply:
    """Return a reply that offers *form*, for where Slack lets no form be opened unasked."""
    action = Action("Open the form", request.command, request.args)
    if tokens.fits(action):
        return Reply(form.title, (Actions((action,)),), result=Result.USAGE)
    return Reply(form.title, (Paragraph((f"Type {typed(action)}",)),), result=Result.USAGE)
