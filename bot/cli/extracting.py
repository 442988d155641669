"""`onrecord extract`: what is found in files, without a desk."""

import asyncio
import hashlib
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.running import ConfigFile, end, failures_in_words, one_of_many, read_settings
from bot.exits import Exit

if TYPE_CHECKING:
    from config.settings import Settings
    from knowledge.extract.engine import Engine
    from knowledge.extract.found import Extracted, Paragraph
    from knowledge.extract.pool import Pool
    from knowledge.model import PartialDate

TaggerFile = Annotated[
    Path | None,
    typer.Option("--tagger", help="A tagger that `onrecord train` made; by default the one set."),
]


@dataclass(frozen=True, slots=True)
class Text:
    """A text to look through, by its name; one that was read from something else has its hash."""

    doc: str
    text: str
    published: "PartialDate | None" = None
    outlet: str = ""
    paragraphs: "Sequence[Paragraph] | None" = None

    @property
    def was_read(self) -> bool:
        """Whether it is the text of something that is no plain text."""
        return self.paragraphs is not None


def extract(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Texts, JSON Lines, pages, PDFs and more."),
    ],
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print one line of JSON a document.")
    ] = False,
    published: Annotated[
        str, typer.Option("--published", help="When they were: 2019-12-20, 2019-12 or 2019.")
    ] = "",
    tagger: TaggerFile = None,
    config: ConfigFile = None,
) -> None:
    """Print who says what in FILEs, and the claims in it; nothing is kept.

    Offsets are code points into the file's own text, untouched. A file of another form is read
    first: then they are into the text that was read, and `text_sha256` is that text's hash.
    JSON Lines have `doc` and `text` a line, and `date` and `outlet` if they are known.
    """
    from knowledge.errors import RecordError
    from knowledge.model import PartialDate

    settings = with_tagger(read_settings(config), tagger)
    try:
        day = PartialDate(published) if published else None
    except RecordError as error:
        end(Exit.USAGE, f"{error}; write 2019-12-20, 2019-12 or 2019.")
    for file in files:
        if not file.is_file():
            end(Exit.USAGE, f"There is no file {file}. Look at its name, and give it again.")

    failed = []

    def show(text: Text, found: "Extracted | str") -> None:
        if isinstance(found, str):
            failed.append(text)
            typer.echo(f"{text.doc}: {found}", err=True)
        else:
            _print(text, found, jsonl=jsonl)

    async def work() -> Exit:
        async with open_engine(settings) as (engine, pool):
            with one_of_many():
                await _in_order(_texts(files, engine, pool, day), engine, pool, show)
        return Exit.NOTHING if failed else Exit.OK

    with failures_in_words():
        end(asyncio.run(work()))


def with_tagger(settings: "Settings", tagger: Path | None) -> "Settings":
    """Return *settings* with that tagger, which is looked at first."""
    from knowledge.extract.tagger.model import BadModel, read_model

    if tagger is not None:
        extract = settings.extract.model_copy(update={"tagger": str(tagger)})
        settings = settings.model_copy(update={"extract": extract})
    if settings.extract.tagger:
        try:
            read_model(Path(settings.extract.tagger))
        except BadModel as error:
            end(Exit.USAGE if tagger else Exit.CONFIG, str(error))
    return settings


@asynccontextmanager
async def open_engine(settings: "Settings") -> "AsyncIterator[tuple[Engine, Pool]]":
    """Open what finds claims, and the processes it does so in, and close them after."""
    from knowledge.extract.engine import Engine
    from knowledge.extract.pool import Pool

    engine = Engine(settings.extract.model, settings.extract.tagger)
    pool = Pool(
        engine.begin, workers=settings.extract.workers, seconds=settings.extract.seconds, niceness=0
    )
    try:
        yield engine, pool
    finally:
        await pool.close()


