"""Looking an unanswered question up again, which is not asking it: nothing is counted."""

from bot.commands.claim import answered
from bot.core.errors import Unusable
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Reply
from knowledge.proposals import NotKept
from knowledge.roles import Role


@command(
    "desk-demand-search",
    "Look an unanswered question up again, by its own words; that is not counted",
    params=[
        Param("number", "Number of the question, from /desk demand", kind=Kind.INT, required=True)
    ],
    listed=False,
    under="desk",
    needs=Role.REPORTER,
    example="/desk demand-search 3",
)
async def desk_demand_search(context: Context, number: int) -> Reply:
    """Return what `/claim` answers to its words by now."""
    try:
        demand = await context.desk.demands.numbered(number)
    except NotKept as error:
        raise Unusable(error.sentence, error.next_step, field="number") from error
    if not demand.words:
        raise Unusable(
            f"The words of question {number} are not kept.",
            "Nobody who asked it gave leave; wait until somebody does.",
            field="number",
        )
    return await answered(context, demand.words, count=False)
