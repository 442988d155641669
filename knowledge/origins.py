"""Where a claim comes from: the outlets that have it are one thing, its origins another.

Of those that say the same, each document points to whom it has it from. Who points to nobody is an
origin, and a circle without a way out has none. Nobody is said to have copied from anybody, and an
outlet that names no source is its own origin.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge.agencies import agency_key
from knowledge.chains import ends_of
from knowledge.citations import Citation, Tie
from knowledge.model import Claim, Claimant, ClaimantKind, DocumentState, PartialDate, Record
from knowledge.naming_sources import Sources

ANSWER_KEPT = 1024
"""So many readings of a record keep what was counted of them; most are asked for again."""


ONE_ORIGIN = "one origin only"
CIRCULAR = "circular, no origin named"


class Via(StrEnum):
    """Why somebody points to somebody."""

    PASSES = "passes"
    """It is between the document and whom that names, and no report of its own is here."""

    NAMES = "names"
    RELAYS = "relays"
    REPEATS = "repeats"
    CITES = "cites"


@dataclass(frozen=True, slots=True)
class Step:
    """Who points to whom, and why; `citation` is the one that says so.

    `slug` is the claim and `outlet` the outlet whose document has it so.
    """

    citing: str
    cited: str
    via: Via
    slug: str = ""
    outlet: str = ""
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Somebody who has it from nobody else that is named.

    `on_record` says that a document of theirs is among those that say it; `day` is that of the
    first. An `outlet` may be one without: “according to Reuters”. `state` is what the outlet did to
    its documents since, as long as it leaves none of them as it was.
    """

    name: str
    outlet: bool = True
    on_record: bool = False
    day: PartialDate | None = None
    state: DocumentState = DocumentState.CURRENT


