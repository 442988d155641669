"""Relations in words: who stands how to whom, never what either claims."""

from bot.commands import words
from bot.core.reply import Action, SourceRow
from bot.core.request import Actor
from knowledge.model import Claim, Link
from knowledge.relation_rules import why
from knowledge.relations import Relation, RelationKind, RelationState, Verdict

_VERBS = {
    RelationKind.APPEARANCE: "says the same as",
    RelationKind.REPEATS: "repeats",
    RelationKind.ANSWERS: "answers",
    RelationKind.SUPERSEDES: "replaces the earlier record of",
    RelationKind.DIFFERS: "differs from",
}
_TO_THIS = {
    RelationKind.APPEARANCE: "says the same elsewhere",
    RelationKind.REPEATS: "repeats this",
    RelationKind.ANSWERS: "answers this",
    RelationKind.SUPERSEDES: "replaces this earlier record",
    RelationKind.DIFFERS: "differs from this",
}
_FROM_THIS = {
    RelationKind.APPEARANCE: "says the same elsewhere",
    RelationKind.REPEATS: "is repeated by this",
    RelationKind.ANSWERS: "is answered by this",
    RelationKind.SUPERSEDES: "is the earlier record that this one replaces",
    RelationKind.DIFFERS: "differs from this",
}
_MAX_NAME = 80


def sentence(relation: Relation, claim: Claim, other: Claim) -> str:
    """Return who stands how to whom: `A, 8 January 2020, differs from B, 20 December 2019`."""
    return f"{words.owner(claim)}, {_VERBS[relation.kind]} {words.owner(other)}"


def by_words(verdict: Verdict) -> str:
    """Return a verdict with who gave it and when: `confirmed by Ana, 8 January 2020`."""
    _, _, name = verdict.by.partition(" ")
    day = f"{verdict.at.day} {verdict.at:%B %Y}"
    return f"{verdict.state.value} by {name or verdict.by}, {day}"


def signed(actor: Actor) -> str:
    """Return *actor* as a verdict keeps them, on every platform alike: `platform:id name`."""
    name = " ".join(actor.name.split())[:_MAX_NAME]
    text = f"{actor.platform}:{actor.id} {name}".strip()
    return text.encode("utf-8", "replace").decode()


def link_row(link: Link, slug: str) -> SourceRow:
    """Return a relation of the claim called *slug* as a row: the other's owner, then how it stands.

    A suggestion says that it is one, its number and its rule; the record's own words follow.
    """
    relation, other = link.relation, link.claim
    _, from_here = relation.between(slug)
    how = (_FROM_THIS if from_here else _TO_THIS)[relation.kind]
    last = relation.last
    if last is not None and relation.state is RelationState.CONFIRMED:
        said = f"{how} ({by_words(last)}). "
    else:
        said = f"suggestion {relation.number}, not confirmed: {how}. {why(relation.proposal.rule)} "
    action = Action(other.slug, "claim", {"slug": other.slug})
    return SourceRow(words.owner(other), (said, *words.row_words(other)), action)
