"""`/desk demand`: what was asked for and is not on record, who looks for it, what became of it."""

from bot.commands.desk_claim import not_kept
from bot.commands.ending import BY_CLAIM, FOR_REASON, asked_claim, asked_reason
from bot.commands.named import tellable
from bot.commands.paging import page_of, paging
from bot.commands.proposed import press
from bot.commands.refusals import told_at
from bot.commands.relation_words import signed
from bot.commands.ticket_words import due_words, spoken, ticket_reply, ticket_rows
from bot.core.errors import Unusable
from bot.core.plain import quoted
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import (
    Action,
    Actions,
    Block,
    Fact,
    Facts,
    Form,
    FormField,
    Note,
    Outcome,
    Paragraph,
    Reply,
    Result,
    SourceRow,
    Sources,
)
from knowledge.amending import called
from knowledge.answers import day_words
from knowledge.demand import Demand
from knowledge.proposals import NotKept
from knowledge.roles import Role

MOST = 500
ROWS_A_PAGE = 8
_UNKEPT = "Its words are not kept: nobody who asked it gave leave."
_NUMBER = Param("number", "Number of the question, from /desk demand", kind=Kind.INT, required=True)


@command(
    "desk-demand",
    "What was asked for and is not on record: how often, by how many, since when, who is at it",
    params=[
        Param("what", "A question's number, or: tickets, ended; nothing for all", max_length=40),
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    under="desk",
    needs=Role.REPORTER,
    example="/desk demand",
)
async def desk_demand(context: Context, page: int, what: str = "") -> Reply:
    """List the unanswered questions, the tickets, or show one question."""
    word = what.strip().lower().removeprefix("#")
    if word.isdigit() and len(word) < 10:
        return await _one(context, int(word))
    if word in ("ticket", "tickets"):
        return await _tickets(context, page)
    if word not in ("", "all", "open", "ended"):
        raise Unusable(
            f"“{what[:40]}” is no list of unanswered questions.",
            "Type a question's number, tickets, ended, or nothing.",
            field="what",
        )
    ended = word == "ended"
    found = await context.desk.demands.top(MOST + 1, ended=ended)
    more, found = len(found) > MOST, found[:MOST]
    shown, number, pages = page_of(found, page, ROWS_A_PAGE)
    tickets = press("Tickets", "desk-demand", {"what": "tickets"})
    if not shown:
        title = "No question has ended." if ended else "No question waits for an answer."
        return Reply(title, (Actions((tickets,)),), result=Result.NOTHING, replaces=True)
    rows = tuple(SourceRow(_asked(d), (_said(d), _stands(d)), _opens(d)) for d in shown)
    args = {"what": "ended"} if ended else {}
    counted = f"{'More than ' * more}{len(found)} question{'s' * (len(found) != 1)}"
    title = f"{counted} that ended." if ended else f"{counted} that found nothing on record."
    order = "The last first" if ended else "What most people asked comes first"
    other = press("Ended", "desk-demand", {"what": "ended"})
    ways = Actions((tickets,) if ended else (tickets, other))
    blocks: tuple[Block, ...] = (
        Sources(order, rows),
        *paging("desk-demand", args, number, pages),
        ways,
    )
    return Reply(title, blocks, replaces=True)


def _asked(demand: Demand) -> str:
    people = "1 person" if demand.askers == 1 else f"{demand.askers} people"
    times = "once" if demand.times == 1 else f"{demand.times} times"
    return f"Asked {times}, by {people}, since {day_words(demand.first_at)}"


def _said(demand: Demand) -> str:
    return quoted(demand.words) if demand.words else f"Question {demand.number}. {_UNKEPT}"


def _stands(demand: Demand) -> str:
    if demand.claim:
        return f" On record about it: {demand.claim}."
    if demand.ended_at:
        return f" Set aside: {demand.why}"
    if demand.owner:
        return f" Taken by {called(demand.owner)}."
    return " Nobody has taken it."


def _opens(demand: Demand) -> Action:
    return press(f"Question {demand.number}", "desk-demand", {"what": str(demand.number)})


async def _one(context: Context, number: int, done: str = "") -> Reply:
    with told_at("what"):
        demand = await context.desk.demands.numbered(number)
    asked = _asked(demand).removeprefix("Asked ")
    facts = Facts((Fact("Asked", (asked,)), Fact("Last asked", (day_words(demand.last_at),))))
    blocks: list[Block] = [Paragraph((done,))] if done else []
    said = quoted(demand.words) if demand.words else _UNKEPT
    blocks += [Paragraph((said,)), facts, Note((_stands(demand).strip(),))]
    presses: list[Action] = []
    if not demand.ended_at:
        args = {"number": str(number)}
        if demand.ticket:
            presses.append(
                press(f"Ticket {demand.ticket}", "desk-ticket", {"number": str(demand.ticket)})
            )
        else:
            presses.append(press("Take it", "desk-demand-take", args))
        presses.append(press("Answered by …", "desk-demand-answer", args))
        presses.append(press("Set aside", "desk-demand-drop", args))
    if demand.words:
        args = {"number": str(number)}
        presses.append(press("Search again", "desk-demand-search", args))
    if demand.claim:
        presses.append(Action("Card", "claim", {"slug": demand.claim}))
    presses.append(press("All questions", "desk-demand"))
    return Reply(f"Question {number}", (*blocks, Actions(tuple(presses))), replaces=True)


async def _tickets(context: Context, page: int) -> Reply:
    found = await context.desk.tickets.open_ones()
    shown, number, pages = page_of(found, page, ROWS_A_PAGE)
    asked = press("Questions", "desk-demand")
    if not shown:
        return Reply(
            "No ticket is open.", (Actions((asked,)),), result=Result.NOTHING, replaces=True
        )
    rows = Sources("Earliest deadline first", ticket_rows(shown, context.desk.tickets.zone))
    turns = paging("desk-demand", {"what": "tickets"}, number, pages)
    title = f"{len(found)} open ticket{'s' * (len(found) != 1)}."
    return Reply(title, (rows, *turns, Actions((asked,))), replaces=True)


@command(
    "desk-demand-take",
    "Take an unanswered question: a ticket is opened in your name",
    params=[_NUMBER],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    form=True,
    example="/desk demand-take 3",
)
async def desk_demand_take(context: Context, number: int) -> Outcome:
    """Ask until when."""
    with told_at("number"):
        demand = await context.desk.demands.numbered(number)
    words = FormField(
        "words", "What needs a source", value=demand.words, required=True, max_length=300
    )
    until = FormField(
        "until", "Until when", hint="tomorrow 15:00, fri 12:00, in 2 hours", required=False
    )
    args = {"number": str(number)}
    return Form("Take a question", "desk-demand-taken", (words, until), submit="Take it", args=args)


@command(
    "desk-demand-taken",
    "Open a ticket for an unanswered question",
    params=[
        _NUMBER,
        Param("words", "What needs a source", max_length=1_000),
        Param("until", "Until when, such as tomorrow 15:00", max_length=100),
    ],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    example="/desk demand-take 3",
)
async def desk_demand_taken(
    context: Context, number: int, words: str = "", until: str = ""
) -> Outcome:
    """Open the ticket in the asker's name, or say who has it."""
    by, tickets = signed(context.request.actor), context.desk.tickets
    again = press("Take it again", "desk-demand-take", {"number": str(number)})
    written = {"What needs a source": words, "Until when": until}
    try:
        await context.desk.demands.numbered(number)
        due_words(until, tickets.zone)
        ticket = await tickets.open(words, by, spoken(context.request), demand=number)
        ticket, _ = await tickets.take(ticket.number, by, until)
    except NotKept as error:
        return not_kept(error, written, again)
    return ticket_reply(ticket, tickets.zone, "The ticket is yours.", by)


@command(
    "desk-demand-answer",
    "Say which claim on record answers a question; whoever asked it is told",
    params=[
        _NUMBER,
        BY_CLAIM,
    ],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    example="/desk demand-answer 3",
)
async def desk_demand_answer(context: Context, number: int, slug: str = "") -> Outcome:
    """Note what answers it, or ask for that first."""
    if not slug:
        return asked_claim(
            "desk-demand-answer", number, "Answered by", "Claim that answers it", "Keep"
        )
    claim = await tellable(context, slug)
    with told_at():
        await context.desk.demands.answered(number, claim.slug)
    done = f"Noted: {claim.slug} is on record about it. Whoever wished to be told is told."
    return await _one(context, number, done)


@command(
    "desk-demand-drop",
    "Set an unanswered question aside, with a reason",
    params=[_NUMBER, FOR_REASON],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    example="/desk demand-drop 3",
)
async def desk_demand_drop(context: Context, number: int, why: str = "") -> Outcome:
    """Set it aside, or ask why first."""
    if not why:
        return asked_reason("desk-demand-drop", number, "Set aside", "Keep")
    with told_at():
        await context.desk.demands.dismissed(number, why)
    return await _one(context, number, "Set aside. It opens again when it is asked in vain.")
