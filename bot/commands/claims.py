"""`/claims`: the topics, and the claims that filters leave."""

from collections.abc import Sequence

from bot.commands.claim import shortened
from bot.commands.filtered import from_code, listed, typed_in, understood
from bot.commands.nothing import nothing_on_record, topic_rows
from bot.commands.paging import page_of, paging
from bot.commands.restricted import not_shown
from bot.commands.suggest import (
    suggest_figures,
    suggest_sources,
    suggest_statuses,
    suggest_strengths,
    suggest_topics,
)
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Reply, Sources
from knowledge.desk import Nothing
from knowledge.filters import Filters
from knowledge.model import TopicCount
from knowledge.screen import withheld

TOPICS_A_PAGE = 10

_DATE = "such as 2019, May 2019 or 20 December 2019"


@command(
    "claims",
    "The topics on record with their counts, or the claims that filters leave",
    params=[
        Param(
            "topic",
            "A topic or words; filters may follow, such as by:OAS since:2019",
            max_length=1000,
            suggest=suggest_topics,
        ),
        Param("by", "Who says it: a name or an alias", max_length=200, suggest=suggest_sources),
        Param("outlet", "Which outlet prints it", max_length=200, suggest=suggest_sources),
        Param("since", f"From then on: a date, {_DATE}", max_length=40),
        Param("until", f"Up to then: a date, {_DATE}", max_length=40),
        Param("status", "How the claim stands", max_length=40, suggest=suggest_statuses),
        Param("strength", "How strongly it is said", max_length=40, suggest=suggest_strengths),
        Param(
            "figure",
            "A number that it gives, such as 75% or 1.2 million; or any, or none",
            max_length=60,
            suggest=suggest_figures,
        ),
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
        Param("f", "Filters in short, as buttons carry them", max_length=100, hidden=True),
    ],
    shareable=True,
    example="/claims doctors-pay",
)
async def claims(
    context: Context,
    page: int,
    topic: str = "",
    by: str = "",
    outlet: str = "",
    since: str = "",
    until: str = "",
    status: str = "",
    strength: str = "",
    figure: str = "",
    f: str = "",
) -> Reply:
    """List topics with their counts, or the claims that pass the filters, newest first.

    Free words that are no topic are searched for among what the filters leave.
    """
    given = {"by": by, "in": outlet, "since": since, "until": until}
    given |= {"status": status, "strength": strength, "figure": figure}
    chosen = {name: value for name, value in given.items() if value}
    typed = await from_code(context, f) if f else typed_in(topic, chosen)
    if not typed.words and not typed.values:
        return _topics(await context.desk.topics(), page)
    filters, words = await understood(context, typed)
    if not filters:
        found = await context.desk.topic(words)
        if isinstance(found, Nothing):
            return nothing_on_record(shortened(words), found)
        filters, words = Filters(about=found), ""
    return await listed(context, filters, words, page)


def _topics(topics: Sequence[TopicCount], page: int) -> Reply:
    if not topics:
        return nothing_on_record("any topic", Nothing(""))
    shown, number, pages = page_of(topics, page, TOPICS_A_PAGE)
    total = sum(count.claims for count in topics)
    note = not_shown(withheld(topics))
    return Reply(
        f"{total} claims on record under {len(topics)} topics",
        (Sources("Topics", topic_rows(shown)), *note, *paging("claims", {}, number, pages)),
        replaces=True,
    )
