"""Figures found against figures annotated: how many of them are the same."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from knowledge.extract.figures import read_figures
from knowledge.extract.found import FoundFigure


@dataclass(frozen=True, slots=True)
class Score:
    """How many figures were annotated and read; how many overlap, are right, and right in all.

    Right: value and unit. In all: the qualifier, too.
    """

    annotated: int
    read: int
    overlapping: int
    right: int
    in_all: int

    def f1(self, hits: int) -> float:
        """Return the F1 of so many *hits*."""
        return 2 * hits / ((self.annotated + self.read) or 1)


def scored(path: Path) -> Score:
    """Read every sentence of *path* and compare."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    annotated = read = overlapping = right = in_all = 0
    for line in lines:
        left = list(read_figures(line["text"]))
        read += len(left)
        annotated += len(line["figures"])
        for gold in line["figures"]:
            start, end = gold["span"]
            hit = next((f for f in left if f.span.start < end and start < f.span.end), None)
            if hit is None:
                continue
            left.remove(hit)
            overlapping += 1
            fits = same_value(hit, gold) and same_unit(hit, gold)
            right += fits
            in_all += fits and hit.qualifier == gold["qualifier"]
    return Score(annotated, read, overlapping, right, in_all)


def same_value(found: FoundFigure, gold: Mapping[str, Any]) -> bool:
    """Say whether the numbers are those annotated."""
    pairs = zip(
        (found.value, found.low, found.high),
        (gold.get("value"), gold.get("low"), gold.get("high")),
        strict=True,
    )
    return all(_same(a, b) for a, b in pairs) and list(map(float, found.values)) == list(
        map(float, gold.get("values", []))
    )


def _same(a: Decimal | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return abs(float(a) - b) < 1e-9


def same_unit(found: FoundFigure, gold: Mapping[str, Any]) -> bool:
    """Say whether the unit, or its head, is that annotated; `None` was not judged."""
    unit: str | None = gold.get("unit")
    return unit is None or found.unit.split()[-1:] == unit.split()[-1:]


def texts(paths: Iterable[Path]) -> list[str]:
    """Return the sentences of files of gold."""
    return [
        json.loads(line)["text"]
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
