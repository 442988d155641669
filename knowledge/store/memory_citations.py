"""Which document cites which, in memory."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from knowledge.audit_notes import cited
from knowledge.check import status
from knowledge.citations import SAME, Citation, How, Tie, ties_of
from knowledge.model import Claim, ClaimantKind, ClaimRating, Subject
from knowledge.relations import RelationState
from knowledge.store.memory_relations import MemoryRelations


class MemoryCitations(MemoryRelations):
    """The part of a store in memory that keeps which document cites which."""

    def __init__(self) -> None:
        super().__init__()
        self._citations: dict[int, Citation] = {}

    async def outlet_names(self) -> Sequence[str]:
        """Return every name of an outlet on record, in order."""
        everyone = self._open().claimants.values()
        outlets = [who for who in everyone if who.kind is ClaimantKind.OUTLET]
        return sorted({name for who in outlets for name in (who.name, *who.aliases)})

    async def citations_in(self, document: str) -> Sequence[Citation]:
        """Return every citation in the document with that key, by number."""
        self._open()
        return [each for each in self._citations.values() if each.document == document]

    async def cite(self, citation: Citation, slug: str) -> tuple[Citation, bool]:
        """Keep what a person says the document of the claim cites."""
        shelves = self._open()
        shelves.must_know(slug)
        asked = replace(citation, document=shelves.claims[slug].document.key)
        kept = self._citations.values()
        there = next((each for each in kept if each.same_as == asked.same_as), None)
        if there and not there.refused:
            return there, False
        number = there.number if there else len(self._citations) + 1
        again = replace(there or asked, by=asked.by, at=asked.at, refused_by="", why="")
        self._citations[number] = replace(again, number=number)
        self._note([cited(slug, there, self._citations[number])], asked.by)
        self._version += 1
        return self._citations[number], True

    async def refuse_citation(
        self, number: int, slug: str, by: str, why: str
    ) -> tuple[Citation, bool] | None:
        """Have the citation with that number be refused."""
        shelves = self._open()
        shelves.must_know(slug)
        found = self._citations.get(number)
        if (
            found is None
            or found.document != shelves.claims[slug].document.key
            or found.claim not in ("", slug)
        ):
            return None
        if found.refused:
            return found, False
        self._citations[number] = replace(found, refused_by=by, why=why)
        self._note([cited(slug, found, self._citations[number])], by)
        self._version += 1
        return self._citations[number], True

    def _put_citations(self, document: str, citations: Iterable[Citation]) -> None:
        """Keep *citations* in that document, but for those that are kept already."""
        known = {each.same_as for each in self._citations.values()}
        for each in (replace(one, document=document) for one in citations):
            if each.same_as not in known:
                known.add(each.same_as)
                number = len(self._citations) + 1
                self._citations[number] = replace(each, number=number)

    def _joined_with(
        self, slug: str
    ) -> tuple[tuple[Claim, ...], tuple[Tie, ...], tuple[Citation, ...]]:
        """Return the claims joined with *slug*, what ties them, and what their documents cite."""
        shelves = self._open()
        confirmed = [
            relation
            for relation in self._relations.values()
            if relation.state is RelationState.CONFIRMED and relation.kind in SAME
        ]
        joined, before = {slug}, 0
        ties: list[Tie] = []
        while len(joined) > before:
            before = len(joined)
            ties = [t for t in ties_of(confirmed) if not joined.isdisjoint((t.claim, t.other))]
            joined |= {name for tie in ties for name in (tie.claim, tie.other)}
        claims = (shelves.claim(name) for name in sorted(joined - {slug}))
        same = tuple(
            claim
            for claim in claims
            if status(claim.reviews, Subject.CLAIM) != ClaimRating.WITHDRAWN
        )
        documents = {one.document.key for one in (shelves.claims[slug], *same)}
        return (
            same,
            tuple(sorted(ties, key=lambda tie: (tie.claim, tie.other, tie.repeats))),
            tuple(
                each
                for each in self._citations.values()
                if each.document in documents
                and not each.refused
                and (each.how is not How.LINK or len(joined) > 1)
            ),
        )

    def _sign_citations(self, by: Callable[[str], str], refused: Callable[[str], str]) -> None:
        """Put what these give in place of who said that something is cited, or is not."""
        for number, each in self._citations.items():
            signed = replace(each, by=by(each.by), refused_by=refused(each.refused_by))
            self._citations[number] = signed
