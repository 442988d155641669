"""Keeping where answers stand, so that a correction can follow them. The question is not kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.core.reply import Reply, Result, Visibility
from bot.core.request import Door, Request
from knowledge.answer_ports import AnswerStore
from knowledge.answers import Answer, AnswerState, shown_of
from knowledge.errors import StoreError

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One answer on its way. An answer that shows no claim has a ticket too, and it does nothing.

    No method raises: that an answer is not followed must not keep it from anybody. It is logged.
    """

    store: AnswerStore | None = None
    number: int = 0
    public: bool = False

    async def stands(
        self, channel: str, messages: Sequence[str], thread: str = "", why: str = ""
    ) -> None:
        """Keep where the answer stands, by the platform's ids.

        Without *messages* it stands where we cannot edit it, and *why* says so in a sentence.
        """
        if self.store is None or not self.public:
            return
        state = AnswerState.STANDING if messages else AnswerState.FIXED
        try:
            await self.store.settle_answer(
                self.number,
                state,
                channel=channel,
                thread=thread,
                message=messages[0] if messages else "",
                more=messages[1:],
                why=why,
            )
        except StoreError as error:
            log.error("answer not settled", answer=self.number, error=type(error).__name__)

    async def failed(self) -> None:
        """Keep that the answer was not sent."""
        if self.store is None:
            return
        try:
            await self.store.forget_answer(self.number)
        except StoreError as error:
            log.error("answer not forgotten", answer=self.number, error=type(error).__name__)


NO_TICKET = Ticket()


class Recorder:
    """Notes every answer that shows a claim before it is sent. *private* ones too, or not."""

    def __init__(self, store: AnswerStore, *, private: bool = True) -> None:
        self.store = store
        self._private = private

    async def sending(self, request: Request, reply: Reply) -> Ticket:
        """Note that *reply* is about to be sent, and return the ticket to settle it by.

        Never raises. What stands nowhere is not noted: the console's, and the Home tab, which is
        made anew whenever it is opened.
        """
        public = reply.visibility is Visibility.PUBLIC
        stands = request.door not in (Door.CONSOLE, Door.HOME) and bool(request.actor.id)
        shows = reply.result is Result.FOUND and bool(reply.shown)
        if not (shows and stands and (public or self._private)):
            return NO_TICKET
        shown = list({claim.slug: shown_of(claim) for claim in reply.shown}.values())
        place = request.place
        answer = Answer(
            platform=place.platform,
            workspace=min(place.workspaces, default=""),
            channel=place.channel,
            thread=place.thread,
            asker=request.actor.id,
            at=datetime.now(UTC).replace(microsecond=0),
            claims=tuple((one.slug, one.revision) for one in shown),
            public=public,
            card=len(reply.claims) == 1,
            shared=public and request.door is Door.BUTTON,
            dated=reply.dated,
            state=AnswerState.SENDING if public else AnswerState.STANDING,
        )
        try:
            number = await self.store.note_answer(answer, shown)
        except StoreError as error:
            log.error("answer not noted", reference=request.id, error=type(error).__name__)
            return NO_TICKET
        return Ticket(self.store, number, public)
