"""`/desk document`: a document's versions and claims, and what its outlet did to it."""

from collections.abc import Sequence

from bot.commands import words
from bot.commands.cards import claim_rows
from bot.commands.desk_claim import not_kept
from bot.commands.fared import DIFFERENCES, UNTOUCHED, dossier_rows
from bot.commands.paging import page_of, paging
from bot.commands.proposed import press
from bot.commands.restricted import not_shown
from bot.core import tokens
from bot.core.errors import Unusable
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import (
    Action,
    Actions,
    Block,
    Choice,
    Fact,
    Facts,
    FieldKind,
    Form,
    FormField,
    Note,
    Outcome,
    Paragraph,
    Reply,
    Result,
    Sources,
)
from knowledge.attributed import place_words
from knowledge.documents import DocumentVersion
from knowledge.dossier import Dossier
from knowledge.model import Document, DocumentState
from knowledge.proposals import NotKept
from knowledge.roles import Role
from knowledge.versions import MAX_NOTICE

ROWS_A_PAGE = 6
MAX_VERSIONS = 4
_MAX = 2_000


async def _states(_context: Context, _typed: str) -> Sequence[Choice]:
    """Return what an outlet can have done."""
    return [Choice(state.value, state.value) for state in DocumentState]


_STATE = Param("state", "corrected, withdrawn or current", max_length=40, suggest=_states)
_NOTICE = Param("notice", "The outlet's notice, in its own words", max_length=MAX_NOTICE + 200)


