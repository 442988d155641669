"""A claim on record as the desk works on it: who does, what waits, and what can be done."""

from collections.abc import Mapping, Sequence

from bot.commands import words
from bot.commands.proposed import press
from bot.core.errors import Unusable
from bot.core.registry import Context, Param
from bot.core.reply import (
    Action,
    Actions,
    Block,
    Fact,
    Facts,
    FieldKind,
    Form,
    FormField,
    Note,
    Paragraph,
    Reply,
    Result,
)
from knowledge.amending import Seen, Work, WorkKind, called, person_key, seen_from, seen_of
from knowledge.check import pending
from knowledge.grounds import MAX_WHY
from knowledge.model import Claim, Subject
from knowledge.proposals import NotKept
from knowledge.relating import is_withdrawn
from knowledge.reviewing import Changed, taken
from knowledge.roles import Role

SEEN = Param("seen", "How far the claim had come, as buttons carry it", max_length=30, hidden=True)
MAX_NAME = 200
_NOTES = 3


def is_claim(typed: str) -> bool:
    """Say whether *typed* begins with a claim's name rather than with a proposal's number."""
    first = typed.strip().partition(" ")[0].removeprefix("#")
    return bool(first) and not first.isdigit()


def seen_in(text: str) -> Seen | None:
    """Return what a button or form carries, or nothing where it was typed. Raises `Unusable`."""
    if not text:
        return None
    seen = seen_from(text)
    if seen is None:
        raise Unusable("That form cannot be read.", "Open the claim again with /claim.")
    return seen


def about(claim: Claim) -> dict[str, str]:
    """Return what a press about *claim* carries: its name and how far it had come."""
    return {"slug": claim.slug, "seen": str(seen_of(claim))}


def day(at: Work) -> str:
    """Return the day of some work: `25 November 2026`."""
    return f"{at.at.day} {at.at:%B %Y}"


async def at_the_desk(context: Context, claim: Claim, done: Sequence[Block] = ()) -> Reply:
    """Return the card that the desk works with, under what was *done*."""
    work = await context.desk.reviewing.work_on(claim.slug)
    blocks: list[Block] = [*done, Paragraph((claim.statement,)), Facts(tuple(_facts(claim, work)))]
    blocks += [
        Note((f"Note for the desk, {called(each.by)}, {day(each)}: {each.words}",))
        for each in [w for w in work if w.kind is WorkKind.NOTED][-_NOTES:]
    ]
    waiting = pending(claim.reviews, Subject.CLAIM)
    if waiting and context.may(Role.EDITOR):
        _, review = waiting[-1]
        said = f"{called(review.reviewer)} proposes “{review.proposes}”: {review.reason}"
        blocks.append(Note((f"Waits for a second signature. {said}",)))
    blocks.append(Note((f"{claim.slug} · revision {claim.revision}",)))
    blocks += [Actions(row) for row in _presses(context, claim) if row]
    return Reply(words.attribution(claim), tuple(blocks), claims=(claim.slug,), replaces=True)


async def told(
    context: Context, outcome: Changed, did: str, written: Mapping[str, str], again: Action
) -> Reply:
    """Return what came of a change: the claim as it stands, or who was there first.

    *did* says what was done, *written* is given back where nothing was, and *again* opens it anew.
    """
    claim = outcome.claim
    if outcome.changed:
        done: list[Block] = [Paragraph((did,))]
        if outcome.clock_back:
            done.append(
                Note(
                    (
                        "This machine's clock is behind the last entry, so this one was given that "
                        "entry's time. Have whoever runs the desk set the clock.",
                    )
                )
            )
        return await at_the_desk(context, claim, done)
    if outcome.made_before:
        kept = Paragraph(("That was kept already; it was sent twice, and written once.",))
        return await at_the_desk(context, claim, [kept])
    blocks: list[Block] = [
        Paragraph(("Others were there first, so nothing of yours was written.",)),
        *(Note((each,)) for each in outcome.since),
    ]
    rows = tuple(Fact(name, (text,)) for name, text in written.items() if text.strip())
    if rows:
        blocks += [Note(("You wrote:",)), Facts(rows)]
    blocks.append(Actions((again, press("At the desk", "desk-show", {"number": claim.slug}))))
    return Reply(words.attribution(claim), tuple(blocks), result=Result.USAGE, claims=(claim.slug,))


def not_kept(error: NotKept, written: Mapping[str, str], again: Action) -> Reply:
    """Return why a change was not kept, with what was written, which not every form keeps."""
    rows = tuple(Fact(name, (text,)) for name, text in written.items() if text.strip())
    blocks: list[Block] = [Paragraph((error.next_step,))]
    if rows:
        blocks += [Note(("Nothing was written. You wrote:",)), Facts(rows)]
    blocks.append(Actions((again,)))
    return Reply(error.sentence, tuple(blocks), result=Result.USAGE, field=error.field)


def reason_form(claim: Claim, command: str, title: str, submit: str, note: str = "") -> Form:
    """Return the form that asks why, for a change that needs no more."""
    why = FormField("why", "Why", FieldKind.TEXT, hint="It is kept.", max_length=MAX_WHY)
    return Form(title, command, (why,), submit=submit, args=about(claim), note=note)


def _facts(claim: Claim, work: Sequence[Work]) -> list[Fact]:
    facts = [
        Fact("Quotation", (words.status_words(claim, Subject.QUOTATION),)),
        Fact("Claim", (words.status_words(claim, Subject.CLAIM),)),
        Fact("Evidence", (words.evidence_count(claim),)),
    ]
    if claim.alleged:
        facts.append(
            Fact("Answer to the accusation", (words.answer_of_accused(claim.attribution),))
        )
    last = taken(work)
    who = f"{called(last.by)}, since {day(last)}" if last else "Nobody has taken it"
    return [*facts, Fact("Who works on it", (who,))]


def _presses(context: Context, claim: Claim) -> list[tuple[Action, ...]]:
    history = press("Whole history", "desk-history", {"slug": claim.slug})
    card = Action("Card", "claim", {"slug": claim.slug})
    if is_withdrawn(claim):
        back = [press("Reinstate", "desk-reinstate", about(claim))] * context.may(Role.STANDARDS)
        return [(*back, history, card)]
    where, number = about(claim), {"number": claim.slug, "seen": str(seen_of(claim))}
    by_role = [
        (Role.REPORTER, "Take", "desk-take", {"slug": claim.slug}),
        (Role.EDITOR, "Review", "desk-review", {"slug": claim.slug}),
        (Role.EDITOR, "Evidence", "desk-evidence", {"slug": claim.slug}),
        (Role.EDITOR, "Edit", "desk-edit", {"number": claim.slug}),
        (Role.EDITOR, "Origin", "desk-cite", {"slug": claim.slug}),
        (Role.EDITOR, "Hold", "desk-hold", number),
        (Role.STANDARDS, "Withdraw", "desk-withdraw", where),
    ]
    if claim.alleged:
        by_role.insert(3, (Role.EDITOR, "Answer", "desk-answer", {"slug": claim.slug}))
    actor = context.request.actor
    mine = f"{actor.platform}:{actor.id}"
    waiting = pending(claim.reviews, Subject.CLAIM)
    if any(person_key(review.reviewer) != mine for _, review in waiting):
        by_role.append((Role.STANDARDS, "Sign off", "desk-sign-off", where))
    able = [press(label, name, need) for role, label, name, need in by_role if context.may(role)]
    return [tuple(able[:5]), (*able[5:], history, card)]
