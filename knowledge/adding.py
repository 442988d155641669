"""Claims that a person adds by hand, and the words of those on record edited by hand."""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from knowledge.addresses import canonical, host_of
from knowledge.alike import alike
from knowledge.amending import called
from knowledge.documents import DocumentVersion
from knowledge.draft_claims import MAX_SLUG, UNSORTED, anchor_of
from knowledge.editing import Edits, edited, must_stand, with_known_people
from knowledge.errors import RecordError
from knowledge.filter_values import read_date
from knowledge.grounds import address_of
from knowledge.match.model import Matcher
from knowledge.model import (
    Anchor,
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    Document,
    Maker,
    Span,
    Strength,
    Voice,
)
from knowledge.ports import ClaimStore
from knowledge.proposals import NotKept
from knowledge.relating import is_withdrawn
from knowledge.text import folded, is_slug

MAX_NEAREST = 3
MAX_EXACT = 1_500

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_CUES = {Strength.ALLEGED: ("accus", "alleg"), Strength.DENIED: ("den",)}


@dataclass(frozen=True, slots=True)
class ByHand:
    """A claim as a person fills it in: `who` says it (`Ana Ruiz: said`), `where` is an address,
    with a date where one is known. Without `who` it is the outlet's own.
    """

    statement: str
    slug: str
    who: str = ""
    exact: str = ""
    where: str = ""


