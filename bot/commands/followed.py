"""Follow-ups: “who says so?”, “and Kenya?” and the like, about the claims that were shown last.

Which claims an answer is about is said above it, since nobody named them.
"""

from dataclasses import replace

from bot.commands import words
from bot.commands.cards import claim_card, claim_rows, withdrawn_card
from bot.commands.claim import claim as claim_command
from bot.commands.compare import compare_claims
from bot.commands.elsewhere import is_named, the_same_elsewhere
from bot.commands.passage import passage
from bot.commands.restricted import not_shown
from bot.core.errors import Unusable
from bot.core.followups import FOLLOW_UP, FollowUp, Wish, follow_up
from bot.core.plain import quoted
from bot.core.registry import Context, Param, command
from bot.core.reply import Action, Actions, Block, Facts, Note, Outcome, Paragraph, Reply, Sources
from bot.core.threads import read_from
from knowledge.desk import Found
from knowledge.model import Claim, Record
from knowledge.relating import is_withdrawn
from knowledge.talks import Talk

_FACTS = {
    Wish.WHO: ("Who says it", "How strongly", "Where", "When", "Answer to the accusation"),
    Wish.WHEN: ("When", "Dates as written", "Figures as written", "Answer to the accusation"),
    Wish.STATUS: ("How strongly", "Answer to the accusation"),
}
_ALWAYS = ("Quotation", "Claim")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_OWN_QUESTIONS = frozenset({Wish.ELSEWHERE, Wish.NUMBER})
"""What has a meaning of its own where nothing was shown: a name, a number."""


@command(
    FOLLOW_UP,
    "A question about the claims shown last: who says so, since when, and Kenya",
    params=[
        Param("words", "Such as: who says so? and Kenya? the second one", required=True),
    ],
    listed=False,
    example="/about-that who says so?",
)
async def followed(context: Context, words: str) -> Outcome:
    """Answer *words* about what was shown last here; what is no follow-up is its own question."""
    asked = follow_up(words)
    if asked is None:
        return await _own_question(context, words)
    if asked.wish is Wish.ELSEWHERE and not await is_named(context, asked.words):
        return await _own_question(context, asked.words)
    talk = await context.desk.talks.last(read_from(context.request), context.talk_hours)
    if talk is None:
        if asked.wish in _OWN_QUESTIONS:
            return await _own_question(context, asked.words or words)
        raise Unusable(
            f"Nothing was shown here lately that {quoted(words)} could be about.",
            "Name the claim, such as: doctors-salary. Or reply to an answer that shows it.",
            field="words",
        )
    claims = tuple(await context.desk.claims(talk.last))
    if not claims:
        raise Unusable(
            f"What was shown here last is not on record any more, so {quoted(words)} has nothing "
            "to be about.",
            "Name the claim, or ask with other words.",
            field="words",
        )
    if asked.wish is Wish.NUMBER:
        return await _one_of(context, asked, talk, claims)
    if asked.wish is Wish.ELSEWHERE:
        return await the_same_elsewhere(context, asked.words, claims)
    if asked.wish is Wish.COMPARE:
        return await _compared(context, talk, claims)
    return await _about(context, asked.wish, claims)


async def _own_question(context: Context, asked: str) -> Outcome:
    """Return what `/claim` answers."""
    outcome: Outcome = await claim_command.handler(context, slug=asked)
    return outcome


async def _one_of(
    context: Context, asked: FollowUp, talk: Talk, claims: tuple[Claim, ...]
) -> Reply:
    """Return the card of one of the claims shown last, counted as they were shown."""
    shown = talk.last
    number = asked.number or len(shown)
    if number > len(shown):
        only = "Only one claim was" if len(shown) == 1 else f"Only {len(shown)} claims were"
        raise Unusable(
            f"{only} shown here last, so there is no {_ORDINALS[number - 1]} one.",
            f"Name the claim you mean; shown were: {', '.join(claim.slug for claim in claims)}.",
            field="words",
        )
    record = await _record(context, shown[number - 1])
    which = "" if len(shown) == 1 else f"The {_ORDINALS[number - 1]} of the {len(shown)}"
    claim = record.claim.slug
    return claim_card(
        record,
        notice=f"{which} claims shown here last: {claim}."
        if which
        else f"About {claim}, the only claim shown here last.",
    )


