"""What is said of documents that were taken in: how much is proposed, and where details stood."""

from collections.abc import Mapping, Sequence

from bot.commands import words
from bot.commands.fared import fared_blocks
from bot.commands.proposed import press
from bot.core.registry import Context
from bot.core.reply import Actions, Block, Fact, Facts, Note, Paragraph, Reply, Result
from knowledge.documents import DocumentVersion, Outcome, TakenIn
from knowledge.dossier import Dossier

MAX_LISTED = 5


async def fared_in(context: Context, taken: Sequence[TakenIn]) -> dict[str, Dossier]:
    """Return the documents whose text changed, with what became of their claims on record."""
    dossiers: dict[str, Dossier] = {}
    for each in taken[:MAX_LISTED]:
        if each.outcome is Outcome.CHANGED and each.fates:
            dossier = await context.desk.dossiers.open(each.document)
            dossiers |= {each.document: dossier} if dossier else {}
    return dossiers


def taken_in(taken: Sequence[TakenIn], fared: Mapping[str, Dossier]) -> Reply:
    """Return what was taken in, document by document, what became of older claims, how to go on."""
    if not taken:
        return Reply(
            "There is no document in that.",
            (Note(("Nothing was taken in.",)),),
            result=Result.NOTHING,
        )
    proposed = sum(len(each.proposals) for each in taken)
    claims = f"{proposed} claim{'s' * (proposed != 1)} proposed"
    if len(taken) == 1:
        title = f"{_source(taken[0])}: {claims}"
    else:
        title = f"{len(taken)} documents taken in: {claims}"
    blocks: list[Block] = [
        block
        for each in taken[:MAX_LISTED]
        for block in (
            *_document(each, len(taken) > 1),
            *(fared_blocks(fared[each.document]) if each.document in fared else ()),
        )
    ]
    if len(taken) > MAX_LISTED:
        blocks.append(Note((f"{len(taken) - MAX_LISTED} more documents are not listed here.",)))
    if proposed:
        blocks.append(
            Note(("Nothing of it is on record. A person accepts what is proposed, or drops it.",))
        )
    first = next((number for each in taken for number in each.proposals), None)
    presses = [press("Queue", "desk-queue")]
    if first is not None:
        presses.insert(0, press("What is proposed", "desk-queue", {"f": f"of:{first}"}))
    blocks.append(Actions(tuple(presses)))
    return Reply(title, tuple(blocks))


def _source(taken: TakenIn) -> str:
    version = taken.version
    return words.place_words(version.document) if version else taken.document


def _document(taken: TakenIn, named: bool) -> list[Block]:
    version = taken.version
    if version is None:
        return [Paragraph((taken.document,))]
    blocks: list[Block] = []
    if named:
        said = f": {len(taken.proposals)} proposed"
        blocks.append(Paragraph((f"{_source(taken)}{said}",)))
    blocks.append(Note((_outcome(taken),)))
    blocks.append(Facts(tuple(_facts(version))))
    left = []
    if taken.repeated and taken.outcome is Outcome.CHANGED:
        left.append(f"{taken.repeated} were proposed before and are not proposed again.")
    if taken.left_out:
        left.append(
            f"{taken.left_out} found and left out, because their words could not be traced in the "
            "text; the log says why."
        )
    blocks += [Note((note,)) for note in (*left, *version.notes)]
    return blocks


def _outcome(taken: TakenIn) -> str:
    match taken.outcome:
        case Outcome.SAME:
            also = f" It came from {', '.join(taken.also)} as well." if taken.also else ""
            kept = f" Kept as you give it: {', '.join(taken.given)}." if taken.given else ""
            several = f"{taken.dated} claim{'s' * (taken.dated != 1)}"
            dated = f" The dates of {several} were reckoned again by it." if taken.dated else ""
            return (
                "The desk has read this very text before; nothing was proposed again."
                f"{also}{kept}{dated}"
            )
        case Outcome.CHANGED:
            return (
                f"The text has changed since the desk read it: this is version {taken.number}, "
                "and what is new in it is proposed."
            )
        case _:
            return "The desk has not read this before."


def _facts(version: DocumentVersion) -> list[Fact]:
    document = version.document
    origins = dict(version.origins)
    facts = []
    if version.title:
        facts.append(Fact("Headline", (_from(version.title, origins.get("title", "")),)))
    facts.append(Fact("Where", words.where(document)))
    facts.append(Fact("Outlet", (_from(document.outlet.name, origins.get("outlet", "")),)))
    if document.details_from.startswith("The document names no"):
        facts.append(Fact("Outlet and byline", (document.details_from,)))
    byline = _from(document.byline, origins.get("byline", "")) if document.byline else "none given"
    facts.append(Fact("Byline", (byline,)))
    facts.append(Fact("When", (words.when(document),)))
    facts.append(Fact("Read as", (f"{version.media}, {len(version.text):,} characters",)))
    return facts


def _from(value: str, origin: str) -> str:
    return (
        f"{value} (from {origin})"
        if origin and not origin.startswith("given")
        else (f"{value} ({origin})" if origin else value)
    )
