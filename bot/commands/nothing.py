"""“Nothing on record”, and what to do next."""

from collections.abc import Sequence

from bot.core.reply import Action, Actions, Note, Reply, Result, SourceRow, Sources
from bot.core.tokens import fitted
from knowledge.model import TopicCount


def topic_rows(topics: Sequence[TopicCount]) -> tuple[SourceRow, ...]:
    """Return *topics* as rows with their counts and a press that opens them."""
    return tuple(
        SourceRow(
            count.topic.label,
            (f"{count.claims} claim" + ("" if count.claims == 1 else "s"),),
            Action(count.topic.label, "claims", {"topic": count.topic.key}),
        )
        for count in topics
    )


def nothing_on_record(shown: str, asked: str, nearest: Sequence[TopicCount]) -> Reply:
    """Return that nothing is on record about *shown*, the nearest topics, and “Ask the desk”."""
    if not nearest:
        return Reply(
            f"Nothing on record about {shown}: this desk holds no claims yet.",
            (Note(("Whoever runs the desk can load a sample with: onrecord demo",)),),
            result=Result.NOTHING,
        )
    return Reply(
        f"Nothing on record about {shown}.",
        (
            Sources("Topics on record, nearest first", topic_rows(nearest)),
            Note(("Try fewer or other words, pick a topic, or leave the question with the desk.",)),
            Actions((fitted("Ask the desk", "ask", "words", asked),)),
        ),
        result=Result.NOTHING,
    )
