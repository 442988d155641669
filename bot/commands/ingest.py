"""`/ingest`: a page, a file or pasted text into the desk's queue."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.commands.relation_words import signed
from bot.commands.taken_in import fared_in, taken_in
from bot.core.errors import Unusable
from bot.core.ingesting import Ingesting
from bot.core.registry import Context, Param, command
from bot.core.reply import (
    FieldKind,
    Form,
    FormField,
    Note,
    Outcome,
    Paragraph,
    Reply,
    Result,
)
from bot.core.request import Attached, NotFetched
from knowledge.addresses import canonical
from knowledge.documents import TakenIn
from knowledge.errors import RecordError, Unreadable
from knowledge.filter_values import read_date
from knowledge.given import Given
from knowledge.roles import Role

SECONDS = 240.0
"""Fetching and reading may take so long; others are answered meanwhile."""

MAX_TEXT = 3_000
"""Slack's limit on a field, the tightest we serve; longer texts come as files."""

_ADDRESS = re.compile(r"https?://[^\s<>|\"“”]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}’'"
_DETAILS = (
    Param("title", "Its headline", max_length=300),
    Param("outlet", "Who published it", max_length=200),
    Param("date", "When: 2019-12-20, 2019-12 or 2019", max_length=40),
)


@command(
    "ingest",
    "Take a page or a file in, and propose its claims to the desk",
    params=[
        Param("url", "Address of the page; a file or pasted text does without", max_length=2000),
        *_DETAILS,
    ],
    menu="Ingest this link",
    needs=Role.REPORTER,
    files=True,
    seconds=SECONDS,
    example="/ingest https://example.org/report",
)
async def ingest(
    context: Context, url: str = "", title: str = "", outlet: str = "", date: str = ""
) -> Outcome:
    """Take in what is at the address, or the files that came along; without both, ask."""
    ingesting = _reader(context)
    by = signed(context.request.actor)
    details = _details(title, outlet, date)
    files = context.request.attached
    addresses = _addresses(url)
    if files:
        return await _all_of(context, ingesting, files, details)
    if addresses:
        told = await _told(context, await _read(lambda: ingesting.page(addresses[0], details, by)))
        others = [address for address in dict.fromkeys(addresses) if address != addresses[0]]
        return _with_note(told, others) if others else told
    if url.strip():
        raise Unusable(
            "There is no address in that.",
            "Give one that starts with https://, drop a file, or type /ingest alone to paste text.",
            field="url",
        )
    return _form()


@command(
    "ingest-text",
    "Take in a page or a pasted text with what you know of it",
    params=[
        Param("text", "The text", max_length=20_000),
        Param("url", "Address", max_length=2000),
        *_DETAILS,
    ],
    listed=False,
    needs=Role.REPORTER,
    seconds=SECONDS,
    example="/ingest",
)
async def ingest_text(
    context: Context,
    text: str = "",
    url: str = "",
    title: str = "",
    outlet: str = "",
    date: str = "",
) -> Reply:
    """Take in the text; without one, the page at the address. A refused text is given back."""
    try:
        return await _pasted(context, text, url, title, outlet, date)
    except Unusable as error:
        if not text.strip():
            raise
        problem = error.problem
        kept = (Paragraph((problem.next_step,)), Note(("You pasted:",)), Paragraph((text,)))
        return Reply(problem.sentence, kept, result=problem.result, field=error.field)


async def _pasted(
    context: Context, text: str, url: str, title: str, outlet: str, date: str
) -> Reply:
    ingesting = _reader(context)
    by = signed(context.request.actor)
    address = url.strip()
    if address and not canonical(address):
        raise Unusable(
            f"“{address[:80]}” is no address of a page.",
            "Give it as it stands in a browser, https://…, or leave it empty.",
            field="url",
        )
    if not text.strip() and not address:
        raise Unusable(
            "There is neither text nor an address.",
            "Paste the text, or give the page's address.",
            field="text",
        )
    details = _details(title, outlet, date, address if text.strip() else "")
    if text.strip():
        return await _told(context, await _read(lambda: ingesting.text(text, details, by)))
    return await _told(context, await _read(lambda: ingesting.page(address, details, by)))


async def _all_of(
    context: Context, ingesting: Ingesting, files: Sequence[Attached], details: Given
) -> Reply:
    """Take each file in; of several, one that cannot be read costs the others nothing."""
    taken: list[TakenIn] = []
    failed: list[tuple[str, Unusable]] = []
    for file in files:
        try:
            taken += await _file(ingesting, file, details, signed(context.request.actor))
        except Unusable as error:
            failed.append((file.name, error))
    if len(failed) == len(files) == 1:
        raise failed[0][1]
    if len(failed) == len(files):
        told = Reply("None of the files could be read.", result=Result.USAGE)
    else:
        told = await _told(context, taken)
    notes = [
        Note((f"Not read: {name}. {error.problem.sentence} {error.problem.next_step}",))
        for name, error in failed
    ]
    return replace(told, blocks=(*notes, *told.blocks))


async def _told(context: Context, taken: Sequence[TakenIn]) -> Reply:
    return taken_in(taken, await fared_in(context, taken))


def _with_note(told: Reply, others: Sequence[str]) -> Reply:
    """Return *told* with the addresses that were not read."""
    said = f"Only the first address was read. Not read: {', '.join(others)[:500]}"
    return replace(told, blocks=(Note((said,)), *told.blocks))


def _form() -> Form:
    return Form(
        "Take a document in",
        "ingest-text",
        (
            FormField(
                "text",
                "Text",
                FieldKind.TEXT,
                hint=f"At most {MAX_TEXT:,} characters; drop a file where it is longer.",
                required=False,
                max_length=MAX_TEXT,
            ),
            FormField("url", "Address", hint="https://…", required=False, max_length=2000),
            FormField("title", "Headline", required=False, max_length=300),
            FormField("outlet", "Who published it", required=False, max_length=200),
            FormField("date", "When", hint="2019-12-20", required=False, max_length=40),
        ),
        submit="Take it in",
    )


def _reader(context: Context) -> Ingesting:
    if context.ingesting is None:
        raise Unusable(
            "This desk takes no documents in.",
            "Have whoever runs the desk start it with `onrecord run`.",
        )
    return context.ingesting


def _addresses(typed: str) -> list[str]:
    """Return the addresses in *typed*, without the stops that follow them in a sentence."""
    found = []
    for match in _ADDRESS.finditer(typed):
        address = match.group()
        while address[-1] in _TRAILING and not (address[-1] == ")" and "(" in address):
            address = address[:-1]
        if canonical(address):
            found.append(address)
    bare = typed.strip()
    if not found and re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", bare):
        found.append(f"https://{bare}")
    return found


def _details(title: str, outlet: str, date: str, url: str = "") -> Given:
    day = read_date(date) if date.strip() else None
    if date.strip() and day is None:
        raise Unusable(
            f"“{date[:40]}” is no date.",
            "Write 2019-12-20, 2019-12 or 2019, or leave it empty.",
            field="date",
        )
    return Given(" ".join(outlet.split()), " ".join(title.split()), url, day)


async def _file(ingesting: Ingesting, file: Attached, details: Given, by: str) -> Sequence[TakenIn]:
    if file.size > ingesting.most_bytes:
        raise Unusable(
            f"{file.name} has {file.size / 1e6:,.1f} megabytes, and at most "
            f"{ingesting.most_bytes / 1e6:g} are read.",
            "Cut it into parts, or paste the text that matters.",
        )
    try:
        data = await file.fetch(ingesting.most_bytes)
    except NotFetched as error:
        raise Unusable(error.sentence, error.next_step) from error
    return await _read(lambda: ingesting.file(data, file.name, file.media, details, by))


async def _read(work: Callable[[], Awaitable[Sequence[TakenIn]]]) -> Sequence[TakenIn]:
    """Do *work*; what cannot be read is said in a sentence and a next step."""
    try:
        return await work()
    except Unreadable as error:
        raise Unusable(error.sentence, error.next_step) from error
    except RecordError as error:
        raise Unusable(
            f"That cannot be taken in: {error}.", "Paste the text of the document instead."
        ) from error
