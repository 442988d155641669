"""The rules that suggest a relation between two claims, each with a name and one sentence.

A rule looks at the two records alone. It says that a person should look at both, and nothing about
what they claim; none suggests `supersedes`, since only a person can tell that one record is meant
to take the place of another.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.check import status
from knowledge.compare import Dimension, Finding, Verdict, compare
from knowledge.match.model import Band
from knowledge.model import Claim, ClaimRating, Strength, Subject
from knowledge.relations import Proposal, RelationKind
from knowledge.sources import named_in

_SHARED_WORDS = 5
"""Words that two documents must have in common to be taken for one utterance."""

_OTHER_MATTER = frozenset({Dimension.POPULATION, Dimension.PLACE, Dimension.PERIOD})
"""Figures that differ in one of these count something else, whatever their numbers."""

Fits = Callable[[Claim, Claim, Band | None], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name for the table, the kind it suggests, and its sentence for people.

    `fits(one, other, band)` says whether *one* is of that kind to *other*; *band* is how sure the
    matcher was of the two, if it was asked.
    """

    name: str
    kind: RelationKind
    why: str
    fits: Fits


def may_be_suggested(claim: Claim) -> bool:
    """Say whether *claim* may stand in a suggestion: neither restricted nor withdrawn."""
    return not claim.restricted and status(claim.reviews, Subject.CLAIM) != ClaimRating.WITHDRAWN


def proposed(asked: Claim, other: Claim, band: Band | None = None) -> Proposal | None:
    """Return what the first rule that fits the two suggests, if one does.

    Only the first counts: a pair that was refused does not come back under the next rule's kind.
    """
    if asked.slug == other.slug or not (may_be_suggested(asked) and may_be_suggested(other)):
        return None
    for rule in RULES:
        for one, two in ((asked, other), (other, asked)):
            if rule.fits(one, two, band):
                return Proposal(one.slug, two.slug, rule.kind, rule.name)
    return None


def _denies(one: Claim, other: Claim, _band: Band | None) -> bool:
    accused = other.attribution.accused
    denies = one.attribution.strength is Strength.DENIED
    return bool(accused) and denies and named_in([accused], _speakers(one))


def _passes_on(one: Claim, other: Claim, _band: Band | None) -> bool:
    relays = one.attribution.relays
    same_topic = one.topic.key == other.topic.key and _elsewhere(one, other)
    return bool(relays) and same_topic and named_in([relays], _speakers(other))


def _holds_the_same_words(one: Claim, other: Claim, _band: Band | None) -> bool:
    if not _elsewhere(one, other):
        return False
    return any(words in text for words in _quoted(one) for text in _quoted(other))


def _gives_the_figure_again(one: Claim, other: Claim, _band: Band | None) -> bool:
    same_people = bool(_makers(one)) and _makers(one) == _makers(other)
    return same_people and _later(one, other) and _figures_of(one, other, Verdict.SAME)


def _gives_the_same_figure(one: Claim, other: Claim, _band: Band | None) -> bool:
    return _elsewhere(one, other) and _figures_of(one, other, Verdict.SAME)


def _gives_another_figure(one: Claim, other: Claim, _band: Band | None) -> bool:
    return one.topic.key == other.topic.key and _figures_of(one, other, Verdict.DIFFER)


def _taken_for_the_same(one: Claim, other: Claim, band: Band | None) -> bool:
    return band is Band.SAME and _elsewhere(one, other)


RULES = (
    Rule(
        "denies-the-accusation",
        RelationKind.ANSWERS,
        "The claimant of the one is the accused party of the other, and denies.",
        _denies,
    ),
    Rule(
        "passes-on",
        RelationKind.REPEATS,
        "On one topic, the one passes on what the claimant of the other says.",
        _passes_on,
    ),
    Rule(
        "same-words",
        RelationKind.APPEARANCE,
        "Both documents hold the same words, letter for letter.",
        _holds_the_same_words,
    ),
    Rule(
        "same-figure-again",
        RelationKind.REPEATS,
        "The same claimant gives the same figure for the same measure in a later document.",
        _gives_the_figure_again,
    ),
    Rule(
        "same-figure",
        RelationKind.APPEARANCE,
        "Two documents give the same figure for the same measure.",
        _gives_the_same_figure,
    ),
    Rule(
        "another-figure",
        RelationKind.DIFFERS,
        "Both give a figure for the same measure, and the figures differ as written.",
        _gives_another_figure,
    ),
    Rule(
        "same-claim",
        RelationKind.APPEARANCE,
        "The search takes the two statements for the same claim.",
        _taken_for_the_same,
    ),
)

_BY_NAME = {rule.name: rule for rule in RULES}


def why(name: str) -> str:
    """Return the sentence of the rule called *name*; an unknown one is named as it is."""
    rule = _BY_NAME.get(name)
    return rule.why if rule else f"The rule “{name}” put the two beside each other."


def _speakers(claim: Claim) -> tuple[str, ...]:
    """Return every name of who says *claim*: its makers, or its outlet where it has none."""
    people = [maker.claimant for maker in claim.attribution.makers] or [claim.document.outlet]
    written = [maker.written for maker in claim.attribution.makers]
    names = [name for who in people for name in (who.name, *who.aliases)]
    return tuple(name for name in (*names, *written) if name)


def _makers(claim: Claim) -> frozenset[str]:
    return frozenset(maker.claimant.key for maker in claim.attribution.makers)


def _elsewhere(one: Claim, other: Claim) -> bool:
    return one.document.key != other.document.key


def _later(one: Claim, other: Claim) -> bool:
    """Say whether *one* surely came after *other*; 2019 and May 2019 have no known order."""
    if one.document.published is None or other.document.published is None:
        return False
    day, before = one.document.published.value, other.document.published.value
    return before < day and not day.startswith(before)


def _quoted(claim: Claim) -> Iterator[str]:
    """Yield the quotations held of *claim* that are long enough to be told apart by."""
    anchor = [claim.anchor.quote] if claim.anchor else []
    for quote in (*anchor, *claim.quotes):
        if len(quote.exact.split()) >= _SHARED_WORDS:
            yield quote.exact


def _figures_of(one: Claim, other: Claim, verdict: Verdict) -> bool:
    """Say whether two figures for one measure, of the same people and place, come to *verdict*.

    Where one pair of figures is the same, the two claims are not put beside each other for another.
    """
    found = [f for f in compare((one, other)).findings if _on_one_matter(f)]
    verdicts = {finding.verdict for finding in found}
    return verdict in verdicts and (verdict is Verdict.SAME or Verdict.SAME not in verdicts)


def _on_one_matter(finding: Finding) -> bool:
    """Say whether two figures can be held against each other and count the same people there."""
    return finding.compared and not _OTHER_MATTER.intersection(finding.dimensions)
