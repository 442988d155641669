"""What a proposal looks like: who says it first, then the words, and that nobody reviewed it."""

from collections.abc import Mapping, Sequence

from bot.commands import words
from bot.commands.cards import claim_row, quoted_owner, shortened_quotation
from bot.commands.fared import newer_blocks
from bot.core import tokens
from bot.core.reply import (
    Action,
    Actions,
    Block,
    Fact,
    Facts,
    Note,
    Paragraph,
    Quotation,
    Reply,
    SourceRow,
    Sources,
)
from knowledge.model import Claim
from knowledge.proposals import Decision, ProposalState, ProposedClaim
from knowledge.queue import Waiting

UNREVIEWED = "not yet reviewed by anybody"

_DONE = {
    ProposalState.WAITING: "put back in the queue",
    ProposalState.HELD: "held",
    ProposalState.ACCEPTED: "accepted",
    ProposalState.JOINED: "joined",
    ProposalState.DROPPED: "dropped",
}


def press(
    label: str,
    command: str,
    need: Mapping[str, str] | None = None,
    may: Mapping[str, str] | None = None,
) -> Action:
    """Return a press under `/desk` with the arguments it needs, and those it may have that fit."""
    must = need or {}
    kept = {name: value for name, value in (may or {}).items() if value}
    while kept and not tokens.fits(Action(label, command, {**must, **kept})):
        kept.popitem()
    return Action(label, command, {**must, **kept}, under="desk")


def proposal_card(
    waiting: Waiting, where: Mapping[str, str], position: str, *, may_decide: bool
) -> Reply:
    """Return the card of a proposal. *where* are the queue's page and filter, to come back to."""
    proposal, claim = waiting.proposal, waiting.proposal.claim
    blocks: list[Block] = [Note((_standing(proposal),)), Paragraph((claim.statement,))]
    if claim.anchor is not None:
        shown, whole = shortened_quotation(claim.anchor.quote.exact)
        blocks.append(Quotation(shown, quoted_owner(claim)))
        if not whole or claim.anchor.passage.end > claim.anchor.quote.span.end:
            blocks.append(Note(("The passage goes on in the document.",)))
    blocks.append(Facts(tuple(_facts(waiting))))
    if proposal.state.open:
        blocks += newer_blocks(waiting.newer, waiting.fared)
    blocks += _beside(waiting)
    if claim.note:
        blocks.append(Note((claim.note,)))
    blocks += [Note((note,)) for note in (waiting.version.notes if waiting.version else ())]
    about = f"Proposal {proposal.number} · topic: {claim.topic.label} · {claim.slug}"
    blocks.append(Note((f"{about}{position}",)))
    if proposal.state.open and may_decide:
        blocks += _decisions(waiting, where)
    return Reply(words.attribution(claim), tuple(blocks), replaces=True)


def decided_card(
    proposal: ProposedClaim,
    where: Mapping[str, str],
    *,
    changed: bool,
    since: Sequence[Block] = (),
) -> Reply:
    """Return what has become of a proposal, by whom, and how to go on or back.

    *since* says what became of its words in a newer version of its document.
    """
    last = proposal.last
    said = _decision_words(last) if last else UNREVIEWED
    title = words.attribution(proposal.claim)
    blocks: list[Block] = []
    if not changed:
        blocks.append(Note(("Nothing was changed: this was decided before.",)))
    blocks.append(Paragraph((f"Proposal {proposal.number} ({proposal.claim.label}) was {said}.",)))
    if last is not None and last.why:
        blocks.append(Note((f"Reason: {last.why}",)))
    blocks += since
    number = {"number": str(proposal.number)}
    presses = [press("Next", "desk-queue", {}, where)]
    if proposal.into:
        presses.append(Action("Card", "claim", {"slug": proposal.into}))
    if proposal.state is ProposalState.WAITING:
        presses.append(press("Show it", "desk-show", number, where))
    else:
        presses.append(press("Undo", "desk-undo", number, where))
    blocks.append(Actions(tuple(presses)))
    claims = (proposal.into,) if proposal.into else ()
    return Reply(title, tuple(blocks), claims=claims, replaces=True)


