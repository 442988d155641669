"""“Nothing on record”, and what to do next."""

from collections.abc import Sequence

from bot.core.reply import Action, Actions, Block, Note, Reply, Result, SourceRow, Sources
from bot.core.tokens import fitted
from knowledge.desk import Nothing
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


def nothing_on_record(shown: str, nothing: Nothing) -> Reply:
    """Return that nothing is on record about *shown*, the nearest topics, and “Ask the desk”."""
    if not nothing.nearest and not nothing.others:
        return Reply(
            f"Nothing on record about {shown}: this desk holds no claims yet.",
            (Note(("Whoever runs the desk can load a sample with: onrecord demo",)),),
            result=Result.NOTHING,
        )
    lists = (("Nearest topics", nothing.nearest), ("Other topics", nothing.others))
    blocks: list[Block] = [Sources(title, topic_rows(of)) for title, of in lists if of]
    return Reply(
        f"Nothing on record about {shown}.",
        (
            *blocks,
            Note(("Try fewer or other words, pick a topic, or leave the question with the desk.",)),
            Note(("Questions that find nothing are counted, and their words are not kept.",)),
            Actions((fitted("Ask the desk", "ask", "words", nothing.asked),)),
        ),
        result=Result.NOTHING,
    )
