"""`onrecord receipt`: all that is on record of one claim, as a page and as JSON."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.running import ConfigFile, end, finish, on_the_command_line, read_settings
from bot.exits import Exit


def receipt(
    slug: Annotated[str, typer.Argument(help="The claim's name, such as castro-1957.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")] = Path(),
    *,
    text: Annotated[
        bool, typer.Option("--text", help="Write the document's text as well, where it was read.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Write a claim's receipt: one page of HTML that needs nothing else, and the same as JSON.

    Words, anchor, hashes and how to check them, attribution, evidence, both histories, and where it
    was answered. Nothing is overwritten. A restricted claim gets one, and it says so.
    """
    settings = read_settings(config)

    async def work() -> Exit:
        from bot.main import open_store
        from knowledge.receipt import receipt as made_of
        from knowledge.receipt import text_name
        from knowledge.receipt_files import receipt_files

        person = on_the_command_line().person
        async with open_store(settings) as store:
            made = await made_of(store, slug, person.signature if person else "")
        if made is None:
            end(
                Exit.USAGE,
                f"No claim on record is called “{slug}”. A card ends with its claim's slug.",
            )
        files = {out / name: content for name, content in receipt_files(made).items()}
        if text and made.version is not None:
            files[out / text_name(made)] = made.version.text.encode()
        _write(files)
        for file in files:
            typer.echo(str(file))
        if text and made.version is None:
            typer.echo("The desk has not read the document, so there is no text.", err=True)
        return Exit.OK

    finish(work())


def _write(files: dict[Path, bytes]) -> None:
    """Write *files*, none of which may be there with other content."""
    for file, content in files.items():
        if file.exists() and (not file.is_file() or file.read_bytes() != content):
            end(Exit.USAGE, f"{file} exists already. Name another folder with --out.")
    for file, content in files.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        except OSError as error:
            end(Exit.USAGE, f"{file} cannot be written: {error.strerror}. Name another folder.")
