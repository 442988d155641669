"""What goes on beside the answers: corrections that follow them, rounds, and what is told."""

import asyncio
from collections.abc import Sequence

from bot.commands.chores import chores
from bot.commands.corrected import DeskFollowing
from bot.core.adapter import Corrector
from bot.core.app import App
from bot.core.pacer import Pacer
from bot.core.recall import Courier
from bot.core.rounds import Rounds
from config.settings import Settings
from knowledge.ports import ClaimStore


class Background:
    """The courier and the rounds of one desk; what they send counts against the same limits."""

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
        self._rounds = Rounds(chores(app.desk, store), recall.look_seconds)

    def begin(self) -> list[asyncio.Task[None]]:
        """Begin all of it, and return the tasks; they end when they are cancelled."""
        return [
            asyncio.create_task(self._courier.run(), name="recall"),
            asyncio.create_task(self._rounds.run(), name="rounds"),
        ]

    async def stop(self, seconds: float) -> None:
        """Begin nothing any more, and wait at most *seconds* for what is under way."""
        await asyncio.gather(self._rounds.stop(seconds), self._courier.stop(seconds))
