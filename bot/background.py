"""What goes on beside the answers: corrections that follow them, rounds, and notices."""

import asyncio
from collections.abc import Sequence

from bot.commands.chores import chores
from bot.commands.corrected import DeskFollowing
from bot.commands.notified import composers
from bot.core.adapter import Corrector
from bot.core.app import App
from bot.core.pacer import Pacer
from bot.core.postman import Postman
from bot.core.recall import Courier
from bot.core.rounds import Rounds
from config.settings import Settings
from knowledge.ports import ClaimStore


class Background:
    """The courier, the postman and the rounds of one desk.

    Courier and postman send on the same platforms, so that they share the limits there.
    """

    def __init__(
        self, settings: Settings, app: App, store: ClaimStore, correctors: Sequence[Corrector]
    ) -> None:
        recall = settings.recall
        pacers = {corrector.name: Pacer(recall.speed) for corrector in correctors}
        self._courier = Courier(
            store,
            DeskFollowing(app.desk),
            correctors,
            speed=recall.speed,
            look_seconds=recall.look_seconds,
            private_days=recall.private_days,
            pacers=pacers,
        )
        self._postman = Postman(
            store,
            composers(app.desk, store),
            correctors,
            speed=recall.speed,
            look_seconds=recall.look_seconds,
            pacers=pacers,
        )
        self._rounds = Rounds(chores(app.desk, store), recall.look_seconds)

    def begin(self) -> list[asyncio.Task[None]]:
        """Begin all of it, and return the tasks; they end when they are cancelled."""
        return [
            asyncio.create_task(self._courier.run(), name="recall"),
            asyncio.create_task(self._postman.run(), name="notices"),
            asyncio.create_task(self._rounds.run(), name="rounds"),
        ]

    async def stop(self, seconds: float) -> None:
        """Begin nothing any more, and wait at most *seconds* for what is under way."""
        parts = (self._rounds, self._courier, self._postman)
        await asyncio.gather(*(part.stop(seconds) for part in parts))
