"""Who says what: how much is found rightly on labelled news, beside what others reach, how fast.

`python -m benchmarks.extraction` prints it, where the team's reference data is. What others reach
was measured once with the same scorer; it is not measured again here.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.quoted import Labelled, Quoted, quoted
from benchmarks.timing import Row
from knowledge.extract.attribution import attributions
from knowledge.extract.parsing import open_parser
from knowledge.model import Span
from knowledge.train.gold import attributed
from knowledge.train.scoring import Score, scored

GOLD = Path(__file__).parents[2] / "shared/gold"
SETS = {
    "polnear/dev.jsonl": (
        "PolNeAR dev",
        "Gender Gap Tracker .571 / .300 / .394, trained CRF F1 .554, rules with a CRF F1 .611",
        ".65 / – / .62, source .90",
    ),
    "gum-news-dev.jsonl": (
        "Wikinews (GUM)",
        "Gender Gap Tracker F1 .564",
        "– / – / .62, source .90",
    ),
}


def measure() -> Iterator[Row]:
    """Yield scores and speed for each labelled set, and nothing where there is none."""
    if not GOLD.is_dir():
        return
    parser = open_parser()
    parser.parse("Loading is not timed.")
    for file, (name, others, goal) in SETS.items():
        lines = [json.loads(line) for line in (GOLD / file).read_text("utf-8").splitlines()]
        started = time.perf_counter()
        parsed = [parser.parse(line["text"]) for line in lines]
        found = [attributions(each) for each in parsed]
        taken = time.perf_counter() - started
        wanted = [[each.said for each in _labelled(line)] for line in lines]
        score = sum(map(scored, (p.text for p in parsed), wanted, found), Score())
        shown = score.attribution
        figures = " / ".join(_short(x) for x in (shown.precision, shown.recall, shown.f1))
        source = _short(score.source_accuracy)
        what = f"attributions, {name}, {score.gold}: precision / recall / F1, source right"
        yield Row(what, f"{figures}, {source} ({others})", goal)
        letters = sum(map(quoted, parsed, map(_labelled, lines), found), Quoted())
        what = f"quoted letters of {name} given to the right speaker / given to any"
        shares = f"{_short(letters.right_share)} / {_short(letters.given_share)}"
        strictly = f"{_short(letters.strict_share)} by overlapping sources and every label alike"
        yield Row(what, f"{shares} ({strictly})", ".90")
        yield Row(f"articles of {name} a second, one process", f"{len(lines) / taken:.1f}", "6")


def _labelled(line: dict[str, Any]) -> list[Labelled]:
    def spans(pairs: list[list[int]]) -> list[Span]:
        return [Span(*pair) for pair in pairs]

    return [
        Labelled(
            attributed(spans(each["source"]), spans(each["cue"]), spans(each["content"])),
            each.get("speaker") or "",
        )
        for each in line["attributions"]
        if each["content"]
    ]


def _short(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


if __name__ == "__main__":
    for row in measure():
        print(f"| {row.what} | {row.measured} | {row.goal} |")
