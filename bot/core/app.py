"""The core: a question in, an answer out, whichever platform it came from."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import structlog

from bot.core import tokens
from bot.core.adapter import Spot
from bot.core.errors import Restarting, Unusable
from bot.core.ingesting import Ingesting
from bot.core.middleware import Handle, Middleware, admitted, counted, explained, in_time
from bot.core.offering import offered
from bot.core.policy import SHARE, Policy, Turnstile
from bot.core.recording import NO_TICKET, Recorder, Ticket
from bot.core.registry import Command, Context, Registry
from bot.core.reply import (
    Action,
    Actions,
    Choice,
    Note,
    Outcome,
    Reply,
    Result,
    Visibility,
)
from bot.core.request import Door, Place, Request
from bot.core.roles import Roles
from bot.core.rooms import Rooms, shown_in
from bot.core.threads import kept_in, to_keep
from knowledge.acting import acting
from knowledge.audit import By, person_of
from knowledge.desk import Desk
from knowledge.errors import StoreError
from knowledge.roles import Role
from knowledge.talks import Thread

log = structlog.stdlib.get_logger(__name__)

MAX_CHOICES = 25
SUGGEST_SECONDS = 1.0
_REMEMBER_SECONDS = 0.5
"""An answer waits no longer for what its conversation will know of it; the store goes on."""


class App:
    """Answers requests for every adapter. Holds no platform, opens and closes nothing."""

    def __init__(
        self,
        registry: Registry,
        desk: Desk,
        policy: Policy | None = None,
        ingesting: Ingesting | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        self.recorder = recorder
        self.links: dict[str, Callable[[Spot], str]] = {}
        """How each platform that is served writes the address of what stands there."""
        self.registry = registry
        self.desk = desk
        self.ingesting = ingesting
        self.policy = policy or Policy()
        self.rooms = Rooms(desk.meetings.open_ones, desk.writes)
        self.roles = Roles(self.policy.roles, self.policy.everybody, desk.holding.all)
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = False
        handle: Handle = self._dispatch
        for middleware in (
            in_time(self._seconds),
            counted(Turnstile(self.policy.per_minute)),
            admitted(self.policy),
            explained,
        ):
            handle = _around(middleware, handle)
        self._handle = handle
        self._refuse = _around(explained, _restarting)

    async def handle(self, request: Request) -> Outcome:
        """Answer *request*. Never raises: a failure becomes a private reply with a next step."""
        with self.answering(), acting(_by(request)):
            if self._stopping:  # decided now: who asked before that is answered
                return await self._refuse(request)
            await self.rooms.learn()
            outcome = await self._handle(request)
            if isinstance(outcome, Reply) and to_keep(request, outcome):
                await self._remembered(request, outcome)
            return outcome

    async def first(self, place: Place, message: str) -> bool:
        """Say whether the question in *message* comes for the first time, also after a restart.

        Never raises: where that cannot be looked up, it is taken for new.
        """
        try:
            return await self.desk.talks.first(Thread(place.platform, place.channel, message))
        except StoreError as error:
            log.warning("message not noted", platform=place.platform, error=type(error).__name__)
            return True

    async def _remembered(self, request: Request, reply: Reply) -> None:
        """Keep what *reply* shows for what its conversation asks next; no answer waits for it.

        In a meeting it is kept with the item that is talked about, too.
        """
        threads, room = kept_in(request), self.rooms.at(request.place)
        if room is not None and room.thread:
            threads += (Thread(request.place.platform, request.place.channel, room.thread),)
        try:
            async with asyncio.timeout(_REMEMBER_SECONDS):
                await self.desk.talks.keep(threads, reply.claims, self.policy.talk_hours)
                if room is not None and (shown := shown_in(reply)):
                    await self.desk.meetings.showed(room.meeting, shown)
        except (StoreError, TimeoutError) as error:
            log.warning("talk not kept", reference=request.id, error=type(error).__name__)

    async def sending(self, request: Request, reply: Reply) -> Ticket:
        """Note that *reply* is about to be sent, and return the ticket to settle it by.

        Never raises. An adapter asks for it just before it sends, and settles it right after.
        """
        return await self.recorder.sending(request, reply) if self.recorder else NO_TICKET

    def visibility(self, request: Request) -> Visibility:
        """Return who will see the answer, before any work is done; a failure is always private."""
        known = request.command in self.registry
        declared = self.registry.get(request.command) if known else None
        if declared is not None and declared.alone and request.door is not Door.MENTION:
            return Visibility.PRIVATE
        asked = request.door in (Door.COMMAND, Door.MENU)
        if declared is not None and declared.shareable and asked and self.rooms.at(request.place):
            return Visibility.PUBLIC
        return self.policy.visibility(request)

    async def suggest(self, request: Request, param: str, typed: str) -> Sequence[Choice]:
        """Return at most 25 suggestions for *param* of the request's command.

        Runs under a deadline of one second; whatever goes wrong is logged and gives no suggestions,
        because a platform has no place to show a failure here.
        """
        try:
            self.policy.admit(request)
            declared = self.registry.get(request.command)
            suggest = next((p.suggest for p in declared.params if p.name == param), None)
            if suggest is None:
                return ()
            async with asyncio.timeout(SUGGEST_SECONDS):
                context = await self._context(request, self.visibility(request))
                if not context.may(declared.needs):
                    return ()
                return tuple(await suggest(context, typed[:200]))[:MAX_CHOICES]
        except Exception as error:  # noqa: BLE001 - see above: nothing else can be shown
            log.warning(
                "no suggestions",
                reference=request.id,
                command=request.command,
                platform=request.place.platform,
                error=type(error).__name__,
            )
            return ()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count an answer as in flight until it is sent, so that stopping waits for it."""
        self._busy += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    def stop(self) -> None:
        """Take no new questions: whoever asks now is told to ask again in a minute."""
        self._stopping = True

    async def drain(self, seconds: float) -> bool:
        """Wait at most *seconds* for the answers in flight; say whether all of them got out."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            log.warning("stopped with answers in flight", count=self._busy)
            return False
        return True

    async def _dispatch(self, request: Request) -> Outcome:
        declared = self.registry.get(request.command)
        args = request.args
        shared = SHARE in args
        if shared:
            if request.door is not Door.BUTTON or not declared.shareable:
                raise Unusable("That cannot be shared here.", "Press “Share here” on an answer.")
            args = {name: value for name, value in args.items() if name != SHARE}
        visibility = self.visibility(request)
        context = await self._context(request, visibility)
        await self.roles.must(request, context.role, declared.needs, declared.path)
        if declared.needs is not Role.READER:
            await asyncio.sleep(0)  # the desk's work lets those go first who only ask
        outcome = await declared.handler(context, **declared.read(args))
        if isinstance(outcome, Reply) and context.private:
            # In public others read along, who may press what the asker may not.
            heard = request.door is not Door.CONSOLE
            outcome = offered(outcome, context.role, self.registry, heard=heard)
        if isinstance(outcome, Reply) and outcome.result is not Result.FAILED:
            if await context.desk.any_restricted(outcome.claims):
                return outcome  # what others may not see is not offered for sharing
            if outcome.result is Result.NOTHING and self._before_all(request, visibility):
                return replace(outcome, visibility=Visibility.PUBLIC)
            return _shown(outcome, declared, request, visibility, shared=shared)
        return outcome

    def _before_all(self, request: Request, visibility: Visibility) -> bool:
        """Say whether those who read along are told, too, that nothing was found.

        They read the question in a ping, and a meeting is about what is on record and what is not.
        """
        if request.door is Door.MENTION:
            return True
        return visibility is Visibility.PUBLIC and self.rooms.at(request.place) is not None

    def _seconds(self, request: Request) -> float:
        """Return how long the answer may take."""
        known = request.command in self.registry
        own = self.registry.get(request.command).seconds if known else 0.0
        return max(self.policy.deadline, own)

    async def _context(self, request: Request, visibility: Visibility) -> Context:
        """Return what a handler works with: the desk as whoever reads the answer may see it.

        A meeting may begin while an answer is made: its *visibility* is what it was at first.
        """
        private = visibility is Visibility.PRIVATE
        may = private and self.policy.may_see_restricted(request)
        desk = await self.desk.for_viewer(may_see_restricted=may)
        role = await self.roles.of(request)
        return Context(
            *(desk, request, self.registry, self.ingesting, role, self.roles),
            link=self._link,
            private=private,
            talk_hours=self.policy.talk_hours,
            rooms=self.rooms,
        )

    def _link(self, platform: str, spot: Spot) -> str:
        """Return the address of what stands on a platform that is served, or nothing."""
        link = self.links.get(platform)
        return link(spot) if link else ""


def _shown(
    reply: Reply, declared: Command, request: Request, visibility: Visibility, *, shared: bool
) -> Reply:
    """Return *reply* with its visibility, and “Share here” or the name of who shared it."""
    if reply.result is not Result.FOUND:
        return reply
    if visibility is Visibility.PUBLIC:
        by = (Note((f"Shared by {request.actor.name or 'a colleague'}",)),) if shared else ()
        return replace(
            reply, blocks=reply.blocks + by, visibility=Visibility.PUBLIC, replaces=False
        )
    if declared.shareable and not request.place.direct and request.door is not Door.CONSOLE:
        return _with_share(reply, declared, request)
    return reply


def _by(request: Request) -> By:
    """Return who writes what comes of *request*, and from where, as the audit keeps it."""
    actor, place = request.actor, request.place
    return By(
        person_of(actor.platform, actor.id, actor.name) if actor.id else None,
        place.platform,
        next(iter(place.workspaces)) if len(place.workspaces) == 1 else "",
        "direct message" if place.direct else place.channel,
    )


async def _restarting(_request: Request) -> Outcome:
    raise Restarting("Onrecord is restarting.", "Ask again in a minute.")


def _around(middleware: Middleware, inner: Handle) -> Handle:
    return lambda request: middleware(request, inner)


def _with_share(reply: Reply, declared: Command, request: Request) -> Reply:
    """Return *reply* with a button that repeats it in public.

    A card is shared by the slug it shows, not by the words that found it, so that what is shared
    is what was seen.
    """
    args = dict(request.args)
    text = declared.text_param
    if reply.again is not None:
        args = dict(reply.again)
    elif text is not None and len(reply.claims) == 1:
        args[text.name] = reply.claims[0]
    share = Action("Share here", declared.name, {**args, SHARE: "1"})
    if not tokens.fits(share):
        return reply
    blocks = reply.blocks
    if blocks and isinstance(blocks[-1], Actions):
        return replace(reply, blocks=(*blocks[:-1], Actions((*blocks[-1].actions, share))))
    return replace(reply, blocks=(*blocks, Actions((share,))))
