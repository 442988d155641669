"""`/desk recall`: where answers about a claim stand. Of private ones only their number is told."""

from bot.commands.named import named
from bot.commands.paging import page_of, paging
from bot.core.adapter import spot_of
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Block, Line, Link, Note, Reply, SourceRow, Sources
from knowledge.answers import Answer, AnswerState, day_words
from knowledge.roles import Role

ROWS_A_PAGE = 10

_PAGE = Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True)
_STANDS = {
    AnswerState.SENDING: "nobody confirmed that it was posted",
    AnswerState.STANDING: "stands",
    AnswerState.FIXED: "cannot be edited",
    AnswerState.GONE: "gone",
}


@command(
    "desk-recall",
    "Where answers about a claim stand, and to how many people it was told in private",
    params=[
        Param("slug", "A claim's name", required=True, called="claim", max_length=200),
        _PAGE,
    ],
    under="desk",
    needs=Role.EDITOR,
    example="/desk recall doctors-salary",
)
async def desk_recall(context: Context, slug: str, page: int) -> Reply:
    """List where answers stand that showed the claim, newest first."""
    claim = (await named(context, slug)).claim
    answers = await context.desk.recalls.standing(claim.slug)
    public = [answer for answer in answers if answer.public]
    private = [answer for answer in answers if not answer.public]
    shown, number, pages = page_of(public, page, ROWS_A_PAGE)
    blocks: list[Block] = []
    if shown:
        rows = tuple(_answer_row(context, answer) for answer in shown)
        blocks.append(Sources("Public answers, newest first", rows))
    people = len({(answer.platform, answer.asker) for answer in private})
    if private:
        to = "1 person" if people == 1 else f"{people} people"
        blocks.append(Note((f"{len(private)} private, to {to}; they are told of a change.",)))
    if not answers:
        blocks.append(Note(("No answer showed it, or none is kept any more.",)))
    blocks += paging("desk-recall", {"slug": claim.slug}, number, pages)
    counted = "1 public answer" if len(public) == 1 else f"{len(public)} public answers"
    return Reply(f"{claim.slug}: {counted}", tuple(blocks), replaces=True)


def _answer_row(context: Context, answer: Answer) -> SourceRow:
    how = "shared" if answer.shared else "asked"
    why = f": {answer.why}" if answer.why else ""
    return SourceRow(
        f"{day_words(answer.at)}, {answer.platform}",
        (f"{how}, {_STANDS[answer.state]}{why}; ", *place_of(context, answer)),
    )


def place_of(context: Context, answer: Answer) -> Line:
    """Return the answer's address where it is known, and its channel's id where not."""
    address = context.link(answer.platform, spot_of(answer)) if answer.message else ""
    if address:
        return (Link("open it", address),)
    return (f"channel {answer.channel}" if answer.channel else "no channel known",)
