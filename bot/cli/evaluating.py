"""`onrecord evaluate`: how well attributions are found, against labelled texts."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.extracting import TaggerFile, open_engine, with_tagger
from bot.cli.running import ConfigFile, end, failures_in_words, read_settings
from bot.exits import Exit

if TYPE_CHECKING:
    from config.settings import Settings
    from knowledge.extract.found import Attributed
    from knowledge.train.gold import GoldDocument
    from knowledge.train.scoring import Measure, Score


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Labelled texts: JSON Lines, brat, or a folder.")
    ],
    predicted: Annotated[
        Path | None,
        typer.Argument(
            metavar="PREDICTED", help="JSON Lines with doc and attributions; by default, ours."
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="KEY", help="Tell the texts apart by this, as outlet.")
    ] = "",
    tagger: TaggerFile = None,
    config: ConfigFile = None,
) -> None:
    """Print precision, recall and F1 of what is found in GOLD, or of PREDICTED.

    By letters: a content counts when it shares at least half of all the letters that it or the
    labelled one has, an attribution when its source is right, too. A text that PREDICTED lacks
    counts as one in which nothing was found.
    """
    from knowledge.train.gold import BadGold, read_gold

    settings = read_settings(config) if predicted else with_tagger(read_settings(config), tagger)
    with failures_in_words():
        try:
            texts = list(read_gold(gold, group=by or "outlet"))
            if not texts:
                end(Exit.USAGE, f"{gold} holds no labelled text.")
            found = _read(predicted) if predicted else asyncio.run(_ours(settings, texts))
        except BadGold as error:
            end(Exit.USAGE, str(error))
        for name, score in _scores(texts, found, apart=bool(by)):
            _show(name, score)


async def _ours(
    settings: "Settings", texts: "Sequence[GoldDocument]"
) -> "dict[str, Sequence[Attributed]]":
    """Return what we find in *texts*; one that cannot be read counts as nothing, and is named."""
    from knowledge.errors import Unreadable

    async with open_engine(settings) as (engine, pool):

        async def one(text: "GoldDocument") -> "Sequence[Attributed]":
            try:
                found = await pool.run(text.doc, engine.extract, text.text)
                # Labelled texts mark what A says, and not once more what A says that B said.
                return tuple(each for each in found.attributions if not each.inner)
            except Unreadable as error:
                typer.echo(f"{text.doc}: {error}", err=True)
                return ()

        return dict(
            zip(
                (text.doc for text in texts),
                await asyncio.gather(*(one(text) for text in texts)),
                strict=True,
            )
        )


def _read(file: Path) -> "dict[str, Sequence[Attributed]]":
    from knowledge.train.gold import read_predicted

    return {text.doc: text.attributions for text in read_predicted(file)}


def _scores(
    texts: "Sequence[GoldDocument]",
    found: "Mapping[str, Sequence[Attributed]]",
    *,
    apart: bool,
) -> "Iterator[tuple[str, Score]]":
    from knowledge.train.scoring import Score, scored

    groups: dict[str, Score] = {}
    for text in texts:
        score = scored(text.text, text.attributions, found.get(text.doc, ()))
        groups[text.group] = groups.get(text.group, Score()) + score
    yield "all", sum(groups.values(), Score())
    if apart:
        yield from sorted(groups.items())


def _show(name: str, score: "Score") -> None:
    typer.echo(f"{name or 'none'}: {score.gold} gold, {score.found} predicted")
    _row("content chars", score.letters)
    _row("content match", score.content)
    _row("content exact", score.exactly)
    _row("attribution", score.attribution)
    typer.echo(f"  source acc. {score.source_accuracy:.3f}   cue acc. {score.cue_accuracy:.3f}")


def _row(label: str, measure: "Measure") -> None:
    typer.echo(
        f"  {label:15s} P {measure.precision:.3f}  R {measure.recall:.3f}  F1 {measure.f1:.3f}"
    )
