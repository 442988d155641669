"""“And Kenya?”: what is on record of the same topic about another place or name, or that none is.

Nothing is carried over from the claim shown last but its topic: what is shown names what was asked
for in its own words on record.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands import words
from bot.commands.cards import claim_card, claim_row
from bot.commands.claim import claim as claim_command
from bot.commands.claim import shortened
from bot.commands.counted import counted
from bot.commands.marked import marked
from bot.commands.nothing import nothing_on_record
from bot.core.plain import quoted
from bot.core.registry import Context
from bot.core.reply import Note, Outcome, Reply, Sources
from knowledge.desk import MAX_HITS, Found, How, Nothing
from knowledge.filters import Filters
from knowledge.match.indexed import findable
from knowledge.match.names_of_places import PLACES
from knowledge.match.normal import words as normal_words
from knowledge.match.porter import stem
from knowledge.match.query import query_words
from knowledge.model import Claim, Topic
from knowledge.relating import is_withdrawn

_LOOKED_AT = 40
_BETWEEN = re.compile(r",\s*|\s+and\s+")
_PLACES = frozenset(PLACES.values())


async def is_named(context: Context, asked: str) -> bool:
    """Say whether *asked* is surely a name: by its capitals, as a place, or as a claim's own name.

    Anything else after “and” or “what about” is a question of its own.
    """
    parts = [part for part in asked.split() if part.lower() not in ("and", "the", "of")]
    if parts and all(part[0].isupper() for part in parts):
        return True
    return bool(_PLACES.intersection(normal_words(asked))) or await _is_claim(context, asked)


async def the_same_elsewhere(context: Context, asked: str, shown: Sequence[Claim]) -> Outcome:
    """Return what is on record about *asked* under the topic of the claims *shown* last."""
    if await _is_claim(context, asked):
        outcome: Outcome = await claim_command.handler(context, slug=asked)
        return outcome
    topics = tuple({claim.topic.key: claim.topic for claim in shown}.values())
    about = (
        f"{shown[0].slug}, the claim shown here last"
        if len(shown) == 1
        else (f"the {len(shown)} claims shown here last")
    )
    notice = f"With the topic of {about}: {'; '.join(topic.label for topic in topics)}."
    claims, lacking = await _under(context, asked, topics), ""
    parts = [part.strip() for part in _BETWEEN.split(asked)]
    if not claims and len(parts) > 1:
        # “Kenya and Peru” is one place to nobody: each is looked for, and what is missing is said.
        found = {part: await _under(context, part, topics) for part in parts}
        claims = list({claim.slug: claim for each in found.values() for claim in each}.values())
        lacking = words.joined([quoted(part) for part in parts if not found[part]])
    if not claims:
        return await _other_topics(context, asked, shown, notice)
    if lacking:
        notice = f"{notice} Nothing on record about {lacking} under it."
    claims.sort(key=lambda claim: not _measures(claim) & _all_measures(shown))
    if len(claims) == 1:
        only = await context.desk.look_up(claims[0].slug)
        if isinstance(only, Found):
            return claim_card(only.record, notice=f"{quoted(asked)} was looked for. {notice}")
    title = f"On record with {shortened(asked)}: {len(claims)} claims"
    return _rows(title, asked, claims, notice)


def _rows(title: str, asked: str, claims: Sequence[Claim], notice: str) -> Reply:
    """Return the first of *claims* as rows, with the words asked for marked."""
    more, claims = len(claims) > MAX_HITS, tuple(claims[:MAX_HITS])
    plain = map(claim_row, claims)
    rows = tuple(replace(row, said=marked(row.said, query_words(asked))) for row in plain)
    left_out = "More claims fit than are shown; add a word. " if more else ""
    note = f"{left_out}None of these answers your words until you have read it."
    return Reply(
        title,
        (Sources("Claims that name it", rows), Note((note,))),
        notice=notice,
        claims=tuple(claim.slug for claim in claims),
        shown=claims,
    )


async def _is_claim(context: Context, asked: str) -> bool:
    found = await context.desk.look_up(asked)
    return isinstance(found, Found) and found.how in (How.SLUG, How.ALIAS)


async def _under(context: Context, asked: str, topics: Sequence[Topic]) -> list[Claim]:
    """Return the claims under *topics* that have every word of *asked*."""
    found: list[Claim] = []
    for topic in topics:
        page = await context.desk.listing.page(Filters(about=topic), asked, 1, _LOOKED_AT)
        found += [claim for claim in page.claims if _names(claim, asked)]
    return found


async def _other_topics(context: Context, asked: str, shown: Sequence[Claim], notice: str) -> Reply:
    """Return that nothing is on record under the topic, and what else names *asked*, if any does.

    What is under another topic is shown as just that, where two words of a label fit.
    """
    topics = tuple({claim.topic.key: claim.topic for claim in shown}.values())
    nothing = f"{shortened(asked)} under {topics[0].label}"
    hits = await context.desk.matcher.find(asked, _LOOKED_AT)
    label = {stem(word) for word in query_words(shown[0].label)}
    claims = [
        claim
        for claim in await context.desk.claims([hit.slug for hit in hits])
        if _names(claim, asked) and len(label & _stems(claim)) > 1
    ]
    if claims:
        title = f"Nothing on record about {nothing}. Under other topics:"
        return _rows(title, asked, claims, notice)
    counts = await context.desk.topics()
    keys = {topic.key for topic in topics}
    nearest = tuple(count for count in counts if count.topic.key in keys)
    others = tuple(count for count in counts if count.topic.key not in keys)[:MAX_HITS]
    question = f"{topics[0].label}: {asked}"
    await counted(context, question)
    reply = nothing_on_record(nothing, Nothing(question, nearest, others))
    alone = Note((f"What is on record about {quoted(asked)} alone is a question of its own.",))
    return replace(reply, notice=notice, blocks=(alone, *reply.blocks))


def _stems(claim: Claim) -> set[str]:
    """Return the stems of all that *claim* is found by, and of what its figures are about."""
    figures = " · ".join(f"{figure.place} · {figure.population}" for figure in claim.figures)
    texts = (*" ".join(findable(claim).columns()).split(), *normal_words(figures))
    return set(map(stem, texts))


def _names(claim: Claim, asked: str) -> bool:
    wanted = {stem(word) for word in query_words(asked)}
    return bool(wanted) and wanted <= _stems(claim) and not is_withdrawn(claim)


def _measures(claim: Claim) -> set[str]:
    return {figure.measure for figure in claim.figures if figure.measure}


def _all_measures(claims: Sequence[Claim]) -> set[str]:
    return {measure for claim in claims for measure in _measures(claim)}
