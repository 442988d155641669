"""What a comparison looks like as an answer: figures under their owners, then two by two.

Every figure is as written and stands behind its owner. What is said of two figures is said of the
figures, never of the people.
"""

from decimal import Decimal
from itertools import combinations

from bot.commands import words
from bot.core.reply import (
    Action,
    Bar,
    Block,
    Chart,
    Line,
    Note,
    Reply,
    SourceRow,
    Sources,
    Strong,
    Table,
)
from knowledge.compare import MAX_FIGURES, Comparison, Finding, Side, Standing
from knowledge.model import Claim, Figure, Strength

_FIGURES = ("Who says it", "Figure as written", "Measure", "Of whom, where", "When")
_TWO = ("Whose figures", "What can be said", "In what they differ", "Rule")
_SHOWN = 4
"""Of two claims so many pairs of figures are shown."""

_LARGEST = 15
"""Powers of ten past which a scale is of no use to anybody."""


def comparison_reply(comparison: Comparison, *, notice: str = "", left_out: int = 0) -> Reply:
    """Return *comparison* as an answer; *left_out* claims on record are not in it."""
    claims = comparison.claims
    blocks: list[Block] = [
        Table("Figures", _FIGURES, tuple(row for claim in claims for row in _figure_rows(claim)))
    ]
    chart = _chart(comparison.scale())
    if chart is not None:
        blocks.append(chart)
    blocks.append(Table("Two by two", _TWO, tuple(_findings(comparison))))
    blocks.append(Sources("The claims", tuple(map(_claim_row, claims))))
    if any(len(claim.figures) > MAX_FIGURES for claim in claims):
        blocks.append(Note((f"Of each claim the first {MAX_FIGURES} figures are compared.",)))
    if left_out:
        more = "1 more claim is" if left_out == 1 else f"{left_out} more claims are"
        blocks.append(Note((f"{more} on record about the same thing and not shown here.",)))
    blocks.append(
        Note(
            (
                "Figures are as written and never converted. That two of them differ says nothing "
                "of which one holds.",
            )
        )
    )
    return Reply(
        f"{len(claims)} claims side by side, each under its owner",
        tuple(blocks),
        notice=notice,
        claims=tuple(claim.slug for claim in claims),
        shown=tuple(claims),
    )


def _figure_rows(claim: Claim) -> list[tuple[Line, ...]]:
    owner = words.owner(claim)
    if not claim.figures:
        return [((owner,), (f"no figure on record{_strength(claim)}",), (), (), ())]
    return [
        (
            (owner,),
            (_as_written(Side(claim, figure)),),
            (_measure(figure),),
            (_whom(figure),),
            (_when(figure),),
        )
        for figure in claim.figures
    ]


def _as_written(side: Side) -> str:
    """Return a figure letter for letter, what it leaves open, and how strongly it is said."""
    figure = side.figure
    text = f"“{figure.text}”" if figure.span else figure.text
    return text + ("" if figure.has_number else ", no number given") + _strength(side.claim)


def _strength(claim: Claim) -> str:
    strength = claim.attribution.strength
    return "" if strength is Strength.STATED else f" [{strength.value}]"


def _measure(figure: Figure) -> str:
    """Return what is measured, and its unit where those words do not name it."""
    measure = figure.measure or "not said"
    named = not figure.unit or figure.unit.lower() in measure.lower()
    return measure if named else f"{measure}, in {figure.unit}"


def _whom(figure: Figure) -> str:
    named = figure.place.lower() in figure.population.lower()
    return ", ".join(filter(None, (figure.population, "" if named else figure.place)))


def _when(figure: Figure) -> str:
    dated = f"as of {figure.as_of.words()}" if figure.as_of else ""
    return ", ".join(part for part in (figure.period, dated) if part)


def _findings(comparison: Comparison) -> list[tuple[Line, ...]]:
    """Return a row for every two claims; one alone for a claim that can be compared with none."""
    rows: list[tuple[Line, ...]] = []
    apart: set[str] = set()
    for claim in comparison.claims:
        reason = _apart(comparison, claim)
        if reason is not None:
            apart.add(claim.slug)
            rows.append(((words.owner(claim),), (Strong("cannot be compared"),), (), (reason,)))
    for a, b in combinations(comparison.claims, 2):
        if not apart & {a.slug, b.slug}:
            between = comparison.between(a, b)
            rows += map(_finding, between[:_SHOWN])
            if len(between) > _SHOWN:
                both = f"{words.owner(a)} and {words.owner(b)}"
                rows.append(((both,), (f"{len(between) - _SHOWN} more pairs, not shown",), (), ()))
    return rows


