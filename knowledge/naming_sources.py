"""Who is who among the sources of claims that say the same: outlets, speakers, and their names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from knowledge.addresses import canonical, host_of
from knowledge.agencies import agency_key, agency_name
from knowledge.citations import Citation, How
from knowledge.model import Claim, Claimant, ClaimantKind, DocumentState, PartialDate, Voice
from knowledge.text import folded

MIN_QUOTED = 8
"""A quotation of fewer words may be anybody's."""

_UNNAMED = re.compile(r"-in-[0-9a-f]{10}$")
"""How the key of somebody ends whom a document does not name: they are of that document alone."""

_WORD = re.compile(r"\w+")

_STANDING = (DocumentState.CURRENT, DocumentState.CORRECTED, DocumentState.WITHDRAWN)
"""Of several documents of one outlet, that which stands best tells how it stands there."""


class Sources:
    """The sources of *claims*: a document stands for whoever prints it, the others for themselves.

    A node is `document:KEY`, `page:ADDRESS` for a page that is not here, or `who:KEY`.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._documents = {f"document:{c.document.key}": c.document for c in claims}
        met = {who for claim in claims for who in claim.people()}
        people = sorted(met, key=lambda who: (who.key, who.name))
        self._joined = dict(_joined(claims))
        self._known = {folded(n): self.of(who) for who in people for n in _names(who)}
        self._called: dict[str, set[str]] = defaultdict(set)
        self._outlets: set[str] = set()
        self._unnamed = {
            maker.claimant.key: claim.document.outlet.name
            for claim in claims
            for maker in claim.attribution.makers
            if _UNNAMED.search(maker.claimant.key)
        }
        for who in people:
            self._called[self.of(who)].add(who.name)
            if who.kind is ClaimantKind.OUTLET or agency_key(who.name):
                self._outlets.add(self.of(who))
        self._of_outlet: dict[str, set[str]] = defaultdict(set)
        for node, document in self._documents.items():
            self._of_outlet[self.of(document.outlet)].add(node)
            self._outlets.add(self.of(document.outlet))

    def of(self, who: Claimant) -> str:
        """Return the key of *who*, the same for an agency under each of its names."""
        agency = next(filter(None, map(agency_key, _names(who))), "")
        return agency or self._joined.get(who.key, who.key)

    def nodes(self, who: Claimant) -> Iterable[str]:
        """Return the documents of *who* that say it, or *who*."""
        return self._standing_for(self.of(who))

    def document(self, claim: Claim) -> str:
        """Return the node of the document that *claim* stands in."""
        return f"document:{claim.document.key}"

    def called(self, name: str) -> Iterable[str]:
        """Return what stands for whoever is called *name*."""
        key = agency_key(name) or self._known.get(folded(name)) or folded(name) or name
        self._called[key].add(name)
        return self._standing_for(key)

    def cited(self, citation: Citation, claim: Claim) -> Iterable[str]:
        """Return what *citation* in the document of *claim* points to as far as that claim goes.

        Words concern what they cover, and so do all where whoever they name says it here as well; a
        link concerns only what stands in the document that it leads to.
        """
        if citation.refused or citation.claim not in ("", claim.slug):
            return ()
        own = self.document(claim)
        exact = {node for node in self._found(citation) if node != own}
        if exact:
            return exact
        if citation.how is How.LINK:
            return ()
        key = agency_key(citation.outlet) or self._known.get(folded(citation.outlet), "")
        if key and key == self.of(claim.document.outlet):
            return ()
        beside = self._of_outlet.get(key, set()) if key else set()
        if not (beside or citation.how is How.PERSON or _covers(citation, claim)):
            return ()
        if citation.outlet:
            self._outlets.add(key or folded(citation.outlet) or citation.outlet)
            return self.called(citation.outlet)
        return [f"page:{citation.address}"] if citation.address else ()

    def on_record(self, node: str) -> bool:
        """Say whether *node* is a document that says it."""
        return node in self._documents

    def owner(self, node: str) -> str:
        """Return the key of whoever *node* stands for."""
        document = self._documents.get(node)
        return self.of(document.outlet) if document else node.partition(":")[2]

    def name(self, node: str) -> str:
        """Return the name of whoever *node* stands for; of several the longest."""
        document = self._documents.get(node)
        if document:
            return document.outlet.name
        kind, _, key = node.partition(":")
        if kind == "page":
            return host_of(key) or key
        return agency_name(key) or max(self._called[key], key=lambda name: (len(name), name))

    def label(self, node: str) -> str:
        """Return that name with the day of the document, where it is one, and what became of it."""
        document = self._documents.get(node)
        if document is None:
            return self.name(node)
        day = document.published.words() if document.published else "undated"
        state = document.state
        since = "" if state is DocumentState.CURRENT else f" ({state.value} by its outlet)"
        return f"{document.outlet.name}, {day}{since}"

    def origin(
        self, nodes: Sequence[str]
    ) -> tuple[str, bool, bool, PartialDate | None, DocumentState]:
        """Return what is shown of the one that *nodes* stand for, as `Origin` has it."""
        documents = [self._documents[node] for node in nodes if node in self._documents]
        days = [d.published for d in documents if d.published]
        page = any(node.startswith("page:") for node in nodes)
        owner = self.owner(nodes[0])
        where = self._unnamed.get(owner, "")
        return (
            min(self.name(node) for node in nodes) + (f" (not named, in {where})" if where else ""),
            page or self._is_outlet(owner),
            bool(documents),
            min(days, key=lambda day: day.value) if days else None,
            next((s for s in _STANDING if any(d.state is s for d in documents)), _STANDING[0]),
        )

    def _is_outlet(self, key: str) -> bool:
        return key in self._outlets or bool(agency_name(key))

    def _standing_for(self, key: str) -> Iterable[str]:
        return self._of_outlet.get(key) or (f"who:{key}",)

    def _found(self, citation: Citation) -> Iterator[str]:
        """Yield the documents here that *citation* names or leads to."""
        if f"document:{citation.cited}" in self._documents:
            yield f"document:{citation.cited}"
        if citation.address:
            yield from self._at.get(citation.address, ())

    @cached_property
    def _at(self) -> Mapping[str, set[str]]:
        """The documents by the address where they stand; not each group has a link."""
        found: dict[str, set[str]] = defaultdict(set)
        for node, document in self._documents.items():
            found[canonical(document.url)].add(node)
        return found


def _names(who: Claimant) -> tuple[str, ...]:
    return who.name, *who.aliases


def _covers(citation: Citation, claim: Claim) -> bool:
    """Say whether the words of *claim* stand in what *citation* covers."""
    if claim.anchor is None or citation.covers < 0:
        return False
    passage = claim.anchor.passage
    return citation.covers < passage.end and passage.start < citation.covers_to


def _joined(claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """Yield speakers' keys with the one key for all spellings of a name that say the same words.

    They are one where a quotation of eight words or more is the same to the letter, and their names
    end alike; who is only said to be an official stays somebody of that document alone.
    """
    said = [(_quoted(claim), _speakers(claim)) for claim in claims]
    quoting = [(words, speakers) for words, speakers in said if words and speakers]
    one: dict[str, str] = {}
    for (words, speakers), (other_words, others) in combinations(quoting, 2):
        if not any(_within(a, b) for a in words for b in other_words):
            continue
        for who in speakers:
            for other in others:
                if who.key != other.key and not _surnames(who).isdisjoint(_surnames(other)):
                    _join(one, who.key, other.key)
    for key in sorted(one):
        yield key, _last(one, key)


def _speakers(claim: Claim) -> list[Claimant]:
    makers = (maker.claimant for maker in claim.attribution.makers)
    return [who for who in makers if who.kind is ClaimantKind.PERSON]


def _surnames(who: Claimant) -> frozenset[str]:
    return frozenset(folded(name).rpartition("-")[2] for name in _names(who))


def _quoted(claim: Claim) -> list[tuple[str, ...]]:
    """Return the words of what *claim* quotes, where they are enough to know them again."""
    exact = [quote.exact for quote in claim.quotes]
    if claim.anchor and claim.attribution.voice is Voice.DIRECT:
        exact.append(claim.anchor.quote.exact)
    found = [tuple(word.casefold() for word in _WORD.findall(text)) for text in exact]
    return [words for words in found if len(words) >= MIN_QUOTED]


def _within(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether the shorter of the two stands in the other word for word."""
    short, long = sorted((words, other), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _last(one: dict[str, str], key: str) -> str:
    while one.get(key, key) != key:
        key = one[key]
    return key


def _join(one: dict[str, str], key: str, other: str) -> None:
    first, second = sorted((_last(one, key), _last(one, other)))
    one[first], one[second] = first, first