class Adding:
    """Adds and edits claims by hand, over one store."""

    def __init__(self, store: ClaimStore, matcher: Matcher | None = None) -> None:
        self._store = store
        self._matcher = matcher

    async def drafted(self, given: ByHand, by: str) -> Claim:
        """Return *given* as a claim. Raises `NotKept` with the reason and the field."""
        address, rest = _parted(given.where)
        versions = await self._store.versions_at(canonical(address))
        everyone = await self._store.claimants()
        return await asyncio.to_thread(
            _claim, given, address, rest, versions[-1] if versions else None, everyone, by
        )

    async def nearest(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the claims on record that say much the same as *claim*, nearest first."""
        if self._matcher is None:
            return ()
        found = await alike(self._matcher, claim, MAX_NEAREST)
        claims = await self._store.claims(found)
        return tuple(one for one in claims if one.slug != claim.slug and not is_withdrawn(one))

    async def add(self, claim: Claim) -> bool:
        """Put *claim* on record; say whether it was not there before, word for word.

        Raises `NotKept` where its name is taken.
        """
        there = await self._store.claims([claim.slug])
        if there and there[0].statement == claim.statement:
            return False
        try:
            added = 0 if there else await self._store.add([claim])
        except RecordError as error:
            raise NotKept(
                "That breaks a rule of the desk, so nothing was put on record.", f"{error}.", "slug"
            ) from error
        if not added:
            raise NotKept(f"A claim is called {claim.slug} already.", "Take another name.", "slug")
        return True

    async def keep_draft(self, by: str, fields: dict[str, str]) -> int:
        """Keep what *by* filled in, until they are done, and return its number."""
        return await self._store.keep_draft(by, datetime.now(UTC).replace(microsecond=0), fields)

    async def draft(self, number: int, by: str) -> dict[str, str] | None:
        """Return what *by* filled in under that number, while it is kept."""
        return await self._store.draft(number, by)

    async def drop_draft(self, by: str) -> None:
        """Forget what *by* filled in."""
        await self._store.drop_draft(by)

    async def edited(self, claim: Claim, edits: Edits) -> Claim:
        """Return *claim* on record with *edits*. Raises `NotKept` as `editing.edited` does."""
        topics = [count.topic for count in await self._store.topics()]
        version = await self._store.version_of(claim.document.key)
        return await asyncio.to_thread(edited, claim, edits, version, topics)


def _parted(where: str) -> tuple[str, str]:
    """Return the address and what stands beside it. Raises `NotKept` where there is none."""
    found = _ADDRESS.search(where)
    if found is None:
        raise NotKept(
            "There is no address where it stands.",
            "Give it as it stands in a browser, https://…, with the date after it. Text without an "
            "address can be taken in with /ingest.",
            "where",
        )
    try:
        address = address_of(found.group().rstrip(".,;"))
    except NotKept as error:
        raise NotKept(error.sentence, error.next_step, "where") from error
    return address, " ".join(where.replace(found.group(), " ").split()).strip(",; ")


def _claim(
    given: ByHand,
    address: str,
    rest: str,
    version: DocumentVersion | None,
    everyone: Sequence[Claimant],
    by: str,
) -> Claim:
    slug = given.slug.strip()
    if not is_slug(slug) or len(slug) > MAX_SLUG:
        raise NotKept(
            f"“{slug[:MAX_SLUG]}” is no name for a claim.",
            f"Use lower-case words joined by hyphens, at most {MAX_SLUG} characters, such as "
            "empty-beds.",
            "slug",
        )
    document = _document(address, rest, version, by)
    name, _, cue = (" ".join(part.split()) for part in given.who.partition(":"))
    exact = given.exact.strip().strip('“”"')
    anchor = _anchor(exact, version) if exact and version else None
    strength = next(
        (s for s, cues in _CUES.items() if cue.lower().startswith(cues) or f" {cues[0]}" in cue),
        Strength.STATED,
    )
    makers = (Maker(_claimant(name)),) if name else ()
    said = Attribution(
        Voice.INDIRECT if makers else Voice.OUTLET,
        strength,
        makers,
        cue=cue,
        accuser_named=bool(makers) if strength is Strength.ALLEGED else None,
    )
    statement = " ".join(given.statement.split())
    # What is in force for anything else on record: who says it, and no word or number of our own.
    names = [who.name for who in (*(m.claimant for m in makers), document.outlet)]
    text = version.text if version else exact
    days = [document.published.words()] if document.published else []
    must_stand(statement, names, text, days, "the document" if version else "the exact words")
    typed = f"Exact words as {called(by)} typed them, not found in the source by anybody yet: "
    unchecked = f"{typed}{exact}" if exact and anchor is None else ""
    label = slug.replace("-", " ")
    claim = Claim(
        slug=slug,
        label=label[:1].upper() + label[1:],
        statement=statement,
        topic=UNSORTED,
        document=document,
        attribution=said,
        anchor=anchor,
        note=unchecked,
    )
    return with_known_people(claim, everyone)


def _document(address: str, rest: str, version: DocumentVersion | None, by: str) -> Document:
    day = read_date(rest) if rest else None
    if rest and day is None:
        raise NotKept(
            f"“{rest[:40]}” is no date.",
            "Write 2019-12-20, 2019-12 or 2019 after the address, or leave it out.",
            "where",
        )
    if version is not None:
        return version.document
    host = host_of(address)
    path = folded(urlsplit(address).path)[:40].strip("-")
    mark = hashlib.sha256((canonical(address) or address).encode()).hexdigest()[:8]
    who = called(by)
    return Document(
        key="-".join(filter(None, (folded(host), path, mark))),
        outlet=Claimant(folded(host), host, ClaimantKind.OUTLET),
        url=address,
        published=day,
        published_from=f"as {who} gave it" if day else "",
        details_from=f"added by hand by {who}; the page was not read",
    )


def _claimant(name: str) -> Claimant:
    """Return whoever is called *name*: a few words in capitals are taken for a person's."""
    words = name.split()
    person = 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)
    kind = ClaimantKind.PERSON if person and words[0] != "The" else ClaimantKind.ORGANISATION
    return Claimant(folded(name) or "unnamed", name, kind)


def _anchor(exact: str, version: DocumentVersion) -> Anchor:
    if len(exact) > MAX_EXACT:
        raise NotKept(
            f"Those are {len(exact):,} characters, and at most {MAX_EXACT:,} fit.",
            "Give the sentence that says it.",
            "exact",
        )
    times = version.text.count(exact)
    if times != 1:
        found = "do not stand in the document as it was read" if not times else "stand there twice"
        raise NotKept(
            f"Those exact words {found}.",
            "Copy them letter for letter, with enough around them to be found once.",
            "exact",
        )
    start = version.text.index(exact)
    return anchor_of(Span(start, start + len(exact)), version.text)