@command(
    "desk-document",
    "A document's versions and claims; or mark it corrected, withdrawn or current",
    params=[
        Param(
            "document",
            "Its address, or its key as a card has it",
            required=True,
            max_length=_MAX + MAX_NOTICE,
        ),
        _STATE,
        _NOTICE,
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    under="desk",
    needs=Role.EDITOR,
    example="/desk document https://herald.example/beds",
)
async def desk_document(
    context: Context, document: str, page: int, state: str = "", notice: str = ""
) -> Outcome:
    """Show the document, or mark it where a state was given with it."""
    asked, _, rest = document.partition(" ")
    if rest.strip():
        typed, _, more = rest.strip().partition(" ")
        state, notice = (state, f"{rest} {notice}") if state else (typed, f"{more} {notice}")
    if state:
        if context.roles is not None:
            typed = f"desk document … {state[:20]}"
            await context.roles.must(context.request, context.role, Role.STANDARDS, typed)
        return await _marked(context, asked, state, notice.strip())
    dossier = await context.desk.dossiers.open(asked)
    if dossier is None:
        raise Unusable(
            f"No document is known as “{asked[:200]}”.",
            "Give its address, or its key, as it stands in a receipt of its claims.",
            field="document",
        )
    return _shown(context, asked, dossier, page)


@command(
    "desk-mark",
    "Mark a document as its outlet's notice has it",
    params=[
        Param("document", "Its address or key", required=True, max_length=_MAX),
        _STATE,
        _NOTICE,
    ],
    listed=False,
    under="desk",
    needs=Role.STANDARDS,
    example="/desk document https://herald.example/beds corrected The number was wrong.",
)
async def desk_mark(context: Context, document: str, state: str = "", notice: str = "") -> Outcome:
    """Mark the document, or ask for the notice first."""
    return await _marked(context, document, state, notice)


async def _marked(context: Context, asked: str, typed: str, notice: str) -> Outcome:
    state = _state(typed)
    args = {"document": asked, "state": state.value}
    title = state.value.capitalize()
    if state is not DocumentState.CURRENT and not notice:
        asks = FormField(
            "notice",
            "The outlet's notice",
            FieldKind.TEXT,
            hint="In its own words; it is kept.",
            max_length=MAX_NOTICE,
        )
        return Form(title, "desk-mark", (asks,), submit="Mark", args=args, note=asked[:150])
    again = press(f"{title} again", "desk-mark", args)
    if len(notice) > MAX_NOTICE:
        raise Unusable(
            f"That notice has {len(notice):,} characters, and at most {MAX_NOTICE:,} fit.",
            "Shorten it to the sentence that matters.",
            field="notice",
        )
    try:
        marking = await context.desk.dossiers.mark(asked, state, notice)
    except NotKept as error:
        return not_kept(error, {"Notice": notice}, again)
    show = [press("The document", "desk-document", {"document": asked})]
    shows = (Actions(tuple(show)),) if tokens.fits(show[0]) else ()
    if not marking.marks:
        return Reply(f"It stands so already: {state.value}.", shows, Result.NOTHING, replaces=True)
    count = len(marking.claims) + marking.withheld
    rows = tuple(
        Fact(mark.key, (f"{mark.before.value} → {mark.after.value}",)) for mark in marking.marks
    )
    blocks: list[Block] = [Facts(rows)]
    if notice:
        blocks.append(Paragraph((f"The outlet's notice: {notice}",)))
    if count:
        them = "1 claim" if count == 1 else f"{count} claims"
        said = f"{them} on record of it. Answers that showed them are corrected where they stand."
        blocks.append(Note((said,)))
    shown = marking.claims[:ROWS_A_PAGE]
    blocks += [claim_rows(shown, "Claims it concerns")] if shown else []
    if len(marking.claims) > len(shown):
        blocks.append(Note((f"{len(marking.claims) - len(shown)} more are not listed here.",)))
    blocks += [*not_shown(marking.withheld), *shows]
    slugs = tuple(claim.slug for claim in shown)
    return Reply(f"Marked as {state.value}.", tuple(blocks), claims=slugs, replaces=True)


def _state(typed: str) -> DocumentState:
    name = typed.strip().rstrip(":").casefold()
    try:
        return DocumentState(name)
    except ValueError:
        raise Unusable(
            f"“{typed.strip()[:40]}” is nothing that an outlet does to a document.",
            "Type corrected, withdrawn or current after it, then the outlet's notice.",
            field="state",
        ) from None


def _shown(context: Context, asked: str, dossier: Dossier, page: int) -> Reply:
    document = dossier.document
    if document is None:
        title = "Nothing of that document may be shown here."
        return Reply(title, not_shown(dossier.withheld), Result.NOTHING, replaces=True)
    facts = [
        Fact("Where", words.where(document)),
        Fact("When", (words.when(document),)),
        Fact("State", (document.state.value,)),
        Fact("Key", (document.key,)),
    ]
    facts += [Fact("Noted", (document.note,))] if document.note else []
    blocks: list[Block] = [Facts(tuple(facts)), *_versions(dossier.versions)]
    rows = dossier_rows(dossier)
    shown, number, pages = page_of(rows, page, ROWS_A_PAGE)
    if shown:
        counted = "1 claim" if len(rows) == 1 else f"{len(rows)} claims"
        blocks.append(Sources(f"{counted} on record", tuple(row for _, row in shown)))
    elif not dossier.withheld:
        blocks.append(Note(("No claim of it is on record.",)))
    if any(each.pieces for each in dossier.fates):
        blocks.append(Note((DIFFERENCES,)))
    if dossier.fates:
        blocks.append(Note((UNTOUCHED,)))
    blocks += not_shown(dossier.withheld)
    turn = Action("", "desk-document", {"document": asked, "page": "999999"})
    if tokens.fits(turn):
        blocks += paging("desk-document", {"document": asked}, number, pages)
    elif pages > 1:
        blocks.append(Note((f"Page {number} of {pages}; ask by the key for more.",)))
    if context.may(Role.STANDARDS):
        able = [each for each in _presses(document, dossier) if tokens.fits(each)]
        blocks += [Actions(tuple(able))] if able else []
    slugs = tuple(claim.slug for claim, _ in shown)
    return Reply(place_words(document), tuple(blocks), claims=slugs, replaces=True)


def _versions(versions: Sequence[DocumentVersion]) -> list[Block]:
    if not versions:
        return [Note(("The desk has not read its text, so no version of it is kept.",))]
    rows = tuple(
        Fact(
            f"Version {each.number}",
            (
                f"read {each.retrieved_at.day} {each.retrieved_at:%B %Y}, "
                f"{len(each.text):,} characters, {each.document.state.value}; {each.document.key}",
            ),
        )
        for each in versions[-MAX_VERSIONS:]
    )
    left = len(versions) - len(rows)
    earlier = [Note((f"{left} earlier version{'s' * (left != 1)} not listed.",))] if left else []
    return [*earlier, Facts(rows)]


def _presses(document: Document, dossier: Dossier) -> list[Action]:
    """Return what can be marked: the version before the newest is the one that was corrected."""
    versions = dossier.versions
    mine = versions[-2] if len(versions) > 1 else None
    old = mine.document if mine else document
    label = f"Version {mine.number} corrected" if mine else "Corrected"
    by_state = {
        DocumentState.CORRECTED: (label, old),
        DocumentState.WITHDRAWN: ("Withdrawn", document),
        DocumentState.CURRENT: ("Current again", document),
    }
    return [
        press(called, "desk-mark", {"document": which.key, "state": state.value})
        for state, (called, which) in by_state.items()
        if which.state is not state
    ]
