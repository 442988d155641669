"""What a claim's vector is made from, and what makes it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.model import Claim

# “The Herald says that …”: at most eight words up to the verb that reports.
_SAID = re.compile(
    r"(?:\S+\s+){1,8}?(?:says?|said|writes?|wrote|reports|reported|notes|states|claims|estimates)"
    r"(?:\s+that\b|:)?\s+"
)


class Embedder(Protocol):
    """Turns texts into vectors, so that texts of like meaning lie near each other."""

    model: str
    """Names the weights. Vectors of different models are never compared."""

    def embed(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return a vector of length one for each of *texts*, as little-endian 32-bit floats.

        Takes milliseconds a text and may be called from any thread. Never raises for a text.
        """


@dataclass(frozen=True, slots=True)
class Vector:
    """The vector of the claim called `slug`, and the hash of the text that it was made from."""

    slug: str
    text_sha256: str
    numbers: bytes


def text_of(label: str, statement: str, quoted: Sequence[str]) -> str:
    """Return what stands for a claim's meaning: its label, its statement, and its source's words.

    Who says it is left to the words: every statement opens with that, which makes all of them alike
    and draws a question that names nobody away from each. Nothing is said twice.
    """
    parts = [statement[said.end() :] if (said := _SAID.match(statement)) else statement]
    if not _within(label, statement):
        parts.insert(0, f"{label.rstrip('.')}.")
    for words in quoted:
        if not any(_within(words, part) for part in parts):
            parts.append(words)
    return " ".join(parts)


def _within(some: str, other: str) -> bool:
    """Say whether *some* stands in *other* as whole words, whatever case and mark at its end."""
    some, other = some.rstrip(" .…").casefold(), other.casefold()
    if not some:
        return True
    start = other.find(some)
    end = start + len(some)
    return start >= 0 and not (other[start - 1 : start].isalnum() or other[end : end + 1].isalnum())


def text_of_claim(claim: Claim) -> str:
    """Return what stands for the meaning of *claim*."""
    exact = [claim.anchor.quote.exact] if claim.anchor else []
    return text_of(claim.label, claim.statement, exact + [quote.exact for quote in claim.quotes])


def hash_of(text: str) -> str:
    """Return the hash by which a change of *text* is noticed."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def vectors_of(embedder: Embedder, texts: Sequence[tuple[str, str]]) -> list[Vector]:
    """Return the vectors of *texts*, each a slug and its text; takes milliseconds for each."""
    made = embedder.embed([text for _, text in texts])
    return [
        Vector(slug, hash_of(text), numbers)
        for (slug, text), numbers in zip(texts, made, strict=True)
    ]
