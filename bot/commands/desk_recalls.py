"""`/desk recall` and `/desk deliveries`: where answers stand, and whether corrections reached them.

Of private answers only their number is told. To look changes nothing.
"""

from collections import Counter

from bot.commands.named import named
from bot.commands.paging import page_of, paging
from bot.core.adapter import spot_of
from bot.core.errors import Unusable
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Block, Line, Link, Note, Reply, Result, SourceRow, Sources
from knowledge.answers import (
    Answer,
    AnswerState,
    Delivery,
    DeliveryFilter,
    DeliveryState,
    Step,
    day_words,
)
from knowledge.roles import Role

ROWS_A_PAGE = 10

_PAGE = Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True)
_STANDS = {
    AnswerState.SENDING: "nobody confirmed that it was posted",
    AnswerState.STANDING: "stands",
    AnswerState.FIXED: "cannot be edited",
    AnswerState.GONE: "gone",
}
_STEPS = {
    Step.EDIT: "Correct the answer",
    Step.POST: "Post under the answer",
    Step.TELL: "Tell whoever was given it",
}
_STATES = {
    DeliveryState.DUE: "waiting",
    DeliveryState.DOING: "under way",
    DeliveryState.DONE: "done",
    DeliveryState.FAILED: "failed",
}


@command(
    "desk-recall",
    "Where answers about a claim stand, and to how many people it was told in private",
    params=[
        Param("slug", "A claim's name", required=True, called="claim", max_length=200),
        _PAGE,
    ],
    under="desk",
    needs=Role.EDITOR,
    example="/desk recall doctors-salary",
)
async def desk_recall(context: Context, slug: str, page: int) -> Reply:
    """List where answers stand that showed the claim, newest first."""
    claim = (await named(context, slug)).claim
    answers = await context.desk.recalls.standing(claim.slug)
    public = [answer for answer in answers if answer.public]
    private = [answer for answer in answers if not answer.public]
    shown, number, pages = page_of(public, page, ROWS_A_PAGE)
    blocks: list[Block] = []
    if shown:
        rows = tuple(_answer_row(context, answer) for answer in shown)
        blocks.append(Sources("Public answers, newest first", rows))
    people = len({(answer.platform, answer.asker) for answer in private})
    if private:
        to = "1 person" if people == 1 else f"{people} people"
        blocks.append(Note((f"{len(private)} private, to {to}; they are told of a change.",)))
    if not answers:
        blocks.append(Note(("No answer showed it, or none is kept any more.",)))
    blocks += paging("desk-recall", {"slug": claim.slug}, number, pages)
    counted = "1 public answer" if len(public) == 1 else f"{len(public)} public answers"
    return Reply(f"{claim.slug}: {counted}", tuple(blocks), replaces=True)


@command(
    "desk-deliveries",
    "Corrections of answers: what waits, what is done, and what failed and why",
    params=[
        Param("state", "failed, waiting, done, or nothing for all", max_length=20),
        _PAGE,
    ],
    under="desk",
    needs=Role.EDITOR,
    example="/desk deliveries failed",
)
async def desk_deliveries(context: Context, page: int, state: str = "") -> Reply:
    """List corrections and how they stand, newest first."""
    narrowed = DeliveryFilter(state=_state(state))
    found = await context.desk.recalls.deliveries(narrowed)
    shown, number, pages = page_of(found, page, ROWS_A_PAGE)
    if not shown:
        nothing = "No correction stands so." if state else "No correction was ever due."
        return Reply(nothing, result=Result.NOTHING, replaces=True)
    rows = tuple(_delivery_row(context, delivery) for delivery in shown)
    counts = Counter(_STATES[delivery.state] for delivery in found)
    title = "Corrections: " + ", ".join(f"{count} {state}" for state, count in counts.items())
    args = {"state": state} if state else {}
    blocks = (Sources("Newest first", rows), *paging("desk-deliveries", args, number, pages))
    return Reply(title, blocks, replaces=True)


_NAMED = {
    "": None,
    "all": None,
    "waiting": DeliveryState.DUE,
    "due": DeliveryState.DUE,
    "done": DeliveryState.DONE,
    "failed": DeliveryState.FAILED,
}


def _state(typed: str) -> DeliveryState | None:
    name = typed.strip().casefold()
    if name not in _NAMED:
        raise Unusable(
            f"“{typed.strip()[:40]}” is no state of a correction.",
            "Type failed, waiting or done, or leave it out.",
            field="state",
        )
    return _NAMED[name]


def _answer_row(context: Context, answer: Answer) -> SourceRow:
    how = "shared" if answer.shared else "asked"
    why = f": {answer.why}" if answer.why else ""
    return SourceRow(
        f"{day_words(answer.at)}, {answer.platform}",
        (f"{how}, {_STANDS[answer.state]}{why}; ", *_place(context, answer)),
    )


def _delivery_row(context: Context, delivery: Delivery) -> SourceRow:
    tried = f", tried {delivery.tries} times" if delivery.tries > 1 else ""
    why = f": {delivery.why}" if delivery.why else ""
    about = ", ".join(delivery.answer.slugs[:1]) or "a claim that is not shown"
    place = _place(context, delivery.answer) if delivery.answer.public else ("a private answer",)
    return SourceRow(
        f"{_STEPS[delivery.step]}, {_STATES[delivery.state]}",
        (f"{about}, {day_words(delivery.at)}{tried}{why}; ", *place),
    )


def _place(context: Context, answer: Answer) -> Line:
    """Return the answer's address where it is known, and its channel's id where not."""
    address = context.link(answer.platform, spot_of(answer)) if answer.message else ""
    if address:
        return (Link("open it", address),)
    return (f"channel {answer.channel}" if answer.channel else "no channel known",)
