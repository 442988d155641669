"""What the audit notes of each kind of write, the same whatever the store."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.amending import Work, WorkKind
from knowledge.anchoring import Fate, Finding
from knowledge.audit import Deed, Facts, Note, differing, facts_of, person_of
from knowledge.briefs import BriefSchedule
from knowledge.check import status
from knowledge.citations import Citation
from knowledge.documents import DocumentVersion
from knowledge.model import Claim, Document, DocumentState, Evidence, Review, Subject
from knowledge.proposals import Decision, ProposedClaim
from knowledge.relations import Relation, Verdict
from knowledge.roles import Holder, Role
from knowledge.tickets import Ticket
from knowledge.watches import Watch, WatchKind


def added(claim: Claim) -> Note:
    """Return the note of a claim that was put on record."""
    return Note(Deed.ADDED, claim.slug, after=facts_of(claim))


def reviewed(slug: str, reviews: Sequence[Review]) -> Note:
    """Return the note of the last of *reviews*, which are all of the claim and of its subject."""
    last = reviews[-1]
    name = "quotation" if last.subject is Subject.QUOTATION else "claim"
    was, is_ = (str(status(some, last.subject)) for some in (reviews[:-1], reviews))
    before, after = differing({name: was}, {name: is_})
    return Note(
        *(Deed.REVIEWED, slug),
        before=before,
        after={"subject": name, **_signatures(last), **after},
        why=last.reason,
    )


def _signatures(review: Review) -> Facts:
    """Return what a review says, what it proposes for a second signature, or which it signs off."""
    if review.takes_back:
        return {"takes back review": review.signs}
    facts: dict[str, str | int | bool | None] = {"rating": review.rating}
    if review.proposes:
        facts["proposes"] = review.proposes
    if review.signs:
        facts["signs off review"] = review.signs
    return facts


def edited(before: Claim, after: Claim, why: str) -> Note:
    """Return the note of a claim that was edited, and so has a new revision."""
    was, is_ = differing(facts_of(before), facts_of(after))
    return Note(Deed.EDITED, after.slug, before=was, after=is_, why=why)


def evidence_added(slug: str, evidence: Evidence, why: str) -> Note:
    """Return the note of a piece of evidence that was added."""
    after = {"evidence": evidence.stance.value, "link": evidence.url, "what": evidence.what}
    return Note(Deed.EVIDENCE, slug, after=after, why=why)


def worked(slug: str, work: Work) -> Note:
    """Return the note that somebody took a claim, or noted something for the desk."""
    deed = Deed.TAKEN if work.kind is WorkKind.TAKEN else Deed.NOTED
    return Note(deed, slug, after={"note": work.words} if work.words else {})


def restricted(slug: str, revision: int, *, restricted: bool) -> Note:
    """Return the note of a claim that was restricted or opened, and so has a new *revision*."""
    return Note(
        Deed.RESTRICTED if restricted else Deed.OPENED,
        slug,
        before={"restricted": not restricted, "revision": revision - 1},
        after={"restricted": restricted, "revision": revision},
    )


def judged(relation: Relation, verdict: Verdict) -> Note:
    """Return the note of *verdict* on *relation*, which stands as before it."""
    ends = relation.proposal
    return Note(
        *(Deed.JUDGED, ends.claim, ends.other, f"relation {relation.number}"),
        before={"state": relation.state.value},
        after={"state": verdict.state.value, "kind": relation.kind.value},
    )


def cited(slug: str, before: Citation | None, after: Citation) -> Note:
    """Return the note that somebody said what a document cites, or that it does not.

    *slug* is the claim that they looked at.
    """
    states = [("refused" if each.refused else "in force") for each in (before, after) if each]
    whom = after.outlet or after.address or after.cited
    return Note(
        *(Deed.CITED, slug),
        about=f"citation {after.number} in document {after.document}",
        before={"state": states[0]} if before else {},
        after={"cites": whom, "found by": after.how.value, "state": states[-1]},
        why=after.why,
    )


def decided(proposal: ProposedClaim, decision: Decision) -> Note:
    """Return the note of *decision* on *proposal*, which stands as before it."""
    return Note(
        *(Deed.DECIDED, decision.into, decision.joined, f"proposal {proposal.number}"),
        before={"state": proposal.state.value},
        after={"state": decision.state.value},
        why=decision.why,
    )


def taken_in(version: DocumentVersion, proposed: int) -> Note:
    """Return the note of a document's version that was taken in, with what it proposed."""
    after: dict[str, str | int | bool | None] = {
        "outlet": version.document.outlet.name,
        "sha256": version.document.sha256,
        "version": version.number,
        "address": version.address,
        "proposed": proposed,
    }
    before: Facts = {"document": version.previous} if version.previous else {}
    return Note(Deed.TAKEN_IN, about=f"document {version.document.key}", before=before, after=after)


