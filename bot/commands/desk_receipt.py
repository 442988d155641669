"""`/desk receipt`: all that is on record of a claim, as a page and as JSON, for the asker alone."""

import asyncio
from pathlib import PurePath

from bot.commands import words
from bot.commands.desk_claim import MAX_NAME
from bot.commands.named import named
from bot.commands.relation_words import signed
from bot.commands.suggest import suggest_claims
from bot.core.registry import Context, Param, command
from bot.core.reply import Block, File, Note, Paragraph, Reply, Result
from bot.core.request import Door
from knowledge.errors import RecordError
from knowledge.receipt_files import receipt_files
from knowledge.roles import Role

MOST_BYTES = 8_000_000
"""Discord takes no more than this from everybody; an audit of many thousand entries is longer."""

_MEDIA = {".html": "text/html", ".json": "application/json"}


@command(
    "desk-receipt",
    "A claim's receipt as files, for you alone: words, hashes, histories, where it was answered",
    params=[
        Param(
            "slug",
            "A claim's name",
            required=True,
            called="claim",
            max_length=MAX_NAME,
            suggest=suggest_claims,
        ),
    ],
    under="desk",
    needs=Role.EDITOR,
    alone=True,
    example="/desk receipt castro-1957",
)
async def desk_receipt(context: Context, slug: str) -> Reply:
    """Give the receipt's two files, or say where they are to be had."""
    claim = (await named(context, slug)).claim
    title = f"Receipt of {claim.slug}"
    line = f"onrecord receipt {claim.slug}"
    on_machine = f"On the desk's machine, {line} writes it."
    said = Paragraph((words.attribution(claim),))
    if context.request.door is Door.CONSOLE:
        how = Note((f"It comes as files: type {line} on the command line of this machine.",))
        return Reply(title, (said, how), claims=(claim.slug,))
    if not context.private:
        why = (
            "A receipt is for whoever asks for it, and others would read along here.",
            "Ask for it with the slash command, or in a direct message to Onrecord.",
        )
        return Reply(why[0], (Paragraph((why[1],)),), result=Result.USAGE)
    made = await context.desk.dossiers.receipt(claim.slug, signed(context.request.actor))
    if made is None:
        raise RecordError(f"{claim.slug} is on record and has no receipt")
    files = await asyncio.to_thread(receipt_files, made)
    if sum(map(len, files.values())) > MOST_BYTES:
        return Reply(title, (said, Paragraph((f"It is too long to be sent. {on_machine}",))))
    blocks: list[Block] = [
        said,
        *(File(n, _MEDIA[PurePath(n).suffix], content, on_machine) for n, content in files.items()),
        Note(("What is on record and what people found; not that the claim holds.",)),
    ]
    if claim.restricted:
        blocks.append(Note(("The claim is restricted: mind to whom you hand this on.",)))
    return Reply(title, tuple(blocks), claims=(claim.slug,))