async def _compared(context: Context, talk: Talk, claims: tuple[Claim, ...]) -> Outcome:
    """Return the claims shown last side by side; one alone beside the one shown before it."""
    slugs = [claim.slug for claim in claims]
    notice = _shown_last(claims)
    if len(slugs) == 1:
        before = [slug for answer in talk.shown[1:] for slug in answer if slug not in slugs]
        earlier = await context.desk.claims(before[:1])
        slugs += [claim.slug for claim in earlier]
        if earlier:
            notice = f"About {slugs[0]}, shown here last, and {slugs[1]}, shown before it."
    outcome: Outcome = await compare_claims.handler(context, claims=", ".join(slugs))
    return _noticed(outcome, notice) if isinstance(outcome, Reply) else outcome


async def _about(context: Context, wish: Wish, claims: tuple[Claim, ...]) -> Outcome:
    """Return what is asked of one claim, or of several the rows that say who says each and when."""
    notice = _shown_last(claims)
    if len(claims) > 1:
        one_alone = wish in (Wish.SOURCE, Wish.OTHERS)
        note = Note(
            ("Say which one: “the second one”, or its name; then ask again.",)
            if one_alone
            else ("Each stands under its owner. For more of one say “the second one”.",)
        )
        return Reply(
            f"{len(claims)} claims, each under its owner",
            (claim_rows(claims, "Shown here last"), note),
            notice=notice,
            claims=tuple(claim.slug for claim in claims),
            shown=claims,
        )
    (claim,) = claims
    if wish is Wish.SOURCE:
        outcome: Outcome = await passage.handler(context, slug=claim.slug)
        return _noticed(outcome, notice) if isinstance(outcome, Reply) else outcome
    if is_withdrawn(claim):
        return withdrawn_card(claim, notice=notice)
    record = await _record(context, claim.slug)
    if wish is Wish.OTHERS:
        return _others(record, notice)
    return _facts(record, wish, notice)


def _facts(record: Record, wish: Wish, notice: str) -> Reply:
    """Return those facts of a claim's card that *wish* asks for, and always both its statuses."""
    claim = record.claim
    wanted = (*_FACTS[wish], *_ALWAYS)
    facts = [
        fact
        for block in claim_card(record).blocks
        if isinstance(block, Facts)
        for fact in block.rows
        if fact.label in wanted
    ]
    blocks: list[Block] = [Paragraph((claim.statement,)), Facts(tuple(facts))]
    if wish is Wish.STATUS:
        blocks.append(Note(("What the desk has checked; it never says by itself what holds.",)))
    blocks.append(Actions((Action("Card", "claim", {"slug": claim.slug}),)))
    return Reply(
        words.attribution(claim),
        tuple(blocks),
        notice=notice,
        claims=(claim.slug,),
        shown=(claim,),
    )


def _others(record: Record, notice: str) -> Reply:
    """Return what else is on record about the same thing, as its card lists it.

    “The second one” is then the second of those.
    """
    claim = record.claim
    card = claim_card(record)
    # The card's own list of evidence is about the claim, not about what others say.
    lists = [
        block
        for block in card.blocks
        if isinstance(block, Sources) and block.title.startswith("Also on record")
    ]
    blocks: list[Block] = [*lists, *not_shown(record.withheld)]
    if not lists:
        blocks.append(Note(("Nothing else is on record about the same thing.",)))
    else:
        blocks.append(Actions((Action("Compare", "compare", {"claims": claim.slug}),)))
    return Reply(
        f"{words.attribution(claim)}: what others have on record",
        tuple(blocks),
        notice=notice,
        claims=tuple(other.slug for other in card.shown[1:]) or (claim.slug,),
        shown=card.shown,
    )


async def _record(context: Context, slug: str) -> Record:
    found = await context.desk.look_up(slug)
    if not isinstance(found, Found) or found.record.claim.slug != slug:
        raise Unusable(
            "That claim, shown here last, is not on record here any more.",
            "Name another claim, or ask with other words.",
            field="words",
        )
    return found.record


def _shown_last(claims: tuple[Claim, ...]) -> str:
    """Return the sentence that says what an answer is about."""
    if len(claims) == 1:
        return f"About {claims[0].slug}, the claim shown here last."
    slugs = words.joined([claim.slug for claim in claims])
    return f"About the {len(claims)} claims shown here last: {slugs}."


def _noticed(reply: Reply, notice: str) -> Reply:
    """Return *reply* with *notice* before its own."""
    own = f" {reply.notice}" if reply.notice else ""
    return replace(reply, notice=f"{notice}{own}")
