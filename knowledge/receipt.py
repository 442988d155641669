"""A receipt: all that is on record of one claim, for somebody who has to answer for it.

It says who says it before what is said, quotes letter for letter, says what is missing, and gives
every hash with what it covers, so that it can be checked by hand.
"""

import asyncio
import hashlib
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime

from knowledge.answers import Answer
from knowledge.audit import Entry
from knowledge.documents import DocumentVersion
from knowledge.fates import KeptFinding
from knowledge.model import Anchor, Claim, Review, Subject
from knowledge.ports import ClaimStore
from knowledge.text import folded
from knowledge.unseen import is_unseen

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is on record of `claim` at the moment `at`, made for `made_for`.

    `version` is the document as the desk read it, and `passage` the claim's passage in it; both are
    empty where the text was never read, or is not the one that was hashed. `withheld` counts the
    audit's entries that name another claim which is restricted.
    """

    claim: Claim
    at: datetime
    made_for: str
    version: DocumentVersion | None = None
    passage: str = ""
    answers: tuple[Answer, ...] = ()
    findings: tuple[KeptFinding, ...] = ()
    entries: tuple[Entry, ...] = ()
    head: str = ""
    withheld: int = 0

    def history(self, subject: Subject) -> tuple[Review, ...]:
        """Return the reviews of the quotation, or those of the claim, oldest first."""
        return tuple(review for review in self.claim.reviews if review.subject is subject)


async def receipt(store: ClaimStore, slug: str, made_for: str) -> Receipt | None:
    """Return the receipt of the claim called *slug*, or `None` where there is none.

    *store* is the whole store. What of it names other claims that are restricted is left out.
    """
    found = await store.claims([slug])
    if not found:
        return None
    (claim,) = found
    version = await store.version_of(claim.document.key)
    entries = await _entries(store, slug)
    others = {name for entry in entries for name in (entry.slug, entry.other)} - {slug, ""}
    hidden = {other.slug for other in await store.claims(sorted(others)) if other.restricted}
    shown = [entry for entry in entries if hidden.isdisjoint((entry.slug, entry.other))]
    return Receipt(
        claim,
        datetime.now(UTC).replace(microsecond=0),
        made_for,
        version,
        await asyncio.to_thread(_passage, claim.anchor, version),
        answers=tuple(await store.answers_with(slug)),
        findings=tuple(await store.findings_of(slug)),
        entries=tuple(shown),
        head=await store.audit_head(),
        withheld=len(entries) - len(shown),
    )


def text_name(made: Receipt) -> str:
    """Return the name of the file that the document's text is written to."""
    return f"{folded(made.claim.document.key) or 'document'}.txt"


def hashing(text: str) -> str:
    """Return the shell command whose output begins with the SHA-256 of *text* in UTF-8.

    Letters that cannot be seen are given by their bytes, so that they outlive print and copying.
    """
    if not any(map(is_unseen, text)):
        return f"printf '%s' {shlex.quote(text)} | sha256sum"
    escaped = "".join(
        "".join(f"\\0{byte:03o}" for byte in letter.encode("utf-8", "surrogatepass"))
        if is_unseen(letter) or letter == "\\"
        else letter
        for letter in text
    )
    return f"printf '%b' {shlex.quote(escaped)} | sha256sum"


def _passage(anchor: Anchor | None, version: DocumentVersion | None) -> str:
    """Return the claim's passage as the desk read it, if it is the one that was hashed."""
    if anchor is None or version is None:
        return ""
    passage = version.text[anchor.passage.start : anchor.passage.end]
    hashed = hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()
    return passage if hashed == anchor.sha256 else ""


async def _entries(store: ClaimStore, slug: str) -> list[Entry]:
    """Return every entry of the audit about the claim, oldest first."""
    entries: list[Entry] = []
    before = 0
    while True:
        page = await store.audit(_PAGE, slug=slug, before=before)
        entries += page
        if len(page) < _PAGE:
            return entries[::-1]
        before = page[-1].number
