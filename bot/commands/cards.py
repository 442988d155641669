"""What a claim looks like as an answer: the card, and a row in a list."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.commands import words
from bot.commands.fared import since_words
from bot.commands.origin_words import counted
from bot.commands.relation_words import link_row
from bot.commands.restricted import not_shown
from bot.core.reply import (
    Action,
    Actions,
    Block,
    Fact,
    Facts,
    Link,
    Note,
    Paragraph,
    Quotation,
    Reply,
    SourceRow,
    Sources,
)
from knowledge.check import current_review, status
from knowledge.model import (
    MAX_QUOTED_WORDS,
    Claim,
    ClaimRating,
    Evidence,
    Record,
    Strength,
    Subject,
)
from knowledge.origins import more_than_one_says, origins_of

MAX_OTHERS = 6
"""A card lists so many others; the topic has the rest."""


@lru_cache(maxsize=1024)
def claim_card(record: Record, *, notice: str = "") -> Reply:
    """Return the card of a claim. `notice` says how an inexact question was matched.

    Kept for each reading of a record, because most questions are about what was just asked.
    """
    claim = record.claim
    if status(claim.reviews, Subject.CLAIM) == ClaimRating.WITHDRAWN:
        return withdrawn_card(claim, notice=notice)
    blocks: list[Block] = [Paragraph((claim.statement,))]
    if claim.anchor is not None:
        shown, whole = shortened_quotation(claim.anchor.quote.exact)
        blocks.append(Quotation(shown, quoted_owner(claim)))
        if not whole:
            blocks.append(Note(("The quotation goes on; the rest is behind “Source text”.",)))
    blocks.append(Facts(tuple(_facts(record))))
    if claim.evidence:
        blocks.append(Sources("Evidence", tuple(map(_evidence_row, claim.evidence))))
    blocks.extend(_also_on_record(record))
    blocks.extend(not_shown(record.withheld))
    legal = "Flagged for a lawyer: ask the desk before you use it."
    notes = [legal if claim.attribution.legal else "", claim.note, claim.document.note]
    notes.append(since_words(record.fared))
    blocks.extend(Note((note,)) for note in notes if note)
    blocks.append(Note((f"Topic: {claim.topic.label} · {claim.slug} · revision {claim.revision}",)))
    blocks.append(Actions(_presses(record)))
    return Reply(
        words.attribution(claim),
        tuple(blocks),
        notice=notice,
        claims=(claim.slug,),
        shown=(claim, *_beside(record)),
    )


def prepared(record: Record) -> None:
    """Make the card of a record that was read again, before anybody asks for it."""
    claim_card(record, notice="")  # as /claim asks for it, by the very same arguments


def _beside(record: Record) -> tuple[Claim, ...]:
    """Return the claims whose rows stand under the card of *record*."""
    linked = [link.claim for link in record.links]
    apart = {claim.slug for claim in linked}
    others = [other for other in record.others if other.slug not in apart]
    return (*linked[:MAX_OTHERS], *others[:MAX_OTHERS])


def _presses(record: Record) -> tuple[Action, ...]:
    """Return what a card offers: to compare only where there is something beside it."""
    about = {"slug": record.claim.slug}
    beside = bool(record.others or record.links)
    watched = {"what": record.claim.slug}
    tell = Action("Tell me when this changes", "watch-claim", watched, "watch")
    return (
        Action("Source text", "passage", about),
        *([Action("Compare", "compare", {"claims": record.claim.slug})] if beside else []),
        Action("History", "history", about),
        Action("Related", "related", about),
        *([Action("Origins", "origins", about)] if more_than_one_says(record) else []),
        *([] if record.claim.restricted else [tell]),  # of that nobody would be told
    )


def withdrawn_card(claim: Claim, *, notice: str = "") -> Reply:
    """Return what is left of a withdrawn claim: who said it, and that and why it is withdrawn."""
    review = current_review(claim.reviews, Subject.CLAIM)
    facts = Facts((Fact("Claim", (words.status_words(claim, Subject.CLAIM),)),))
    when = f" on {review.at.day} {review.at:%B %Y}" if review else ""
    return Reply(
        words.attribution(claim),
        (
            Paragraph((f"The desk withdrew {claim.slug}{when}. Do not use an earlier answer.",)),
            facts,
            Actions((Action("History", "history", {"slug": claim.slug}),)),
        ),
        notice=notice,
        claims=(claim.slug,),
        shown=(claim,),
    )


def claim_row(claim: Claim, label: str = "") -> SourceRow:
    """Return *claim* as a row of a list: owner, what is on record, and a press that opens it."""
    return SourceRow(
        words.owner(claim),
        words.row_words(claim),
        Action(label or claim.slug, "claim", {"slug": claim.slug}),
    )


def claim_rows(claims: Sequence[Claim], title: str) -> Sources:
    """Return a titled list of *claims*."""
    return Sources(title, tuple(map(claim_row, claims)))


def shortened_quotation(exact: str) -> tuple[str, bool]:
    """Return the first 40 words of a quotation, letter for letter, and whether that is all."""
    words_of_it = list(re.finditer(r"\S+", exact))
    if len(words_of_it) <= MAX_QUOTED_WORDS:
        return exact, True
    return exact[: words_of_it[MAX_QUOTED_WORDS - 1].end()], False


def quoted_owner(claim: Claim) -> str:
    """Return whose words a quotation from *claim*'s document is: the outlet prints all of them.

    What somebody denied is said to be that, since the words quoted are what they did not say.
    """
    outlet = claim.document.outlet.name
    makers = words.makers_named(claim)
    denied = claim.attribution.strength is Strength.DENIED
    if not makers or makers == outlet:
        nobodys = denied and not claim.attribution.makers
        return f"{outlet}, reporting what was denied" if nobodys else outlet
    if denied:
        return f"{outlet}, reporting what {makers} denied"
    return f"{outlet}, reporting {makers}"


def _facts(record: Record) -> list[Fact]:
    claim = record.claim
    said = claim.attribution
    facts = [
        Fact("Who says it", (words.who_says(claim),)),
        Fact("How strongly", (words.how_strongly(said),)),
        Fact("Where", words.where(claim.document)),
        Fact("When", (words.when(claim.document),)),
    ]
    if more_than_one_says(record):
        facts.append(Fact("Origins", (f"{counted(origins_of(record))}.",)))
    if claim.document.details_from:
        facts.append(Fact("Outlet and byline", (claim.document.details_from,)))
    if claim.figures:
        facts.append(Fact("Figures as written", (words.figures_words(claim),)))
    if claim.dates:
        facts.append(Fact("Dates as written", (words.dates_words(claim),)))
    if claim.alleged:
        facts.append(Fact("Answer to the accusation", (words.answer_of_accused(said),)))
    claim_status = f"{words.status_words(claim, Subject.CLAIM)}"
    ending = "" if claim_status.endswith(".") else ";"
    facts += [
        Fact("Quotation", (words.status_words(claim, Subject.QUOTATION),)),
        Fact("Claim", (f"{claim_status}{ending} {_sentence(claim, ending)}",)),
    ]
    return facts


def _sentence(claim: Claim, ending: str) -> str:
    count = words.evidence_count(claim)
    return count if ending else f"{count[0].upper()}{count[1:]}."


def _evidence_row(evidence: Evidence) -> SourceRow:
    return SourceRow(
        evidence.source,
        (
            f"{evidence.stance.value}: {evidence.what} ",
            Link(words.host(evidence.url), evidence.url),
            f" (added by {evidence.added_by}, {evidence.added_at.day} {evidence.added_at:%B %Y})",
        ),
    )


def _also_on_record(record: Record) -> list[Block]:
    """Return the relations that people confirmed, then what else is about the same thing."""
    blocks: list[Block] = []
    linked = {link.claim.slug for link in record.links}
    if record.links:
        blocks.append(Sources("Also on record, related by a person", _link_rows(record)))
    others = [other for other in record.others if other.slug not in linked]
    if others:
        rows = _other_rows(record, others)
        blocks.append(Sources("Also on record about the same thing", rows))
    return blocks


def _link_rows(record: Record) -> tuple[SourceRow, ...]:
    slug = record.claim.slug
    rows = [link_row(link, slug) for link in record.links[:MAX_OTHERS]]
    left = len(record.links) - len(rows)
    if left:
        action = Action("All relations", "related", {"slug": slug})
        rows.append(SourceRow(f"{left} more", ("related by a person",), action))
    return tuple(rows)


def _other_rows(record: Record, others: Sequence[Claim]) -> tuple[SourceRow, ...]:
    rows = [claim_row(other) for other in others[:MAX_OTHERS]]
    left = len(others) - len(rows)
    if left:
        topic = record.claim.topic
        rows.append(
            SourceRow(
                f"{left} more",
                (f"under {topic.label}",),
                Action("All of them", "claims", {"topic": topic.key}),
            )
        )
    return tuple(rows)
