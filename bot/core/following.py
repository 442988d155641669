"""What is to be told of a change, as the core asks for it: what moved, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.reply import Reply
from knowledge.answers import Answer, Delivery, Moved, Said


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, what of it is on record otherwise by now, and its address where it has one."""

    answer: Answer
    moved: tuple[Moved, ...]
    link: str = ""


class Following(Protocol):
    """Tells what an answer has to say now. Nothing that it gives tells of a restricted claim."""

    def writes(self) -> int:
        """Return a number that differs after any write to the store."""

    async def moved(self, delivery: Delivery) -> tuple[Moved, ...]:
        """Return the claims that are on record otherwise than the delivery's step has said."""

    def said(self, told: Told) -> tuple[Said, ...]:
        """Return what was said of each claim once *told* was told."""

    async def edited(self, told: Told, at: datetime) -> tuple[Reply, Reply]:
        """Return the answer that takes the other's place, and a brief one for where it is long."""

    def posted(self, told: Told, at: datetime) -> Reply:
        """Return what is posted under the answer."""

    def told(self, group: Sequence[Told], at: datetime) -> Reply:
        """Return what one person is told of all their answers."""
