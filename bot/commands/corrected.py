"""What a correction says: in the answer's place, under it, and to whoever was given it.

Who says it stands first, in what was said and in what is on record now. Of a claim that became
restricted nothing is told, not even that it is the one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.commands.cards import claim_card, claim_rows
from bot.core.following import Told
from bot.core.plain import quoted
from bot.core.reply import (
    Action,
    Actions,
    Block,
    Fact,
    Facts,
    Line,
    Link,
    Note,
    Paragraph,
    Reply,
    Strong,
    Visibility,
)
from knowledge.answers import (
    AnswerState,
    Delivery,
    Moved,
    Said,
    Shown,
    Step,
    day_words,
    said_and_now,
    said_of,
    shown_of,
    told_beside,
)
from knowledge.desk import Desk, Found
from knowledge.model import Claim, ClaimRating
from knowledge.relating import is_withdrawn

_SHOWN_LETTERS = 420
"""What is longer is cut at a word, and says so: it has to fit above the answer."""

_MOST = 3
_MOST_TOLD = 10
_TAKEN_BACK = "The desk took this answer back on {day}. What it showed is not shown here any more."
_PART_TAKEN_BACK = "a part of this answer was taken back; it is not shown here any more"


class DeskFollowing:
    """Tells what answers have to say now, from one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def writes(self) -> int:
        """Return a number that differs after any write to the store."""
        return self._desk.writes()

    async def moved(self, delivery: Delivery) -> tuple[Moved, ...]:
        """Return the claims that are on record otherwise than the delivery's step has said."""
        said = [one for one in delivery.said if not one.closed]
        everyones = await self._desk.for_viewer(may_see_restricted=False)
        now = await _shown(everyones, [one.slug for one in said])
        secret = [one.slug for one in said if one.of_restricted]
        kept_back = await _shown(self._desk, secret) if secret else {}
        found = []
        for one in said:
            if one.slug in kept_back and one.of_restricted:
                if one.differs(kept_back[one.slug]):
                    found.append(Moved(one, kept_back[one.slug], secret=True))
            elif one.differs(now.get(one.slug)):
                found.append(Moved(one, now.get(one.slug)))
        if delivery.answer.dated:
            found = [one for one in found if _concerns_what_was_told(one, delivery.step)]
        order = {slug: place for place, slug in enumerate(delivery.answer.slugs)}
        return tuple(sorted(found, key=lambda one: order.get(one.said.slug, len(order))))

    def said(self, told: Told) -> tuple[Said, ...]:
        """Return what was said of each claim once *told* was told."""
        public = told.answer.public
        return tuple(said_of(one.now, one.said.slug, public=public) for one in told.moved)

    async def edited(self, told: Told, at: datetime) -> tuple[Reply, Reply]:
        """Return the answer that takes the other's place, and a brief one for where it is long."""
        answer = told.answer
        everyones = await self._desk.for_viewer(may_see_restricted=False)
        claims = tuple(await everyones.claims(answer.slugs))
        main = answer.slugs[0] if answer.card and answer.slugs else ""
        if answer.dated or not claims or (main and main not in {claim.slug for claim in claims}):
            gone = taken_back(at)
            return gone, gone
        notice = _notice(told.moved, at)
        found = await everyones.look_up(main) if main else None
        if isinstance(found, Found):
            whole = replace(claim_card(found.record), notice=notice)
        else:
            left = [claim for claim in claims if not is_withdrawn(claim)]
            rows = (claim_rows(left, "On record now"),) if left else ()
            whole = Reply("The desk corrected this answer.", rows, notice=notice)
        whole = replace(whole, visibility=Visibility.PUBLIC)
        return whole, _brief(claims, _notice(told.moved, at, 1))

    def posted(self, told: Told, at: datetime) -> Reply:
        """Return what is posted under the answer."""
        blocks = _all_moved(told.moved)
        withdrawn = told.answer.dated and all(one.now for one in told.moved)
        what = "shows what the desk has withdrawn since" if withdrawn else "says something else now"
        return Reply(
            f"CORRECTED {day_words(at)}: the answer above {what}.",
            (*blocks, *_presses(told.moved)),
            visibility=Visibility.PUBLIC,
        )

    def told(self, group: Sequence[Told], at: datetime) -> Reply:
        """Return what one person is told of all their answers."""
        blocks: list[Block] = []
        seen: set[tuple[str, str]] = set()
        left = 0
        moved: list[Moved] = []
        for told in sorted(group, key=lambda one: not one.answer.public):
            for one in told.moved:
                key = (one.said.slug if one.now and not one.secret else "", told.link)
                if key in seen:
                    continue
                seen.add(key)
                if len(seen) > _MOST_TOLD:
                    left += 1
                    continue
                blocks += _of_yours(told, one)
                moved.append(one)
        if left:
            blocks.append(Note((f"{left} more have changed. Ask for them again.",)))
        number = sum(bool(told.moved) for told in group)
        answers = "An answer that you were given has" if number == 1 else f"{number} answers have"
        return Reply(
            f"CORRECTED {day_words(at)}: {answers} changed since.",
            (*blocks, *_presses(moved)),
        )


def _concerns_what_was_told(one: Moved, step: Step) -> bool:
    """Say whether a report of a day is followed by what became of a claim since.

    What changed is in the next one. What may not be shown any more is taken out of its place, and
    what the desk withdrew is said beneath, since the report itself still says what was so that day.
    """
    if one.now is None:
        return True
    return one.now.status == ClaimRating.WITHDRAWN and step is not Step.EDIT


