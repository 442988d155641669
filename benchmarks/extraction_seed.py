"""From text to claims: the seed article's claims, whom sources mean, and that nothing is added.

`python -m benchmarks.extraction_seed` prints it, where the team's reference data is; `--train` goes
through every article of the labelled news for words that a proposal has and its text has not.
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.timing import Row
from knowledge.extract.checking import missing
from knowledge.extract.claimants import Claimants
from knowledge.extract.extractor import Extractor
from knowledge.extract.found import FoundClaim
from knowledge.extract.grid import Grid
from knowledge.extract.paragraphs import laid_out
from knowledge.extract.parsing import Parser, open_parser
from knowledge.extract.people import People
from knowledge.model import PartialDate, Span
from knowledge.text import folded

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seeds/000_2352576bf60df2eb.txt"
PUBLISHED = PartialDate("2019-12-20")


def measure(*, train: bool = False) -> Iterator[Row]:
    """Yield how the seed's claims are found, how sources are traced, and what is added."""
    if not SEED.is_file():
        return
    started = time.perf_counter()
    parser = open_parser()
    extractor = Extractor(parser)
    text = SEED.read_text("utf-8")
    extractor.extract("The port lost 40 ships in May, Luis Prat said. " * 6)
    yield Row("start-up of extraction", f"{time.perf_counter() - started:.1f} s", "2 s")
    yield from _seed(extractor, text)
    yield from _sources(parser)
    yield _nothing_added(extractor, "gum-news-dev.jsonl", "Wikinews")
    if train:
        yield _nothing_added(extractor, "polnear/train.jsonl", "PolNeAR train")


def _seed(extractor: Extractor, text: str) -> Iterator[Row]:
    started = time.perf_counter()
    found = extractor.extract(text, published=PUBLISHED).claims
    taken = time.perf_counter() - started
    gold = _lines("seed-claims.jsonl")
    pairs = [(wanted, _nearest(text, wanted, found)) for wanted in gold]
    matched = [(wanted, claim) for wanted, (claim, share) in pairs if share >= 0.5]
    used = {id(claim) for _, claim in matched}
    extra = sum(id(claim) not in used and claim.parent is None for claim in found)
    nested = sum(claim.parent is not None for claim in found)
    right = sum(
        claim.strength.value == wanted["level"] and _same_claimants(wanted, claim)
        for wanted, claim in matched
    )
    voices = sum(claim.voice.value == wanted["voice"] for wanted, claim in matched)
    days = sum(
        {day["text"] for day in wanted["dates"]} == {day.text for day in claim.dates}
        for wanted, claim in matched
    )
    written = [(figure, claim) for wanted, claim in matched for figure in wanted["figures"]]
    values = sum(any(_same_figure(figure, f) for f in claim.figures) for figure, claim in written)
    more = sum(len(claim.figures) for _, claim in matched) - len(written)
    total = len(gold)
    yield Row(f"seed article, {total} claims: found", f"{len(matched)}", f"{total}")
    yield Row("claimants and strength right / voice right", f"{right} / {voices}", "22 / –")
    yield Row("claims that gold lacks / nested ones", f"{extra} / {nested}", "0 / 2")
    yield Row(
        f"days right / of {len(written)} figures read right / figures too many",
        f"{days} / {values} / {more}",
        f"{total} / {len(written)} / 0",
    )
    yield Row("seed article, one process", f"{taken:.2f} s", "1 s")


def _nearest(
    text: str, wanted: dict[str, Any], found: Sequence[FoundClaim]
) -> tuple[FoundClaim, float]:
    shares = [(claim, _share(text, wanted, claim.span)) for claim in found]
    return max(shares, key=lambda pair: pair[1])


def _share(text: str, wanted: dict[str, Any], span: Span) -> float:
    ours = {i for i in range(span.start, span.end) if not text[i].isspace()}
    theirs = {i for i in range(wanted["start"], wanted["end"]) if not text[i].isspace()}
    return len(ours & theirs) / len(ours | theirs)


def _same_claimants(wanted: dict[str, Any], claim: FoundClaim) -> bool:
    """Compare names; an unnamed claimant is right if the gold's words for it overlap."""
    gold = wanted["speakers"]
    if len(gold) != len(claim.claimants):
        return False
    names = {speaker["name"] for speaker in gold}
    if all(who.name for who in claim.claimants):
        return names == {who.name for who in claim.claimants}
    return all(
        any(s["span"][0] < who.written.end and who.written.start < s["span"][1] for s in gold)
        for who in claim.claimants
    )


def _same_figure(wanted: dict[str, Any], figure: Any) -> bool:  # noqa: ANN401 - see FoundFigure
    place = wanted["span"]
    overlaps = figure.span.start < place[1] and place[0] < figure.span.end
    value = None if wanted["value"] is None else float(wanted["value"])
    ours = None if figure.value is None else float(figure.value)
    return bool(overlaps and figure.qualifier == wanted["qualifier"] and value == ours)


def _sources(parser: Parser) -> Iterator[Row]:
    """Yield how gold sources of Wikinews that are not the full name are traced."""
    ours = {"right": 0, "wrong": 0, "open": 0}
    last = {"right": 0, "wrong": 0}
    for article in _lines("gum-news-dev.jsonl"):
        text = article["text"]
        grid = Grid(parser.parse(text, laid_out(text)))
        claimants = Claimants(grid, People(grid))
        before = ""
        for each in sorted(article["attributions"], key=lambda a: a["source"][:1]):
            if not each["source"] or not each.get("speaker"):
                continue
            source = tuple(Span(*place) for place in each["source"])
            found = claimants.of(source)
            gold = _words(each["speaker"])
            written = text[source[0].start : source[0].end]
            if not _words(written) >= gold:
                given = [_words(who.name) for who in found if who.name]
                right = any(name <= gold or gold <= name for name in given)
                ours["right" if right else "wrong" if given else "open"] += 1
                near = _words(before)
                last["right" if near and (near <= gold or gold <= near) else "wrong"] += 1
            if written[:1].isupper() and len(written) > 3:
                before = written
    total = sum(ours.values())
    yield Row(
        f"Wikinews, {total} sources not named in full: right / wrong / left open",
        f"{ours['right']} / {ours['wrong']} / {ours['open']} "
        f"(the last source named: {last['right']} / {last['wrong']} / 0)",
        "wrong at most 2",
    )


def _nothing_added(extractor: Extractor, file: str, name: str) -> Row:
    articles = _lines(file)
    claims = problems = 0
    started = time.perf_counter()
    for article in articles:
        published = PartialDate(article["date"])
        found = extractor.extract(article["text"], published=published)
        claims += len(found.claims)
        problems += len(missing(article["text"], found))
    speed = len(articles) / (time.perf_counter() - started)
    return Row(
        f"{name}, {len(articles)} articles, {claims:,} claims: words that the text lacks",
        f"{problems} ({speed:.1f} articles a second)",
        "0",
    )


def _words(name: str) -> frozenset[str]:
    return frozenset(folded(name).split("-")) - {"the", "a", ""}


def _lines(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SHARED / "gold" / file).read_text("utf-8").splitlines()]


def main() -> None:
    """Print the rows."""
    print("| what | measured | goal |")
    print("|---|---|---|")
    for row in measure(train="--train" in sys.argv):
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