def _standing(proposal: ProposedClaim) -> str:
    by = f"Proposed by {proposal.rule or 'a rule'}"
    if proposal.state.open and proposal.last is None:
        return f"{by}, {UNREVIEWED}."
    last = proposal.last
    return f"{by}; {_decision_words(last) if last else proposal.state.value}."


def _decision_words(decision: Decision) -> str:
    """Return what was decided, by whom and when: `accepted by Ana, 8 January 2020, as beds`."""
    _, _, name = decision.by.partition(" ")
    day = f"{decision.at.day} {decision.at:%B %Y}"
    said = f"{_DONE[decision.state]} by {name or decision.by}, {day}"
    if decision.state is ProposalState.JOINED:
        return f"{said}, as {decision.into}, the same claim as {decision.joined} elsewhere"
    if decision.state is ProposalState.ACCEPTED:
        return f"{said}, as {decision.into}"
    if decision.into:
        return f"{said}; {decision.into} was withdrawn"
    return said


def _facts(waiting: Waiting) -> list[Fact]:
    claim = waiting.proposal.claim
    said = claim.attribution
    facts = [
        Fact("Who says it", (words.who_says(claim),)),
        Fact("How strongly", (words.how_strongly(said),)),
        Fact("Where", words.where(claim.document)),
        Fact("When", (words.when(claim.document),)),
    ]
    if claim.document.details_from:
        facts.append(Fact("Outlet and byline", (claim.document.details_from,)))
    if claim.anchor is not None:
        facts.append(Fact("Place", (_place(claim, waiting),)))
    if claim.figures:
        facts.append(Fact("Figures as written", (words.figures_words(claim),)))
    if claim.dates:
        facts.append(Fact("Dates as written", (words.dates_words(claim),)))
    if claim.alleged:
        facts.append(Fact("Answer to the accusation", (words.answer_of_accused(said),)))
    facts.append(Fact("Quotation", ("Not checked by a person; stands in the text as it was read",)))
    facts.append(Fact("Claim", ("Not checked; no evidence recorded",)))
    return facts


def _place(claim: Claim, waiting: Waiting) -> str:
    if claim.anchor is None:
        return ""
    span = claim.anchor.passage
    where = f"characters {span.start} to {span.end} of the document's text"
    version = waiting.version
    if version is None:
        return where
    paragraph = version.text.count("\n\n", 0, span.start) + 1
    number = f", version {version.number}" if version.number > 1 else ""
    return f"paragraph {paragraph}, {where}{number}"


def _beside(waiting: Waiting) -> list[Block]:
    """Return who else says the same, what on record is like it, and what it stands inside of."""
    blocks: list[Block] = []
    if waiting.inside is not None:
        inside = waiting.inside
        row = _row(inside)
        blocks.append(Sources("Stands inside what is said here", (row,)))
    if waiting.also:
        left = waiting.same - len(waiting.also)
        rows = [_row(other) for other in waiting.also]
        title = f"Also said in ({waiting.same}), proposed as well"
        if left:
            rows.append(SourceRow(f"{left} more", ("say the same",)))
        blocks.append(Sources(title, tuple(rows)))
    if waiting.nearest:
        rows = [claim_row(claim) for claim in waiting.nearest]
        blocks.append(Sources("Nearest on record, not compared by anybody", tuple(rows)))
    return blocks


def _row(proposal: ProposedClaim) -> SourceRow:
    said = f"{proposal.claim.statement} [{proposal.claim.attribution.strength.value}]"
    action = press(f"Proposal {proposal.number}", "desk-show", {"number": str(proposal.number)})
    return SourceRow(words.owner(proposal.claim), (f"{said} ({proposal.state.value})",), action)


def _decisions(waiting: Waiting, where: Mapping[str, str]) -> list[Block]:
    number = {"number": str(waiting.proposal.number)}
    first = [
        press("Accept", "desk-accept", number, where),
        press("Edit", "desk-edit", number, where),
        press("Drop", "desk-drop", number, where),
        press("Hold", "desk-hold", number, where),
    ]
    joins = [
        press(f"Join {claim.slug}", "desk-join", {**number, "claim": claim.slug}, where)
        for claim in waiting.nearest
    ]
    joins = [action for action in joins if tokens.fits(action)]
    joins.append(press("Join another", "desk-pick", number, where))
    return [Actions(tuple(first)), Actions(tuple(joins))]
