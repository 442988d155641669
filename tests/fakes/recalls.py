"""A desk with two claims, answers of it on a made-up platform, and the courier behind them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.commands.cards import claim_card, claim_rows
from bot.commands.corrected import DeskFollowing
from bot.core.adapter import Fate, Reached, Spot
from bot.core.plain import plain
from bot.core.recall import Courier
from bot.core.recording import Recorder
from bot.core.reply import Reply, Visibility
from bot.core.request import Door
from knowledge.answers import (
    Delivery,
    DeliveryFilter,
    DeliveryState,
    Step,
)
from knowledge.desk import Desk, Found
from knowledge.model import Figure
from knowledge.store.memory import MemoryStore
from tests.conftest import asking
from tests.fakes.patience import WAIT
from tests.knowledge.making import NURSES, claim

BEDS = replace(
    claim("beds", makers=[NURSES], statement="Nurses' Union says in {} that beds are few."),
    figures=(Figure("400 beds"),),
)
WARDS = claim("wards", makers=[NURSES], statement="Nurses' Union says in {} that wards close.")
_STILL = 6
OWNER = "Nurses' Union, in The Herald, 1 May 2024"


@dataclass
class Platform:
    """A corrector that keeps what it was asked to say, and answers what it is told to."""

    name: str = "discord"
    repeats: float = 0.0
    answers: dict[str, list[Reached]] = field(default_factory=dict)
    said: list[tuple[str, Spot, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def paces(self, step: str, spot: Spot) -> Mapping[str, float]:
        """Leave a moment between two."""
        return {f"{step} {spot.channel}": 0.001}

    def link(self, spot: Spot) -> str:
        """Return an address."""
        return f"https://example.org/{spot.message}"

    async def edit(self, spot: Spot, reply: Reply, brief: Reply) -> Reached:
        """Keep an edit."""
        return await self._do("edit", spot, reply)

    async def post(self, spot: Spot, reply: Reply, key: str) -> Reached:
        """Keep a post."""
        self.keys.append(key)
        return await self._do("post", spot, reply)

    async def tell(self, spot: Spot, reply: Reply, key: str) -> Reached:
        """Keep what a person is told."""
        self.keys.append(key)
        return await self._do("tell", spot, reply)

    async def announce(self, spot: Spot, reply: Reply, key: str, thread_name: str = "") -> Reached:
        """Keep what is posted in a channel, as a new message of its own."""
        self.keys.append(key)
        reached = await self._do("announce", spot, reply)
        if reached.fate is not Fate.DONE:
            return reached
        number = f"m{len(self.said)}"
        thread = spot.thread or (f"under {number}" if thread_name else "")
        return replace(reached, messages=(number,), channel=spot.channel, thread=thread)

    async def _do(self, step: str, spot: Spot, reply: Reply) -> Reached:
        planned = self.answers.get(step)
        reached = planned.pop(0) if planned else Reached(Fate.DONE)
        if reached.fate is Fate.DONE:
            self.said.append((step, spot, plain(reply)))
        return reached

    def texts(self, step: str) -> list[str]:
        """Return what was said by a step, in order."""
        return [text for done, _, text in self.said if done == step]


class Wire:
    """A desk with two claims, answers of it, and the courier behind them."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.desk = Desk(self.store)
        self.platform = Platform()
        self.now = datetime(2026, 11, 25, 12, tzinfo=UTC)

    async def answered(
        self,
        *slugs: str,
        public: bool = True,
        stands: bool = True,
        actor: str = "u1",
        door: Door = Door.COMMAND,
        may_see: bool = False,
        dated: bool = False,
    ) -> None:
        """Give an answer that shows the claims called *slugs*, as a card where it is one."""
        desk = await self.desk.for_viewer(may_see_restricted=may_see)
        found = await desk.look_up(slugs[0])
        assert isinstance(found, Found)
        reply = claim_card(found.record)
        if len(slugs) > 1:
            claims = tuple(await desk.claims(slugs))
            reply = Reply("Two", (claim_rows(claims, "Claims"),), claims=slugs, shown=claims)
        visibility = Visibility.PUBLIC if public else Visibility.PRIVATE
        request = asking("claim", actor=actor, door=door)
        ticket = await Recorder(self.store).sending(
            request, replace(reply, visibility=visibility, dated=dated)
        )
        if stands:
            await ticket.stands("c1", [f"m{ticket.number}"])

    async def follow(self) -> None:
        """Run a courier until nothing is due that could be done now."""
        courier = Courier(
            self.store,
            DeskFollowing(self.desk),
            [self.platform],
            speed=1000.0,
            look_seconds=0.005,
            clock=lambda: self.now,
        )
        running = asyncio.create_task(courier.run())
        try:
            async with asyncio.timeout(WAIT):
                while not await self._still():
                    if running.done():
                        running.result()
        finally:
            await courier.stop(1.0)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _still(self) -> bool:
        """Say whether for a while nothing was planned, nothing done, and nothing is under way."""
        before = await self.all()
        for _ in range(_STILL):
            await asyncio.sleep(0.005)
            now = await self.all()
            doing = any(one.state is DeliveryState.DOING for one in now)
            if doing or now != before or await self.store.recalls_wait():
                return False
        return True

    async def all(self) -> list[Delivery]:
        """Return every delivery, oldest first."""
        return list(await self.store.deliveries(DeliveryFilter(), 1000))[::-1]

    async def ends(self) -> list[tuple[Step, DeliveryState]]:
        """Return how every delivery stands, oldest first."""
        return [(one.step, one.state) for one in await self.all()]
