"""`/claim`: what is on record about one claim."""

from dataclasses import replace

from bot.commands.cards import claim_card, claim_rows
from bot.commands.counted import counted
from bot.commands.filtered import asked_with_filters, best, listed, understood
from bot.commands.marked import equally_near, found_rows
from bot.commands.mentioned import looked_up
from bot.commands.nothing import nothing_on_record
from bot.commands.proposed import press
from bot.commands.restricted import restricted
from bot.commands.suggest import suggest_claims
from bot.core.plain import quoted
from bot.core.registry import Context, Param, command
from bot.core.reply import Actions, Note, Reply
from bot.core.request import Door
from knowledge.desk import MAX_HITS, Found, How, Nothing, Restricted, Several
from knowledge.roles import Role

_SHOWN_WORDS = 80

_FOUND = {
    How.ALIAS: "{asked} is another name for {slug}.",
    How.PLURAL: "No claim is called {asked}; this is {slug}, the same but for singular and plural.",
    How.BEGINNING: "No claim is called {asked}; {slug} is the only one with a name that begins so.",
    How.SPELLING: "No claim is called {asked}; this is {slug}, the nearest spelling.",
}
_READ_FIRST = "None of these answers your words until you have read it."
_SEVERAL = {
    How.PLURAL: "Claims called nearly that",
    How.BEGINNING: "Claims with a name that begins so",
    How.SPELLING: "Claims spelled nearly so",
    How.WORDS: "Claims that share words with it",
}


def shortened(asked: str) -> str:
    """Return the question's words for a heading, in quotation marks and cut if long."""
    words = " ".join(asked.split())
    return quoted(words if len(words) <= _SHOWN_WORDS else f"{words[:_SHOWN_WORDS]}…")


def _with_desk(context: Context, card: Reply) -> Reply:
    """Return *card* with a way to the desk, for those who work there and where only they see it.

    On the console, where nothing is pressed, `/desk` says what there is.
    """
    pressed = context.private and context.request.door is not Door.CONSOLE
    if not (pressed and context.may(Role.REPORTER) and "desk-show" in context.registry):
        return card
    last = card.blocks[-1]
    if not isinstance(last, Actions):
        return card
    desk = press("At the desk", "desk-show", {"number": card.claims[0]})
    return replace(card, blocks=(*card.blocks[:-1], Actions((*last.actions, desk))))


@command(
    "claim",
    "What is on record about a claim: who said it, how strongly, where and when",
    params=[
        Param(
            "slug",
            "A claim's name, such as doctors-salary, or words to search for",
            required=True,
            called="claim",
            max_length=4000,
            suggest=suggest_claims,
        )
    ],
    menu="Find claims about this",
    shareable=True,
    example="/claim doctors-salary",
)
async def claim(context: Context, slug: str) -> Reply:
    """Show the card of the claim meant by *slug*, or what may be meant, or that nothing is."""
    return await answered(context, slug)


async def answered(context: Context, slug: str, *, count: bool = True) -> Reply:
    """Return what is on record about *slug*; where nothing is, that it was asked is *count*ed."""
    typed = asked_with_filters(context, slug)
    if typed is not None:
        filters, words = await understood(context, typed)
        if words:
            return await best(context, filters, words, MAX_HITS)
        return await listed(context, filters, words, 1)
    found = await looked_up(context, slug)
    match found:
        case Restricted(asked):
            raise restricted(asked)
        case Found(record, how, asked):
            sentence = _FOUND.get(how, "")
            notice = sentence.format(asked=shortened(asked), slug=record.claim.slug)
            return _with_desk(context, claim_card(record, notice=notice))
        case Several(claims, how, asked, more) as several:
            left_out = "More claims fit than are shown; add a word. " if more else ""
            tied = equally_near(several.equally_near)
            return Reply(
                f"No claim is called {shortened(asked)}. Pick one:",
                (
                    found_rows(claims, several.hits, _SEVERAL[how])
                    if several.hits
                    else claim_rows(claims, _SEVERAL[how]),
                    Note((f"{tied}{left_out}{_READ_FIRST}",)),
                ),
                claims=tuple(c.slug for c in claims),
                shown=claims,
            )
        case Nothing():
            if count:
                await counted(context, found.asked)
            return nothing_on_record(shortened(found.asked), found)
