"""What a desk's own decisions teach: of what was proposed from a document, what people accepted.

Only documents that the desk is done with count, since elsewhere nobody has said no yet. What the
rules did not propose is not known to be wrong; it is taken for none, as in any labelled text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.documents import DocumentVersion
from knowledge.extract.attribution import attributions
from knowledge.extract.found import Attributed
from knowledge.extract.paragraphs import laid_out
from knowledge.extract.parsing import Parser
from knowledge.model import Span
from knowledge.proposals import ProposalState, ProposedClaim, QueueFilter
from knowledge.reading_ports import DocumentStore, ProposalStore
from knowledge.train.gold import GoldDocument, attributed

MOST_DOCUMENTS = 20_000
_OPEN = (ProposalState.WAITING, ProposalState.HELD)
_KEPT = (ProposalState.ACCEPTED, ProposalState.JOINED)


class ReviewedStore(DocumentStore, ProposalStore, Protocol):
    """A store that has both the documents and what became of their proposals."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Where an accepted claim stands, and the words that attribute it."""

    passage: Span
    cue: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document that the desk is done with, and what it accepted of it."""

    version: DocumentVersion
    accepted: tuple[Accepted, ...]


async def reviewed(store: ReviewedStore) -> list[Reviewed]:
    """Return the documents all of whose proposals were decided, and at least one was accepted."""
    found = []
    for version in await store.documents_read(MOST_DOCUMENTS):
        key = version.document.key
        if any([await store.waiting(QueueFilter(document=key, state=state)) for state in _OPEN]):
            continue
        numbers = [
            row.number
            for state in _KEPT
            for row in await store.waiting(QueueFilter(document=key, state=state))
        ]
        accepted = tuple(_accepted(await store.proposals(numbers)))
        if accepted:
            found.append(Reviewed(version, accepted))
    return found


def _accepted(proposals: Sequence[ProposedClaim]) -> Iterable[Accepted]:
    for proposal in proposals:
        claim = proposal.claim
        if claim.anchor is not None and claim.attribution.makers:
            yield Accepted(claim.anchor.passage, claim.attribution.cue)


def gold_of(document: Reviewed, parser: Parser) -> GoldDocument:
    """Return *document* as a labelled text: what the rules find in it and the desk accepted."""
    text = document.version.text
    found = attributions(parser.parse(text, laid_out(text)))
    return GoldDocument(
        document.version.document.key,
        text,
        tuple(
            attributed(each.source, each.cue, each.content, "desk")
            for each in found
            if any(_is(each, accepted, text) for accepted in document.accepted)
        ),
        document.version.document.outlet.name,
    )


def _is(found: Attributed, accepted: Accepted, text: str) -> bool:
    """Whether *found* is what was accepted: there, and by the same words."""
    cue = " ".join(text[span.start : span.end] for span in found.cue)
    there = [*found.cue, *found.content]
    return (not accepted.cue or " ".join(cue.split()) == " ".join(accepted.cue.split())) and all(
        accepted.passage.start <= span.start and span.end <= accepted.passage.end for span in there
    )
