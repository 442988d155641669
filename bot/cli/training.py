"""`onrecord train`: a tagger of one's own, from labelled texts and from the desk's decisions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.running import ConfigFile, end, failures_in_words, read_settings
from bot.exits import Exit

if TYPE_CHECKING:
    from config.settings import Settings
    from knowledge.train.gold import GoldDocument


def train(
    out: Annotated[Path, typer.Option("--out", help="File to write the tagger to.")],
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            "--gold", help="Labelled texts: JSON Lines, brat's .txt and .ann, or a folder."
        ),
    ] = None,
    desk: Annotated[
        bool, typer.Option("--desk", help="Learn from what this desk accepted and dropped as well.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Learn from labelled texts who says what, and where the rules are right.

    Takes minutes for hundreds of texts. Says what the tagger gains over the rules on texts that it
    did not learn from; `extract.tagger` then names it. See docs/training.md.
    """
    settings = read_settings(config)
    if not gold and not desk:
        end(Exit.USAGE, "There is nothing to learn from: give --gold, --desk or both.")
    if not out.absolute().parent.is_dir():
        end(Exit.USAGE, f"There is no folder {out.absolute().parent} to write to; make it first.")
    from knowledge.extract.tagger.model import BadModel, write_model
    from knowledge.train.gold import BadGold, read_gold
    from knowledge.train.training import TooLittle, trained

    with failures_in_words():
        try:
            documents = [document for place in gold or () for document in read_gold(place)]
            if desk:
                documents += _of_desk(settings)
            model = trained(
                documents,
                parser=settings.extract.model,
                workers=settings.extract.workers,
                progress=lambda step: typer.echo(f"{step} …", err=True),
            )
            write_model(model, out)
        except (BadGold, TooLittle, BadModel) as error:
            end(Exit.USAGE, str(error))
        except OSError as error:
            end(Exit.USAGE, f"{out} cannot be written: {error.strerror}.")
    about = model.about
    typer.echo(
        f"{out}: learnt from {about.documents:,} texts with {about.attributions:,} attributions.\n"
        f"Attribution F1 on texts it did not learn from: {about.f1:.3f}; "
        f"by the rules alone: {about.rules_f1:.3f}."
    )
    if about.f1 < about.rules_f1 + 0.01:
        typer.echo("It gains nothing over the rules: leave extract.tagger empty, or label more.")
    else:
        typer.echo(f"Use it with extract.tagger = {str(out.absolute())!r}.")


def _of_desk(settings: "Settings") -> "list[GoldDocument]":
    """Return what the desk's decisions teach."""
    import asyncio

    from bot.main import open_store
    from knowledge.extract.parsing import open_parser
    from knowledge.train.desk import Reviewed, gold_of, reviewed

    async def read() -> list[Reviewed]:
        async with open_store(settings) as store:
            return await reviewed(store)

    found = asyncio.run(read())
    typer.echo(f"{len(found):,} documents of the desk are decided throughout.", err=True)
    parser = open_parser(settings.extract.model)
    return [gold_of(document, parser) for document in found]
