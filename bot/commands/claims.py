"""`/claims`: the topics, and the claims under one of them."""

from collections.abc import Sequence

from bot.commands.cards import claim_rows
from bot.commands.claim import shortened
from bot.commands.nothing import nothing_on_record, topic_rows
from bot.commands.paging import page_of, paging
from bot.commands.suggest import suggest_topics
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Reply, Result, Sources
from knowledge.desk import Nothing
from knowledge.model import Topic, TopicCount

TOPICS_A_PAGE = 10
CLAIMS_A_PAGE = 6


@command(
    "claims",
    "The topics on record with their counts, or the claims under one topic",
    params=[
        Param("topic", "A topic, such as doctors-pay", max_length=200, suggest=suggest_topics),
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    shareable=True,
    example="/claims doctors-pay",
)
async def claims(context: Context, page: int, topic: str = "") -> Reply:
    """List topics with their counts, or the claims under *topic*, newest first."""
    if not topic:
        return _topics(await context.desk.topics(), page)
    found = await context.desk.topic(topic)
    if isinstance(found, Nothing):
        return nothing_on_record(shortened(topic), found)
    return await _in_topic(context, found, page)


def _topics(topics: Sequence[TopicCount], page: int) -> Reply:
    if not topics:
        return nothing_on_record("any topic", Nothing(""))
    shown, number, pages = page_of(topics, page, TOPICS_A_PAGE)
    total = sum(count.claims for count in topics)
    return Reply(
        f"{total} claims on record under {len(topics)} topics",
        (Sources("Topics", topic_rows(shown)), *paging("claims", {}, number, pages)),
        replaces=True,
    )


async def _in_topic(context: Context, topic: Topic, page: int) -> Reply:
    under = await context.desk.in_topic(topic)
    shown, number, pages = page_of(under, page, CLAIMS_A_PAGE)
    return Reply(
        f"On record under {topic.label}: {len(under)} claims",
        (claim_rows(shown, "Newest first"), *paging("claims", {"topic": topic.key}, number, pages)),
        result=Result.FOUND if under else Result.NOTHING,
        claims=tuple(claim.slug for claim in shown),
        replaces=True,
    )
