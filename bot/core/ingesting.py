"""What the core asks of whatever takes documents in: pages, files and pasted text."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.documents import TakenIn
from knowledge.given import Given


class Ingesting(Protocol):
    """Reads a document in a process of its own and puts what it proposes before the desk.

    Each raises `Unreadable` with words for a person, `RecordError` for what is no document, and
    the `StoreError` that fits. *by* is who brings it in, `platform:id name`; *details* are what
    they say of it.
    """

    most_bytes: int

    async def page(self, url: str, details: Given, by: str) -> Sequence[TakenIn]:
        """Take in what stands at *url*."""

    async def file(
        self, data: bytes, name: str, media: str, details: Given, by: str
    ) -> Sequence[TakenIn]:
        """Take in a file."""

    async def text(self, words: str, details: Given, by: str) -> Sequence[TakenIn]:
        """Take in pasted text."""
