"""Claims side by side: where their figures agree, in what they differ, and where none can say.

Nobody is found right or wrong here. A finding is about two figures as written, and names the rule
that decided, so that a reader can disagree with the rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, product

from knowledge.compare_rules import DIFFER_IN, Dimension, Rule, Verdict, decide, dimensions
from knowledge.figures import Reading, read
from knowledge.model import Claim, Figure

__all__ = [
    "DIFFER_IN",
    "MAX_CLAIMS",
    "MAX_FIGURES",
    "MIN_CLAIMS",
    "Comparison",
    "Dimension",
    "Finding",
    "Rule",
    "Side",
    "Standing",
    "Verdict",
    "compare",
    "compare_figures",
]

MIN_CLAIMS, MAX_CLAIMS = 2, 8
"""Fewer are no comparison; more are not read on a phone."""

MAX_FIGURES = 6
"""So many figures of one claim are compared, the first; a claim is one statement and has fewer."""

MIN_ON_SCALE = 3

_OF_NUMBERS = (Dimension.VALUE, Dimension.PRECISION)


@dataclass(frozen=True, slots=True)
class Side:
    """A figure, the claim that owns it, and how the desk reads it."""

    claim: Claim
    figure: Figure
    reading: Reading = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reading", read(self.figure))


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be said of two figures.

    `dimensions` are those in which their records differ, in a fixed order; `one_sided` those that
    only one of the records gives. `reason` is the rule as a sentence about these two.
    """

    left: Side
    right: Side
    verdict: Verdict
    rule: Rule
    reason: str
    dimensions: tuple[Dimension, ...] = ()
    one_sided: tuple[Dimension, ...] = ()

    @property
    def compared(self) -> bool:
        """Whether the two numbers could be held against each other."""
        return self.verdict is not Verdict.NOT_COMPARABLE


class Standing(StrEnum):
    """Why a claim can be compared with none of the others, where there is one reason for all."""

    NO_FIGURE = "no figure on record"
    NO_NUMBER = "no number given"
    UNLIKE = "its figures count something else than the others'"
    COMPARED = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Claims in the order they were named, and every two figures of different claims."""

    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]

    def standing(self, claim: Claim) -> Standing:
        """Return whether *claim* could be compared with any other, or what stands against it."""
        if not claim.figures:
            return Standing.NO_FIGURE
        if all(read(figure).extent is None and read(figure).clear for figure in claim.figures):
            return Standing.NO_NUMBER
        mine = [f for f in self.findings if claim in (f.left.claim, f.right.claim)]
        return Standing.COMPARED if any(f.compared for f in mine) else Standing.UNLIKE

    def between(self, a: Claim, b: Claim) -> tuple[Finding, ...]:
        """Return what to show of two claims: the figures that could be compared, or the nearest.

        The nearest are numbers rather than words, in one unit if there are such, and the figures
        that the records give first.
        """
        both = [f for f in self.findings if {f.left.claim.slug, f.right.claim.slug} == _slugs(a, b)]
        compared = tuple(finding for finding in both if finding.compared)
        return compared or tuple(sorted(both, key=_distance)[:1])

    def lone_unit(self, claim: Claim) -> str:
        """Return the unit of *claim*'s figures as written, if nothing of the others counts it."""
        mine = [f for f in self.findings if claim in (f.left.claim, f.right.claim)]
        units = list(dict.fromkeys(figure.unit for figure in claim.figures))
        alone = mine and all(Dimension.UNIT in f.dimensions for f in mine)
        return units[0] if alone and len(units) == 1 else ""

    def scale(self) -> tuple[Side, ...]:
        """Return the most figures that can be drawn on one scale, or none if under three.

        They share unit, measure, kind and period, and have a number. Ties go to the first named.
        """
        groups: dict[tuple[str, ...], list[Side]] = {}
        for claim in self.claims:
            for figure in claim.figures[:MAX_FIGURES]:
                reading = read(figure)
                if reading.extent is not None and reading.unit and reading.measure:
                    groups.setdefault(_scale_key(reading), []).append(Side(claim, figure))
        most = max(groups.values(), key=len, default=[])
        return tuple(most) if len(most) >= MIN_ON_SCALE else ()


def compare(claims: Sequence[Claim]) -> Comparison:
    """Return every two figures of different ones of *claims* with what can be said of them.

    Takes some 20 ms for the most claims with the most figures: call it off the event loop.
    """
    sides = [[Side(claim, figure) for figure in claim.figures[:MAX_FIGURES]] for claim in claims]
    found = [
        compare_figures(left, right)
        for one, other in combinations(sides, 2)
        for left, right in product(one, other)
    ]
    return Comparison(tuple(claims), tuple(found))


def compare_figures(left: Side, right: Side) -> Finding:
    """Return what can be said of two figures; the verdict is the same whichever stands first."""
    a, b = left.reading, right.reading
    differing, one_sided = dimensions(a, b, left.claim, right.claim)
    verdict, rule, reason = decide(a, b, differing, one_sided)
    if verdict is Verdict.NOT_COMPARABLE:
        differing = tuple(dimension for dimension in differing if dimension not in _OF_NUMBERS)
    return Finding(left, right, verdict, rule, reason, differing, one_sided)


def _distance(finding: Finding) -> tuple[bool, bool, int]:
    places = [side.claim.figures.index(side.figure) for side in (finding.left, finding.right)]
    return finding.rule is Rule.NO_NUMBER, Dimension.UNIT in finding.dimensions, sum(places)


def _slugs(a: Claim, b: Claim) -> set[str]:
    return {a.slug, b.slug}


def _scale_key(reading: Reading) -> tuple[str, ...]:
    return (reading.unit, reading.measure, reading.kind, reading.period)