async def _texts(
    files: Sequence[Path], engine: "Engine", pool: "Pool", day: "PartialDate | None"
) -> AsyncIterator[Text | tuple[Text, str]]:
    """Yield the texts of *files*, or the name of one that cannot be read with a sentence."""
    from knowledge.errors import Unreadable
    from knowledge.extract.engine import Bytes
    from knowledge.readers.recognising import Form, form_of

    for file in files:
        if file.suffix in (".jsonl", ".ndjson"):
            for each in _lines(file, day):
                yield each
            continue
        try:
            data = file.read_bytes()
            text = _as_it_is(data) if form_of(data, file.name) is Form.TEXT else None
            if text is not None:
                yield Text(file.stem, text, day)
                continue
            given = Bytes(data, name=file.name)
            for number, reading in enumerate(await pool.run(str(file), engine.read, given), 1):
                doc = file.stem if number == 1 else f"{file.stem}#{number}"
                read_day = reading.published.day if reading.published else None
                outlet = reading.outlet.value if reading.outlet else ""
                yield Text(doc, reading.text, day or read_day, outlet, reading.paragraphs)
        except (Unreadable, OSError) as error:
            yield Text(str(file), ""), str(error)


def _as_it_is(data: bytes) -> str | None:
    """Return the text of *data* with nothing changed, if it is UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _lines(file: Path, day: "PartialDate | None") -> Iterator[Text | tuple[Text, str]]:
    from knowledge.errors import RecordError
    from knowledge.model import PartialDate

    with file.open(encoding="utf-8-sig", newline="\n", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                held: dict[str, Any] = json.loads(line)
                doc, text = str(held["doc"]), held["text"]
                own = held.get("date") or held.get("published")
                published = day or (PartialDate(own) if isinstance(own, str) and own else None)
                if not isinstance(text, str):
                    raise TypeError
            except (
                ValueError,
                LookupError,
                TypeError,
                RecursionError,
                RecordError,
                AttributeError,
            ):
                yield (
                    Text(f"{file}, line {number}", ""),
                    "It has no doc and text, or a date that is none; mend it, or take it out.",
                )
                continue
            yield Text(doc, text, published, str(held.get("outlet") or ""))


async def _in_order(
    texts: AsyncIterator[Text | tuple[Text, str]],
    engine: "Engine",
    pool: "Pool",
    show: "Callable[[Text, Extracted | str], None]",
) -> None:
    """*show* what is found in each text, in their order, some of them looked through at once."""
    under_way: deque[tuple[Text, asyncio.Task[Extracted | str] | str]] = deque()

    async def next_shown() -> None:
        text, found = under_way.popleft()
        show(text, found if isinstance(found, str) else await found)

    async with asyncio.TaskGroup() as group:
        async for each in texts:
            if isinstance(each, tuple):
                under_way.append(each)
            else:
                under_way.append((each, group.create_task(_found(each, engine, pool))))
            if len(under_way) > 2 * pool.workers:
                await next_shown()
        while under_way:
            await next_shown()


async def _found(text: Text, engine: "Engine", pool: "Pool") -> "Extracted | str":
    from knowledge.errors import Unreadable
    from knowledge.extract.pool import NotReady

    try:
        return await pool.run(
            text.doc,
            engine.extract,
            text.text,
            text.paragraphs,
            text.published,
            text.outlet,
        )
    except NotReady:
        raise
    except Unreadable as error:
        return str(error)


def _print(text: Text, found: "Extracted", *, jsonl: bool) -> None:
    from knowledge.extract.printing import line_of

    if jsonl:
        line = line_of(text.doc, text.text, found)
        if text.was_read:
            line["text_sha256"] = hashlib.sha256(text.text.encode()).hexdigest()
        typer.echo(json.dumps(line, ensure_ascii=False))
        return
    typer.echo(f"{text.doc}: {len(found.claims)} claims")
    for note in found.notes:
        typer.echo(f"  {note}")
    for claim in found.claims:
        who = ", ".join(each.called for each in claim.claimants) or "nobody named"
        words = " … ".join(text.text[span.start : span.end] for span in claim.content)
        typer.echo(f"  - {who} ({claim.voice.value}, {claim.strength.value}): {words}")
