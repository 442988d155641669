"""What a person says of a relation: confirming, refusing, and relating two claims by hand."""

from bot.commands.named import named
from bot.commands.relation_words import by_words, sentence, signed
from bot.core.errors import Unusable
from bot.core.registry import Context, Param, command
from bot.core.reply import Action, Actions, Note, Reply
from knowledge.model import Claim
from knowledge.relating import Ruling, is_withdrawn
from knowledge.relations import RelationKind, RelationState
from knowledge.roles import Role

_KINDS = {
    "same-claim-elsewhere": RelationKind.APPEARANCE,
    "says-the-same-as": RelationKind.APPEARANCE,
    "appearance": RelationKind.APPEARANCE,
    "repeats": RelationKind.REPEATS,
    "answers": RelationKind.ANSWERS,
    "supersedes": RelationKind.SUPERSEDES,
    "replaces": RelationKind.SUPERSEDES,
    "differs": RelationKind.DIFFERS,
    "differs-from": RelationKind.DIFFERS,
}
_EXAMPLE = "doctors-salary differs doctors-salary-iwpr"
_MAX_DIGITS = 12

_NUMBER = Param("number", "The number of a relation, such as 12", required=True, max_length=20)


@command(
    "confirm-relation",
    "Confirm how two claims stand to each other, in your name",
    params=[_NUMBER],
    listed=False,
    needs=Role.EDITOR,
    example="/confirm-relation 12",
)
async def confirm_relation(context: Context, number: str) -> Reply:
    """Confirm a relation, or say that it stands so already and by whom."""
    return await _judged(context, number, RelationState.CONFIRMED)


@command(
    "refuse-relation",
    "Refuse a relation between two claims, in your name; it is not suggested again",
    params=[_NUMBER],
    listed=False,
    needs=Role.EDITOR,
    example="/refuse-relation 12",
)
async def refuse_relation(context: Context, number: str) -> Reply:
    """Refuse a relation, or say that it stands so already and by whom."""
    return await _judged(context, number, RelationState.REFUSED)


@command(
    "relate",
    "Put on record how two claims stand to each other, in your name",
    params=[Param("words", f"For example: {_EXAMPLE}", required=True, max_length=500)],
    listed=False,
    needs=Role.EDITOR,
    example=f"/relate {_EXAMPLE}",
)
async def relate(context: Context, words: str) -> Reply:
    """Relate two claims by hand: a name, how it stands, another name."""
    parts = words.split()
    kind = _KINDS.get("-".join(parts[1:-1]).lower()) if len(parts) > 2 else None
    if kind is None:
        raise Unusable(
            "That does not say how one claim stands to another.",
            f"Write a claim's name, one of {', '.join(sorted(_KINDS))}, and another name; "
            f"for example /relate {_EXAMPLE}",
            field="words",
        )
    claim = (await named(context, parts[0])).claim
    other = (await named(context, parts[-1])).claim
    if claim.slug == other.slug:
        raise Unusable(
            f"{parts[0]} and {parts[-1]} are one claim.", "Name two claims.", field="words"
        )
    _must_stand(claim, other)
    by = signed(context.request.actor)
    judged = await context.desk.relating.relate(claim, kind, other, by)
    ends = {claim.slug: claim, other.slug: other}
    proposal = judged.relation.proposal
    ruling = Ruling(judged, ends[proposal.claim], ends[proposal.other])
    return _told(ruling, RelationState.CONFIRMED)


async def _judged(context: Context, number: str, state: RelationState) -> Reply:
    if not (number.isascii() and number.isdigit() and len(number) <= _MAX_DIGITS):
        raise Unusable(
            f"“{number}” is no number of a relation.",
            "Open /related with a claim's name and press a button there.",
            field="number",
        )
    by = signed(context.request.actor)
    ruling = await context.desk.relating.judge(int(number), state, by)
    if ruling is None:
        raise Unusable(
            f"There is no relation {int(number)}.",
            "Open /related with a claim's name and press a button there.",
            field="number",
        )
    _must_stand(ruling.claim, ruling.other)
    return _told(ruling, state)


def _must_stand(*claims: Claim) -> None:
    """Raise `Unusable` when the desk has withdrawn one of *claims*."""
    gone = [claim.slug for claim in claims if is_withdrawn(claim)]
    if gone:
        raise Unusable(
            f"The desk withdrew {' and '.join(gone)}, so nothing was changed.",
            "Look it up with /claim to see when and why.",
        )


def _told(ruling: Ruling, state: RelationState) -> Reply:
    """Return how the relation stands now, and whether it stood so before."""
    relation = ruling.judged.relation
    last = relation.last
    how = by_words(last) if last else relation.state.value
    said = sentence(relation, ruling.claim, ruling.other)
    presses = [
        Action(f"Related: {claim.slug}", "related", {"slug": claim.slug})
        for claim in (ruling.claim, ruling.other)
    ]
    if ruling.judged.changed:
        note = f"Relation {relation.number} is {how}."
    elif relation.state is state and state is RelationState.REFUSED:
        note = f"Nothing was changed: relation {relation.number} is already {how}."
    else:
        note = f"Nothing was changed: this is already on record, {how}."
    number = {"number": str(relation.number)}
    undo = (
        Action(f"Refuse {relation.number}", "refuse-relation", number)
        if relation.state is RelationState.CONFIRMED
        else Action(f"Confirm {relation.number}", "confirm-relation", number)
    )
    return Reply(
        f"{said}: {relation.state.value}",
        (Note((note,)), Actions((*presses, undo))),
        claims=(ruling.claim.slug, ruling.other.slug),
    )