def _apart(comparison: Comparison, claim: Claim) -> str | None:
    """Return the one rule that keeps *claim* from being compared with any other, if it is one."""
    match comparison.standing(claim):
        case Standing.NO_FIGURE:
            return "no-figure: there is no figure on record"
        case Standing.NO_NUMBER:
            return "no-number: its words give no number"
        case Standing.UNLIKE if len(comparison.claims) > 2 and comparison.lone_unit(claim):
            unit = comparison.lone_unit(claim)
            return f"different-unit: it counts {unit}, and none of the others does"
        case _:
            return None


def _finding(finding: Finding) -> tuple[Line, ...]:
    left, right = (
        f"{words.owner(side.claim)}: {_as_written(side)}" for side in (finding.left, finding.right)
    )
    differing = words.joined([dimension.value for dimension in finding.dimensions])
    one_sided = words.joined([dimension.value for dimension in finding.one_sided])
    parts = [differing, f"given by one alone: {one_sided}" if one_sided else ""]
    return (
        (f"{left} and {right}",),
        (Strong(finding.verdict.value),),
        ("; ".join(part for part in parts if part),),
        (f"{finding.rule.value}: {finding.reason}",),
    )


def _claim_row(claim: Claim) -> SourceRow:
    """Return *claim* with strength, answer and both statuses; its figures stand above."""
    said = words.row_words(claim)
    action = Action(claim.slug, "claim", {"slug": claim.slug})
    return SourceRow(words.owner(claim), said[1:] if claim.figures else said, action)


def _chart(sides: tuple[Side, ...]) -> Chart | None:
    """Return *sides* on one scale, or nothing where there are too few or no scale holds them."""
    ends = [
        end
        for side in sides
        if (extent := side.reading.extent)
        for end in (extent.low, extent.high)
        if end is not None
    ]
    if not ends or any(abs(end) >= Decimal(10) ** _LARGEST for end in ends):
        return None
    low, high = _scale(float(min(ends)), float(max(ends)), sides[0].reading.unit)
    measures = dict.fromkeys(side.figure.measure for side in sides)
    unit = sides[0].figure.unit
    one_scope = len({_whom(side.figure) for side in sides}) == 1
    return Chart(
        f"On one scale, in {unit}: {' / '.join(measures)}",
        unit,
        tuple(_bar(side, one_scope=one_scope) for side in sides),
        low,
        high,
    )


def _bar(side: Side, *, one_scope: bool) -> Bar:
    """Return *side* with its time, and of whom it is said where the bars differ in that."""
    extent = side.reading.extent
    if extent is None:
        raise ValueError("only figures with a number are drawn")
    whom = "" if one_scope else _whom(side.figure)
    scope = "; ".join(part for part in (whom, _when(side.figure)) if part)
    return Bar(
        words.owner(side.claim),
        _as_written(side) + (f" ({scope})" if scope else ""),
        None if extent.low is None else float(extent.low),
        None if extent.high is None else float(extent.high),
        extent.open_low,
        extent.open_high,
        extent.approximate,
    )


def _scale(low: float, high: float, unit: str) -> tuple[float, float]:
    """Return the ends of a scale that begins at nought and ends on a round number."""
    if unit == "per-cent" and low >= 0 and high <= 100:
        return 0.0, 100.0
    return min(0.0, -_round_up(-low)), max(0.0, _round_up(high)) or 1.0


def _round_up(number: float) -> float:
    """Return the next of 1, 2, 3, 4, 5, 6, 8 and 10 times a power of ten above *number*."""
    if number <= 0:
        return 0.0
    power = float(Decimal(10) ** Decimal(number).adjusted())
    steps = (1, 2, 3, 4, 5, 6, 8, 10, 20)
    return next(step * power for step in steps if step * power > number)