async def _shown(desk: Desk, slugs: Sequence[str]) -> Mapping[str, Shown]:
    return {claim.slug: shown_of(claim) for claim in await desk.claims(slugs)}


def taken_back(at: datetime) -> Reply:
    """Return what stands in place of an answer that may not be shown any more."""
    return Reply(_TAKEN_BACK.format(day=day_words(at)), visibility=Visibility.PUBLIC)


def _notice(moved: Sequence[Moved], at: datetime, most: int = _MOST) -> str:
    """Return `CORRECTED <date>: said …; now …`, for the first few claims that moved."""
    parts = [_side_by_side(one) for one in moved[:most] if one.said.words and one.now]
    if any(one.now is None for one in moved):
        parts.append(_PART_TAKEN_BACK)
    left = sum(one.now is not None for one in moved[most:])
    if left:
        parts.append(f"{left} more of its claims have changed as well")
    if not parts:
        parts.append("what is on record has changed")
    return f"CORRECTED {day_words(at)}: {'. Also: '.join(parts)}."


def _side_by_side(one: Moved) -> str:
    said, now = _both(one)
    return f"said: {said.rstrip('.')}; now: {now.rstrip('.')}"


def _both(one: Moved) -> tuple[str, str]:
    """Return what was said and what is now, each short enough to stand in a line."""
    if one.said.words is None or one.now is None:
        raise ValueError("of this claim no words may be told")
    said, now = said_and_now(one.said.words, one.now)
    return _cut(said), _cut(now)


def _cut(text: str) -> str:
    if len(text) <= _SHOWN_LETTERS:
        return text
    return f"{text[:_SHOWN_LETTERS].rsplit(' ', 1)[0]} … (cut here; open the claim for all of it)"


def _brief(claims: Sequence[Claim], notice: str) -> Reply:
    presses = tuple(Action(claim.slug, "claim", {"slug": claim.slug}) for claim in claims[:5])
    title = "The desk corrected this answer. Open a claim for what is on record now."
    return Reply(
        title,
        (Actions(presses),),
        notice=notice,
        claims=tuple(claim.slug for claim in claims),
        visibility=Visibility.PUBLIC,
    )


def _all_moved(moved: Sequence[Moved]) -> list[Block]:
    blocks: list[Block] = []
    for one in moved[:_MOST]:
        if one.said.words and one.now:
            said, now = _both(one)
            blocks.append(Facts((Fact("Said", (said,)), Fact("Now", (now,)))))
    if any(one.now is None for one in moved):
        blocks.append(Paragraph((f"{_PART_TAKEN_BACK[0].upper()}{_PART_TAKEN_BACK[1:]}.",)))
    if len(moved) > _MOST:
        blocks.append(Note((f"{len(moved) - _MOST} more have changed.",)))
    return blocks


def _presses(moved: Sequence[Moved]) -> tuple[Actions, ...]:
    slugs = dict.fromkeys(one.said.slug for one in moved if one.now and not one.secret)
    presses = [Action(slug, "claim", {"slug": slug}) for slug in list(slugs)[:5]]
    return (Actions(tuple(presses)),) if presses else ()


def _of_yours(told: Told, one: Moved) -> list[Block]:
    """Return what a person is told of one claim of one of their answers."""
    answer = told.answer
    day = day_words(answer.at)
    how = (
        "you shared"
        if answer.shared
        else "you were given"
        if not answer.public
        else "you asked for"
    )
    which: list[str | Strong | Link] = [f"The answer {how} on {day}"]
    if told.link:
        which += [" (", Link("where it stands", told.link), ")"]
    if one.secret:
        return [Paragraph((*which, " showed a restricted claim that has changed. Ask again."))]
    if one.now is None:
        return [
            Paragraph((*which, " was taken back in part or whole. Do not use it.", *_fate(told)))
        ]
    if one.said.words is None:
        changed = ", ".join(one.said.changed(one.now))
        rows = [Fact("Changed", (changed,)), Fact("Now", (_whole(one),))]
        return [Paragraph((*which, f" showed {quoted(one.now.slug)}.")), Facts(tuple(rows))]
    said, now = _both(one)
    return [
        Paragraph((*which, f" showed {quoted(one.now.slug)}.", *_fate(told))),
        Facts((Fact("Said", (said,)), Fact("Now", (now,)))),
    ]


def _whole(one: Moved) -> str:
    """Return what is on record now, where it is not known what was said before.

    Only the words are cut where they are long: what follows them may be what changed.
    """
    if one.now is None:
        raise ValueError("of this claim no words may be told")
    now = one.now
    if now.status == ClaimRating.WITHDRAWN:
        return f"{now.attribution} — the desk withdrew this claim; do not use it."
    said = [_cut(f"{now.attribution} — {now.words}")]
    beside = _cut(told_beside(one.said, now))
    said += [f"{beside[0].upper()}{beside[1:]}."] if beside else []
    return " ".join([*said, f"Quotation: {now.quotation}. Claim: {now.status}."])


def _fate(told: Told) -> Line:
    """Return whether the answer itself was corrected where it stands."""
    answer = told.answer
    if not answer.public:
        return ()
    if answer.state in (AnswerState.FIXED, AnswerState.GONE) or not answer.message:
        why = answer.why or "nobody confirmed where it was posted"
        return (f" It could not be corrected where it stands: {why}.",)
    if answer.dated and all(one.now for one in told.moved):
        return (" It stands as it was, and a message under it says so.",)
    return (" It was corrected where it stands.",)
