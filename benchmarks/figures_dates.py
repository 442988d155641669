"""Figures and dates: how many are read rightly, beside what libraries reach, and how fast.

`python -m benchmarks.figures_dates` prints it. What others reach was measured once on the same
sentences, with each library's own settings for the task; it is not measured again here.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.timing import Row
from knowledge.extract.dates import read_dates
from knowledge.extract.figures import read_figures
from knowledge.model import PartialDate
from tests.extract.dates.scored import expressions, sentences
from tests.extract.figures.scored import scored, texts

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared/gold"
WIKINEWS = ROOT / "tests/data/figures/wikinews.jsonl"
FIGURES = {
    "figures": ("recognizers .614 / .298, quantulum3 .533 / .298, text2num .229 / .096", ".97"),
    "figures-wikinews": ("recognizers .851 / .780, quantulum3 .598 / .634", ".90"),
}
DATES = "recognizers .875 / .775, dateparser .750 / .750, the expression given"
GUM = "dateparser .76, the expression given"
REPEATS = 20


def measure() -> Iterator[Row]:
    """Yield the scores, those of the team's reference sentences where they are, and the speed."""
    paths = [WIKINEWS]
    yield _figures(WIKINEWS, "", ".90")
    if GOLD.is_dir():
        for name, (others, goal) in FIGURES.items():
            paths.append(GOLD / f"{name}.jsonl")
            yield _figures(paths[-1], others, goal)
        yield from _dates()
    lines = texts(paths)
    day = PartialDate("2019-12-20")
    yield _speed("figures", lines, read_figures)
    yield _speed("dates", lines, lambda text: read_dates(text, day))


def _figures(path: Path, others: str, goal: str) -> Row:
    score = scored(path)
    both = " / ".join(_short(score.f1(hits)) for hits in (score.right, score.in_all))
    what = f"figures, {path.stem}, {score.annotated}: F1 value and unit / qualifier too"
    return Row(what, f"{both} ({others})" if others else both, goal)


def _dates() -> Iterator[Row]:
    annotated, read, right = sentences(GOLD / "dates.jsonl")
    share = _short(right / annotated)
    what = f"dates, our {annotated}: value, precision, kind and days"
    yield Row(what, f"{share}, {read - right} false ({DATES})", ".97")
    annotated, touched, right = expressions(GOLD / "gum-news-dev.jsonl")
    both = f"{_short(touched / annotated)} / {_short(right / annotated)}"
    yield Row(f"dates, GUM's {annotated} expressions: found / right", f"{both} ({GUM})", ".86")


def _speed(what: str, lines: list[str], read: Callable[[str], object]) -> Row:
    started = time.perf_counter()
    for _ in range(REPEATS):
        for line in lines:
            read(line)
    each = (time.perf_counter() - started) / REPEATS / len(lines)
    return Row(f"{what}, a sentence, {len(lines)} sentences", f"{each * 1e3:.2f} ms")


def _short(share: float) -> str:
    return "1.0" if share == 1 else f"{share:.3f}".lstrip("0")


def main() -> None:
    """Measure and print."""
    for row in measure():
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
