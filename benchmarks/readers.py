"""Reading: CPU time for each form, on pages and files made up for the tests.

`python -m benchmarks.readers` prints the rows; `python -m benchmarks.readers FOLDER` reads every
file below a folder instead, and says how many were read, how many refused, and how fast.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Row
from knowledge.errors import Unreadable
from knowledge.readers import read
from tests.readers.making import column, pdf, warc

PAGES = Path(__file__).parents[1] / "tests" / "data" / "pages"
TIMES = 30
_LONG = 12
"""A report has about so many times the paragraphs of the page made up for the tests."""


def _files() -> Iterator[tuple[str, bytes]]:
    """Yield files of a usual size, each with what it is."""
    news = (PAGES / "news.html").read_text(encoding="utf-8")
    first, mark, rest = news.partition("<h2>")
    paragraphs = first[first.index("<p>Crews") :]
    long = first + paragraphs * _LONG + mark + rest
    yield "a news page", long.encode()
    yield "a short opinion page", (PAGES / "opinion.html").read_bytes()
    words = "The harbour authority said that it owed some wages from the summer. " * 6
    yield "plain text, 40 paragraphs", "\n\n".join([words.strip()] * 40).encode()
    yield "a PDF of 10 pages", pdf([column([words[:80]] * 45)] * 10)
    yield (
        "a web archive with 5 pages",
        warc([(f"https://ledger.example/{n}", 200, "text/html", long.encode()) for n in range(5)]),
    )


def measure() -> Iterator[Row]:
    """Yield the time of one reading for each form, after the libraries are loaded."""
    for what, data in _files():
        read(data)
        spent = sorted(_seconds(data) for _ in range(TIMES))
        yield Row(
            f"reading {what} ({len(data) / 1e3:.0f} kB), CPU time p50 / p95",
            f"{spent[TIMES // 2] * 1e3:.1f} / {spent[int(TIMES * 0.95)] * 1e3:.1f} ms",
        )


def _seconds(data: bytes) -> float:
    start = time.process_time()
    read(data)
    return time.process_time() - start


def folder(path: Path) -> Iterator[Row]:
    """Yield how many files below *path* were read or refused, and at which rate."""
    said: Counter[str] = Counter()
    put_back = count = 0
    spent = []
    for file in sorted(each for each in path.rglob("*") if each.is_file()):
        start = time.process_time()
        try:
            readings = read(file.read_bytes(), name=file.name)
            count += len(readings)
            put_back += sum("put back" in note for each in readings for note in each.notes)
        except Unreadable as refused:
            said[refused.sentence] += 1
        spent.append(time.process_time() - start)
    spent.sort()
    rate = f"{len(spent) / (sum(spent) or 1):.0f} files a second"
    yield Row(f"{len(spent)} files, {count} readings", rate)
    if spent:
        middle, worst = spent[len(spent) // 2] * 1e3, spent[int(len(spent) * 0.99)] * 1e3
        yield Row("CPU time a file, p50 / p99", f"{middle:.0f} / {worst:.0f} ms")
    yield Row("readings with a quotation put back", str(put_back))
    for sentence, times in said.most_common():
        yield Row(f"refused: {sentence}", str(times))


if __name__ == "__main__":
    rows = folder(Path(sys.argv[1])) if len(sys.argv) > 1 else measure()
    for row in rows:
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)
