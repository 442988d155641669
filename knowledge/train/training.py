"""From labelled texts to a tagger.

The model that accepts or refuses must see the others at their work on texts they did not learn
from. So the texts are halved, each half is tagged by models of the other, and what is accepted is
learnt from that; the models that are kept learn from all texts. F1 is measured across the halves,
too, so it is a little lower than what the kept models reach on other texts of the same kind.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from knowledge.extract.attribution import attributions
from knowledge.extract.found import Attributed
from knowledge.extract.paragraphs import laid_out
from knowledge.extract.parsing import MODEL, Parsed, Parser, open_parser
from knowledge.extract.tagger.accepting import (
    Candidate,
    accept_features,
    candidates,
    chosen,
    overlap,
    touch,
)
from knowledge.extract.tagger.crf import NO, YES, Crf, Features, fitted
from knowledge.extract.tagger.features import features
from knowledge.extract.tagger.labels import labels, segments
from knowledge.extract.tagger.linking import pair_features, pairs
from knowledge.extract.tagger.model import About, Model
from knowledge.extract.tagger.tagger import RoleTagger
from knowledge.extract.tagger.tokens import Row, rows
from knowledge.train.gold import GoldDocument

LEAST_DOCUMENTS = 10
"""Fewer texts teach nothing that can be measured."""

_ROUNDS = 60
_RAREST = 3

Progress = Callable[[str], None]


class TooLittle(Exception):
    """There is too little labelled text to learn from; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A labelled text with its tokens and what the rules find in it."""

    gold: tuple[Attributed, ...]
    parsed: Parsed
    lines: tuple[Row, ...]
    ruled: tuple[Attributed, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """A candidate with its features, the labelled text it stands in, and whether it is right."""

    candidate: Candidate
    features: tuple[str, ...]
    document: int
    right: bool


def prepared(document: GoldDocument, parser: Parser) -> Prepared:
    """Return *document* parsed, without what the parser keeps for itself."""
    parsed = parser.parse(document.text, laid_out(document.text))
    light = replace(parsed, blocks=())
    return Prepared(document.attributions, light, rows(parsed), attributions(parsed))


def trained(
    documents: Sequence[GoldDocument],
    *,
    parser: str = MODEL,
    workers: int = 2,
    progress: Progress = lambda _: None,
) -> Model:
    """Return a tagger that learnt from *documents*, in *workers* processes.

    Raises `TooLittle`, and `NoLibrary` where python-crfsuite is not installed.
    """
    known = sum(len(document.attributions) for document in documents)
    if len(documents) < LEAST_DOCUMENTS or not known:
        raise TooLittle(
            f"{len(documents)} labelled texts with {known} attributions are too few to learn "
            f"from; it takes {LEAST_DOCUMENTS} texts at least, and hundreds to gain anything."
        )
    with (
        ProcessPoolExecutor(workers, get_context("spawn")) as processes,
        tempfile.TemporaryDirectory(prefix="onrecord-train-") as folder,
    ):
        progress(f"Parsing {len(documents):,} texts")
        ready = _prepared(documents, parser, processes, workers)
        halves = (ready[::2], ready[1::2])
        progress("Learning which words are sources, cues and contents")
        fits = [
            processes.submit(_roles, texts, str(Path(folder) / str(number)))
            for number, texts in enumerate((ready, *halves))
        ]
        file = str(Path(folder) / "small")
        content, source = (fitted(_pairs(ready, role), file) for role in ("content", "source"))
        whole, *other = (fit.result() for fit in fits)
        progress("Learning when rules and tagger are right")
        makers = [RoleTagger(roles, content, source) for roles in other]
        rated = [
            list(_rated(texts, maker))
            for texts, maker in zip(halves, reversed(makers), strict=True)
        ]
        least, f1 = _measured(halves, rated, file)
        accept = fitted(_answers(rated[0] + rated[1]), file)
    about = About(
        parser=parser,
        least=least,
        documents=len(documents),
        attributions=known,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        heldout=len(documents),
        f1=round(f1, 4),
        rules_f1=round(_f1((each.gold, each.ruled) for each in ready), 4),
    )
    return Model(about, whole, content, source, accept)


def _prepared(
    documents: Sequence[GoldDocument], parser: str, processes: ProcessPoolExecutor, workers: int
) -> list[Prepared]:
    size = max(1, min(20, len(documents) // (4 * workers)))
    parts = [documents[at : at + size] for at in range(0, len(documents), size)]
    return [each for part in processes.map(partial(_part, parser), parts) for each in part]


_PARSERS: dict[str, Parser] = {}
"""The parser of a process that parses, loaded once."""


def _part(parser: str, documents: Sequence[GoldDocument]) -> list[Prepared]:
    if parser not in _PARSERS:
        _PARSERS[parser] = open_parser(parser)
    return [prepared(document, _PARSERS[parser]) for document in documents]


def _roles(texts: Sequence[Prepared], file: str) -> bytes:
    """Return a model that gives tokens their roles."""
    sequences = (
        (features(line, labels(line, text.ruled, ruled=True)), labels(line, text.gold))
        for text in texts
        for line in text.lines
    )
    return fitted(sequences, file, rounds=_ROUNDS, rarest=_RAREST)


def _pairs(texts: Iterable[Prepared], role: str) -> Iterator[tuple[Features, list[str]]]:
    """Yield pairs of a cue and a segment, and whether they belong together."""
    for text in texts:
        by_cue = {each.cue[0].start: each for each in text.gold if each.cue}
        for line in text.lines:
            found = segments(labels(line, text.gold))
            for cue in found:
                each = by_cue.get(line.tokens[cue.first].start) if cue.role == "cue" else None
                if each is None:
                    continue
                spans = each.content if role == "content" else each.source
                for other in pairs(found, cue, role):
                    start, end = line.tokens[other.first].start, line.tokens[other.last].end
                    right = any(span.start < end and start < span.end for span in spans)
                    yield (
                        [pair_features(line, found, cue, other)],
                        [YES if right else NO],
                    )


def _rated(texts: Sequence[Prepared], maker: RoleTagger) -> Iterator[Rated]:
    """Yield all candidates of *texts* with their features and whether they are right."""
    for number, text in enumerate(texts):
        tagged, look = maker.tagged(text.parsed, text.lines, text.ruled)
        for candidate in candidates(text.ruled, tagged):
            right = any(_right(candidate.attribution, each) for each in text.gold)
            yield Rated(candidate, tuple(accept_features(candidate, look)), number, right)


def _answers(rated: Iterable[Rated]) -> Iterator[tuple[Features, list[str]]]:
    for each in rated:
        yield [each.features], [YES if each.right else NO]


def _right(found: Attributed, gold: Attributed) -> bool:
    """Whether *found* has the content of *gold*, by half of its letters, and its source."""
    if overlap(found.content, gold.content) < 0.5:
        return False
    return touch(found.source, gold.source) or not (found.source or gold.source)


def _measured(
    halves: Sequence[Sequence[Prepared]], rated: Sequence[Sequence[Rated]], file: str
) -> tuple[float, float]:
    """Return how likely a candidate has to be to be kept, and the F1 that this gives.

    Each half is judged by what was learnt from the other.
    """
    judged: list[list[tuple[Sequence[Attributed], list[tuple[Candidate, float]]]]] = []
    for half, mine, others in zip(halves, rated, reversed(rated), strict=True):
        accept = Crf(fitted(_answers(others), file))
        by_text: list[list[tuple[Candidate, float]]] = [[] for _ in half]
        for each in mine:
            by_text[each.document].append((each.candidate, accept.likely(each.features)))
        judged.append([(text.gold, values) for text, values in zip(half, by_text, strict=True)])

    def f1(least: float) -> float:
        return _f1(
            (gold, [option.attribution for option, _ in _kept(values, least)])
            for half in judged
            for gold, values in half
        )

    tried = [(f1(step / 50), step / 50) for step in range(8, 36)]
    best, least = max(tried)  # of two that are as good, the one that keeps less
    return least, best


def _kept(values: Sequence[tuple[Candidate, float]], least: float) -> list[tuple[Candidate, float]]:
    rates = {id(option): value for option, value in values}
    return chosen([option for option, _ in values], lambda option: rates[id(option)], least)


def _f1(texts: Iterable[tuple[Sequence[Attributed], Sequence[Attributed]]]) -> float:
    """Return the F1 of attributions: contents paired by half of their letters, sources touching."""
    right = wanted = made = 0
    for gold, found in texts:
        wanted += len(gold)
        made += len(found)
        free = list(gold)
        for each in found:
            match = next((other for other in free if _right(each, other)), None)
            if match is not None:
                free.remove(match)
                right += 1
    return 2 * right / (wanted + made) if wanted + made else 0.0
