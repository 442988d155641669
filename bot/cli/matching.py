"""`onrecord match`: how well claims are found, over files, by the code that answers in chat."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bot.cli.running import end, failures_in_words
from bot.exits import Exit
from knowledge.match.gears import Gear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.match.trial import Query, TrialClaim

_BATCH = 2_000
"""Claims put on record in one transaction."""


def match(
    claims: Annotated[
        Path, typer.Option("--claims", help="JSON lines with `id` and `claim`; `title`, `speaker`.")
    ],
    queries: Annotated[
        Path,
        typer.Option("--queries", help="JSON lines with `id` and `query`; the same file may do."),
    ],
    top: Annotated[int, typer.Option("--top", min=1, max=1000, help="Hits a query.")] = 10,
    gear: Annotated[Gear, typer.Option("--gear", help="How claims are found.")] = Gear.LEXICAL,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write; by default standard output.")
    ] = None,
) -> None:
    """Find CLAIMS for QUERIES in a temporary desk and print one JSON line a query with its hits."""
    import asyncio

    from knowledge.match.gears import GearMissing
    from knowledge.match.trial import BadLineError, read_claims, read_queries

    try:
        known = read_claims(_lines(claims), claims.name)
        asked = read_queries(_lines(queries), queries.name)
    except BadLineError as error:
        end(Exit.USAGE, f"{error} Mend that line, or take it out.")
    if not known or not asked:
        what, place = ("claim", claims) if not known else ("query", queries)
        end(Exit.USAGE, f"{place} has no {what}: give JSON lines with `id` and `{what}`.")

    with failures_in_words():
        try:
            with _target(out) as target:
                asyncio.run(_answer(known, asked, top, gear, target))
        except GearMissing as error:
            end(Exit.USAGE, str(error))


async def _answer(
    known: "Sequence[TrialClaim]", asked: "Sequence[Query]", top: int, gear: Gear, target: TextIO
) -> None:
    """Write one line a query to *target*, from a desk that is gone afterwards."""
    import json
    import tempfile

    from bot.main import open_store
    from config.settings import SearchSettings, Settings
    from knowledge.match.gears import open_matcher
    from knowledge.match.model import Measured

    slugs = {trial.claim.slug: trial.identity for trial in known}
    with tempfile.TemporaryDirectory(prefix="onrecord-match-") as folder:
        settings = Settings(data_dir=Path(folder), search=SearchSettings(gear=gear.value))
        async with open_store(settings) as store:
            for start in range(0, len(known), _BATCH):
                await store.add(trial.claim for trial in known[start : start + _BATCH])
            matcher = open_matcher(store, gear, store.embedder)
            # What is below the floor is ranked too: chat does not show it, a measure wants it.
            find = matcher.ranked if isinstance(matcher, Measured) else matcher.find
            for query in asked:
                hits = await find(query.text, top)
                shown = [
                    {"id": slugs[hit.slug], "score": hit.score, "band": hit.band.value}
                    for hit in hits
                ]
                line = json.dumps({"query": query.identity, "hits": shown}, ensure_ascii=False)
                target.write(f"{line}\n")


@contextmanager
def _target(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    try:
        with out.open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        end(Exit.USAGE, f"{out} cannot be written: {error.strerror}.")


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            yield from file
    except OSError as error:
        end(Exit.USAGE, f"{path} cannot be read: {error.strerror}.")
