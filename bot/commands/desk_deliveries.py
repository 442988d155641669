"""`/desk deliveries`: whether corrections and notices reached whom they are for, and why not.

Nobody who is told something in private is named. To look changes nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands.desk_recalls import place_of
from bot.commands.paging import page_of, paging
from bot.core.adapter import Spot
from bot.core.errors import Unusable
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Line, Link, Reply, Result, SourceRow, Sources
from knowledge.answers import Delivery, DeliveryFilter, DeliveryState, Step, day_words
from knowledge.notices import Notice, NoticeFilter, NoticeKind
from knowledge.roles import Role

ROWS_A_PAGE = 10

_STEPS = {
    Step.EDIT: "Correct the answer",
    Step.POST: "Post under the answer",
    Step.TELL: "Tell whoever was given it",
}
_KINDS = {
    NoticeKind.WATCH: "Notice of a watch",
    NoticeKind.BRIEF: "Brief",
    NoticeKind.BOARD: "Board of a meeting",
    NoticeKind.MINUTES: "Minutes of a meeting",
    NoticeKind.TICKET: "Reminder of a ticket",
    NoticeKind.ANSWERED: "Answer to an open question",
    NoticeKind.UNHEARD: "List of what nobody answered",
}
_STATES = {
    DeliveryState.DUE: "waiting",
    DeliveryState.DOING: "under way",
    DeliveryState.DONE: "done",
    DeliveryState.FAILED: "failed",
}
_NAMED = {
    "": None,
    "all": None,
    "waiting": DeliveryState.DUE,
    "due": DeliveryState.DUE,
    "done": DeliveryState.DONE,
    "failed": DeliveryState.FAILED,
}
_CORRECTIONS, _NOTICES = "corrections", "notices"
_WHATS = {_CORRECTIONS, _NOTICES, *(kind.value for kind in NoticeKind)}


@dataclass(frozen=True, slots=True)
class _Listed:
    """One row of the list, and what it is put in order and counted by."""

    at: datetime
    state: DeliveryState
    row: SourceRow


@command(
    "desk-deliveries",
    "Corrections and notices: what waits, what is done, and what failed and why",
    params=[
        Param("state", "failed, waiting, done, or nothing for all", max_length=20),
        Param(
            "what",
            "corrections, notices, or one kind: watch, brief, board, minutes, ticket, answered, "
            "unheard",
            max_length=20,
        ),
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    under="desk",
    needs=Role.EDITOR,
    example="/desk deliveries failed",
)
async def desk_deliveries(context: Context, page: int, state: str = "", what: str = "") -> Reply:
    """List corrections and notices and how they stand, newest first."""
    state, what = _apart(state, what)
    narrowed, (corrections, notices, kind) = _state(state), _what(what)
    found: list[_Listed] = []
    if corrections:
        deliveries = await context.desk.recalls.deliveries(DeliveryFilter(state=narrowed))
        found += [_delivery(context, delivery) for delivery in deliveries]
    if notices:
        told = await context.desk.recalls.notices(NoticeFilter(state=narrowed, kind=kind))
        found += [_notice(context, notice) for notice in told]
    found.sort(key=lambda one: one.at, reverse=True)
    shown, number, pages = page_of(found, page, ROWS_A_PAGE)
    if not shown:
        nothing = "Nothing stands so." if state or what else "Nothing was ever due."
        return Reply(nothing, result=Result.NOTHING, replaces=True)
    args = {name: value for name, value in (("state", state), ("what", what)) if value}
    blocks = (
        Sources("Newest first", tuple(one.row for one in shown)),
        *paging("desk-deliveries", args, number, pages),
    )
    return Reply(_title(found, corrections, notices), blocks, replaces=True)


def _title(found: Sequence[_Listed], corrections: bool, notices: bool) -> str:
    both = "Corrections and notices" if corrections and notices else ""
    counts = Counter(_STATES[one.state] for one in found)
    listed = ", ".join(f"{count} {state}" for state, count in counts.items())
    return f"{both or ('Corrections' if corrections else 'Notices')}: {listed}"


def _apart(state: str, what: str) -> tuple[str, str]:
    """Return both apart: where one types, all words come as the state, in either order."""
    words = state.split()
    states = [word for word in words if word.casefold() in _NAMED]
    rest = [word for word in words if word not in states]
    if what or not (states or (rest and rest[0].casefold() in _WHATS)):
        return state, what
    return " ".join(states), " ".join(rest)


def _state(typed: str) -> DeliveryState | None:
    name = typed.strip().casefold()
    if name not in _NAMED:
        raise Unusable(
            f"“{typed.strip()[:40]}” is no state of a correction or a notice.",
            "Type failed, waiting or done, or leave it out.",
            field="state",
        )
    return _NAMED[name]


def _what(typed: str) -> tuple[bool, bool, NoticeKind | None]:
    """Return whether corrections are listed, whether notices are, and which kind of them."""
    name = typed.strip().casefold()
    if name in ("", "all"):
        return True, True, None
    if name in (_CORRECTIONS, _NOTICES):
        return name == _CORRECTIONS, name == _NOTICES, None
    kinds = {kind.value: kind for kind in NoticeKind}
    if name not in kinds:
        listed = ", ".join(kinds)
        raise Unusable(
            f"“{typed.strip()[:40]}” is nothing that is delivered.",
            f"Type corrections, notices or one of {listed}, or leave it out.",
            field="what",
        )
    return False, True, kinds[name]


def _delivery(context: Context, delivery: Delivery) -> _Listed:
    about = ", ".join(delivery.answer.slugs[:1]) or "a claim that is not shown"
    place = place_of(context, delivery.answer) if delivery.answer.public else ("a private answer",)
    tries = _tries(delivery.tries, delivery.why)
    row = SourceRow(
        f"{_STEPS[delivery.step]}, {_STATES[delivery.state]}",
        (f"{about}, {day_words(delivery.at)}{tries}; ", *place),
    )
    return _Listed(delivery.at, delivery.state, row)


def _notice(context: Context, notice: Notice) -> _Listed:
    kind = _KINDS[notice.kind]
    change = f"Change of a message: {kind[:1].lower()}{kind[1:]}"
    row = SourceRow(
        f"{change if notice.edits else kind}, {_STATES[notice.state]}",
        (f"{day_words(notice.at)}{_tries(notice.tries, notice.why)}; ", *_told_in(context, notice)),
    )
    return _Listed(notice.at, notice.state, row)


def _told_in(context: Context, notice: Notice) -> Line:
    to = notice.to
    if to.person:
        return (f"{to.platform}, a person's own messages",)
    where = notice.channel or to.channel
    if notice.message:
        spot = Spot("", to.workspace, where, notice.thread, notice.message)
        if address := context.link(to.platform, spot):
            return (Link("open it", address),)
    return (f"{to.platform}, channel {where}",)


def _tries(tries: int, why: str) -> str:
    tried = f", tried {tries} times" if tries > 1 else ""
    return f"{tried}: {why}" if why else tried