@dataclass(frozen=True, slots=True)
class Origins:
    """The outlets on record with a claim, its origins, and circles as pairs of who cites whom."""

    outlets: tuple[str, ...]
    origins: tuple[Origin, ...]
    circles: tuple[tuple[tuple[str, str], ...], ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def telling(self) -> bool:
        """Whether it says more than the claim alone: several outlets, or another one behind it."""
        elsewhere = any(o.outlet and o.name not in self.outlets for o in self.origins)
        return len(self.outlets) > 1 or elsewhere or bool(self.circles)


@lru_cache(maxsize=ANSWER_KEPT)
def origins_of(record: Record) -> Origins:
    """Return the outlets and origins of the claim that was read; kept for each reading."""
    return traced(record.claim, record.same, record.ties, record.citations)


def more_than_one_says(record: Record) -> bool:
    """Say whether the outlets and origins of a claim are worth a line; quick where they are not."""
    said = record.claim.attribution
    alone = not (record.same or record.citations or said.relays)
    if alone and not any(_prints(maker.claimant) for maker in said.makers):
        return False
    return origins_of(record).telling


def stands(record: Record) -> str:
    """Return in a few words how many origins a claim has: `on record with 3 sources`."""
    origins = origins_of(record).origins
    count = len(origins)
    if not count:
        return CIRCULAR
    words = ONE_ORIGIN if count == 1 else f"on record with {count} sources"
    gone = sum(origin.state is DocumentState.WITHDRAWN for origin in origins)
    if not gone:
        return words
    which = "" if count == 1 else f"{gone} of them "
    return f"{words}, {which}withdrawn by {'its outlet' if gone == 1 else 'their outlets'}"


def traced(
    claim: Claim, same: Iterable[Claim], ties: Sequence[Tie], citations: Sequence[Citation]
) -> Origins:
    """Return the origins of *claim* among those of *same* that *ties* join with it.

    The order in which anything is given makes no difference.
    """
    claims = _joined(claim, same, ties)
    graph = _Graph(claims)
    for tie in ties:
        graph.repeat(tie)
    for one in claims:
        graph.add(one, [c for c in citations if c.document == one.document.key])
    return graph.told()


def _joined(claim: Claim, same: Iterable[Claim], ties: Sequence[Tie]) -> list[Claim]:
    """Return *claim* and those that *ties* join with it, over each other too, by slug."""
    known = {one.slug: one for one in (*same, claim)}
    beside = defaultdict(set)
    for tie in ties:
        beside[tie.claim].add(tie.other)
        beside[tie.other].add(tie.claim)
    joined, todo = {claim.slug}, [claim.slug]
    while todo:
        new = {slug for slug in beside[todo.pop()] if slug in known} - joined
        joined |= new
        todo += new
    return [known[slug] for slug in sorted(joined)]


class _Graph:
    """Who points to whom: documents by their keys, and those of whom no document says it."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = {claim.slug: claim for claim in claims}
        self._sources = Sources(claims)
        self._edges: dict[str, set[str]] = defaultdict(set)
        self._steps: set[tuple[str, str, Via, str, Citation | None]] = set()

    def repeat(self, tie: Tie) -> None:
        """Have the document of the later claim point to that of the earlier."""
        later, earlier = self._claims.get(tie.claim), self._claims.get(tie.other)
        if tie.repeats and later and earlier:
            self._point(later, [self._sources.document(earlier)], Via.REPEATS)

    def add(self, claim: Claim, citations: Iterable[Citation]) -> None:
        """Have the document of *claim* point to whom it has it from."""
        sources = self._sources
        own = sources.of(claim.document.outlet)
        said = claim.attribution
        makers = [who.claimant for who in said.makers]
        others = [who for who in makers if sources.of(who) != own]
        outlets = [who for who in others if _prints(who)]
        speakers = {node for who in others if not _prints(who) for node in sources.nodes(who)}
        relayed = sources.called(said.relays) if said.relays else []
        nearest: set[str] = set()
        named: set[str] = set()
        behind: set[str] = set()
        for citation in citations:
            nodes = self._point(claim, sources.cited(citation, claim), Via.CITES, citation)
            behind |= nodes if citation.words.casefold().startswith("citing") else set()
            (nearest if citation.whole else named).update(nodes)
        for who in outlets:
            said_so = self._point(claim, sources.nodes(who), Via.NAMES)
            self._pass(said_so, behind, claim)  # “the Post reported, citing Reuters”
            named |= said_so
        self._point(claim, speakers, Via.NAMES)
        if not others:
            self._point(claim, relayed, Via.RELAYS)
        # “HAVANA (Reuters) – The minister told AFP”: whoever is in between has no report of its own
        # here that would say whom it has it from, so the document's word is taken for that.
        self._pass(nearest, named or speakers, claim)
        self._pass(named, speakers, claim)
        for node in speakers or named or nearest:
            self._link(node, relayed, Via.RELAYS, claim)

    def _pass(self, nodes: Iterable[str], behind: Iterable[str], claim: Claim) -> None:
        for node in nodes:
            if not self._sources.on_record(node):
                self._link(node, behind, Via.PASSES, claim)

    def told(self) -> Origins:
        """Return what the graph comes to."""
        sources = self._sources
        documents = {sources.document(claim) for claim in self._claims.values()}
        edges = {node: frozenset(cited) for node, cited in self._edges.items()}
        found = ends_of(edges, documents)
        ends, circles = set(found.ends), []
        for circle in found.circles:
            if len({sources.owner(node) for node in circle}) == 1:
                ends |= circle  # an outlet that only cites itself says it in its own words
            else:
                circles.append(circle)
        owners: dict[str, list[str]] = defaultdict(list)
        for node in ends:
            owners[sources.owner(node)].append(node)
        origins = [sources.origin(nodes) for nodes in owners.values()]
        return Origins(
            tuple(sorted({sources.name(node) for node in documents})),
            tuple(
                sorted(
                    (Origin(*origin) for origin in origins),
                    key=lambda o: (o.day.value if o.day else "9999", o.name, o.outlet),
                )
            ),
            tuple(sorted(tuple(sorted(self._within(circle))) for circle in circles)),
            tuple(
                sorted(
                    (
                        # Whoever is called several names has the same one wherever they stand.
                        self._step(node, to, via, slug, citation)
                        for node, to, via, slug, citation in self._steps
                    ),
                    key=_in_order,
                )
            ),
        )

    def _step(self, node: str, to: str, via: Via, slug: str, citation: Citation | None) -> Step:
        label, outlet = self._sources.label, self._claims[slug].document.outlet.name
        return Step(label(node), label(to), via, slug, outlet, citation)

    def _within(self, circle: frozenset[str]) -> Iterator[tuple[str, str]]:
        name = self._sources.name
        pairs = {(name(node), name(cited)) for node in circle for cited in self._edges[node]}
        return (pair for pair in pairs if pair[0] != pair[1])

    def _point(
        self, claim: Claim, nodes: Iterable[str], via: Via, citation: Citation | None = None
    ) -> set[str]:
        return self._link(self._sources.document(claim), nodes, via, claim, citation)

    def _link(
        self,
        node: str,
        nodes: Iterable[str],
        via: Via,
        claim: Claim,
        citation: Citation | None = None,
    ) -> set[str]:
        """Have *node* point to *nodes*, but not to itself, and return those."""
        others = set(nodes) - {node}
        self._edges[node] |= others
        self._steps |= {(node, other, via, claim.slug, citation) for other in others}
        return others


def _prints(who: Claimant) -> bool:
    return who.kind is ClaimantKind.OUTLET or bool(agency_key(who.name))


def _in_order(step: Step) -> tuple[str, ...]:
    said = step.citation
    known = (f"{said.number:09}", *map(str, said.same_as)) if said else ()
    return step.citing, step.cited, step.via.value, step.slug, *known
