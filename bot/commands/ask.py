"""“Ask the desk”: leaving a question that found nothing."""

from bot.commands.told_places import own_place
from bot.core.registry import Context, Param, command
from bot.core.reply import FieldKind, Form, FormField, Note, Reply
from bot.core.request import Door
from knowledge.roles import Role

MAX_WORDS = 1000


@command(
    "ask",
    "Leave a question with the desk",
    params=[Param("words", "The question", max_length=MAX_WORDS)],
    listed=False,
    form=True,
    needs=Role.REPORTER,
    example="/ask",
)
async def ask(_context: Context, words: str = "") -> Form:
    """Ask for the question's words, which start as those that found nothing."""
    return Form(
        "Ask the desk",
        "question",
        (
            FormField(
                "words",
                "Your question",
                FieldKind.TEXT,
                value=words,
                hint="What should be on record?",
                max_length=MAX_WORDS,
            ),
        ),
        submit="Leave it",
        note="The desk keeps these words and who asked, and tells you when there is something.",
    )


@command(
    "question",
    "Keep a question for the desk",
    params=[Param("words", "The question", required=True, max_length=MAX_WORDS)],
    listed=False,
    needs=Role.REPORTER,
    example="/question Who pays the doctors?",
)
async def question(context: Context, words: str) -> Reply:
    """Keep the question with its asker's name and place."""
    request, left = context.request, 0
    if request.door is not Door.CONSOLE:
        left = await context.desk.demands.leave(words, own_place(context))
    number = await context.desk.ask(
        words,
        asked_by=request.actor.name or request.actor.id,
        platform=request.place.platform,
        channel=request.place.channel,
    )
    if left:  # the number that /desk demand shows it under
        seen = "The desk sees it with /desk demand; you are told when there is something."
        return Reply(f"Question {left} is with the desk.", (Note((seen,)),))
    read = Note(("Whoever runs the desk reads it with: onrecord questions",))
    title = f"Question {number} is with the desk."
    if request.door is Door.CONSOLE:
        return Reply(title, (read,))
    why = "No word tells it from other questions, so you cannot be told when there is something."
    how = "To be told, ask with a name, a place or a topic."
    return Reply(title, (Note((f"{why} {how}",)), read))