def address_added(version: DocumentVersion, address: str) -> Note:
    """Return the note of a text that is known and came from an *address* that was not."""
    about = f"document {version.document.key}"
    return Note(Deed.TAKEN_IN, about=about, after={"also at": address})


def question_kept(number: int) -> Note:
    """Return the note of a question that was left with the desk. Its words are not in the audit."""
    return Note(Deed.ASKED, about=f"question {number}")


def question_dropped(number: int) -> Note:
    """Return the note of a question that was removed."""
    return Note(Deed.DROPPED, about=f"question {number}")


def demand_ended(number: int, slug: str, why: str) -> Note:
    """Return the note that an unanswered question is answered by a claim, or not looked for."""
    return Note(Deed.ANSWERED, slug, about=f"demand {number}", why=why)


def ticketed(before: Ticket | None, after: Ticket) -> Note:
    """Return the note of a ticket that was opened, taken or ended; its words stay out."""

    def facts(ticket: Ticket) -> Facts:
        until = ticket.deadline.isoformat(timespec="minutes") if ticket.deadline else None
        return {"state": ticket.state.value, "deadline": until}

    was, is_ = differing(facts(before), facts(after)) if before else ({}, facts(after))
    about = f"ticket {after.number}"
    return Note(Deed.TICKET, after.claim, about=about, before=was, after=is_, why=after.why)


def met(meeting: int, what: str) -> Note:
    """Return the note of what was done in a meeting; what was said there stays out."""
    return Note(Deed.MEETING, about=f"meeting {meeting}", after={"done": what})


def told_here(each: Watch | BriefSchedule | None, done: str) -> Sequence[Note]:
    """Return the note of what was *done* to a watch or brief of a channel, where others read it.

    People's own are private and leave none, and the words of what is watched stay out.
    """
    if each is None or not each.to.channel:
        return ()
    name, slug = f"brief {each.number}", ""
    if isinstance(each, Watch):
        name = f"watch {each.number}"
        slug = each.what if each.kind is WatchKind.CLAIM else ""
    return (Note(Deed.SET, slug, about=name, after={"done": done}),)


def role_given(holder: Holder, before: Role | None, after: Role | None) -> Note:
    """Return the note of a role that was given, or taken away where there is none *after*.

    A group stands there by its id and name; a person as whom it concerns.
    """
    whom = None if holder.group else person_of(holder.platform, holder.id, holder.name)
    group = f"group {holder.platform}:{holder.id} {holder.name}".strip()
    return Note(
        Deed.ROLE,
        about=group if holder.group else "",
        before={"role": before.value if before else None},
        after={"role": after.value if after else None},
        whom=whom,
    )


def erased_note(names: int) -> Note:
    """Return the note of a person who was erased, and had been known under so many names."""
    return Note(Deed.ERASED, about=f"known under {names} name" + "s" * (names != 1))


def noted_before(document: Document, state: DocumentState, notice: str) -> Document:
    """Return *document* in *state*, with the outlet's *notice* before what was noted of it."""
    told = [notice] if notice and notice not in document.note else []
    return replace(document, state=state, note=" ".join([*told, document.note]).strip())


def marked(before: Document, after: Document, claims: int) -> Note:
    """Return the note of a document that its outlet corrected or withdrew, with so many claims."""
    was, is_ = differing(
        {"state": before.state.value, "note": before.note},
        {"state": after.state.value, "note": after.note, "claims": claims},
    )
    return Note(Deed.MARKED, about=f"document {before.key}", before=was, after=is_)


def compared(version: str, findings: Sequence[Finding]) -> Note:
    """Return the note of claims that were looked for in a later version: how many fared how."""
    fates = [finding.fate.value for finding in findings]
    after: Facts = {str(fate): fates.count(fate.value) for fate in Fate if fate.value in fates}
    return Note(Deed.COMPARED, about=f"document {version}", after=after)
