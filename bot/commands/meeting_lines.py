"""The lines of an agenda: who says it first, what it is about, how it stands in a few words."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import words
from bot.core.plain import quoted
from bot.core.reply import Action
from knowledge.amending import called
from knowledge.desk import Desk, Found, How
from knowledge.footing import NOTHING, footing_among, footing_of, gravest_among
from knowledge.meetings import Item, ItemKind, Sheet
from knowledge.model import Claim, Topic

_READ = 50
"""So many claims of a topic are read with their origins; what there is beyond is not counted."""

_NAMED = 3


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One item as it is shown: its place, whose it is, what it is about, how that stands."""

    item: Item
    place: int
    owner: str
    about: str
    state: str
    action: Action | None = None

    @property
    def heading(self) -> str:
        """The line without how it stands: `2. OAS, 9 May 2019: Doctors' pay on missions`."""
        return f"{self.place}. {self.owner}: {self.about}"


async def lines_of(desk: Desk, sheet: Sheet) -> tuple[BoardLine, ...]:
    """Return the agenda's lines in order; *desk* shows no restricted claim."""
    return tuple(
        [await line_of(desk, item, place) for place, item in enumerate(sheet.agenda, start=1)]
    )


async def dropped_lines(desk: Desk, sheet: Sheet) -> tuple[BoardLine, ...]:
    """Return the lines of what was dropped, which have no place."""
    return tuple([await line_of(desk, item, 0) for item in sheet.dropped])


async def line_of(desk: Desk, item: Item, place: int) -> BoardLine:
    """Return the line of one item; *place* is what people count it as."""
    if item.kind is ItemKind.CLAIM:
        return await _claim_line(desk, item, place)
    if item.kind is ItemKind.TOPIC:
        return await _topic_line(desk, item, place)
    owner = called(item.added_by) if item.added_by else "Asked"
    slugs = await desk.found_by(item.words)
    state = f"perhaps on record: {', '.join(slugs[:_NAMED])}" if slugs else NOTHING
    action = Action(slugs[0], "claim", {"slug": slugs[0]}) if slugs else None
    return BoardLine(item, place, owner, quoted(item.words), state, action)


async def _claim_line(desk: Desk, item: Item, place: int) -> BoardLine:
    found = await desk.look_up(item.slug)
    if not isinstance(found, Found) or found.how is not How.SLUG:
        return BoardLine(item, place, "The desk", "a claim", "not shown here")
    claim = found.record.claim
    action = Action(claim.slug, "claim", {"slug": claim.slug})
    state = footing_of(found.record)
    return BoardLine(item, place, words.owner(claim), claim.label, state, action)


async def _topic_line(desk: Desk, item: Item, place: int) -> BoardLine:
    topic = await desk.topic(item.topic)
    if not isinstance(topic, Topic):
        return BoardLine(item, place, "Topic", item.words, NOTHING)
    claims = await desk.in_topic(topic)
    count = "1 claim" if len(claims) == 1 else f"{len(claims)} claims"
    action = Action(topic.key, "claims", {"topic": topic.key})
    state = f"{gravest_among(claims) or await _footing(desk, claims)} ({count})"
    return BoardLine(item, place, "Topic", topic.label, state, action)


async def _footing(desk: Desk, claims: Sequence[Claim]) -> str:
    found = [await desk.look_up(claim.slug) for claim in claims[:_READ]]
    records = [each.record for each in found if isinstance(each, Found) and each.how is How.SLUG]
    return footing_among(records, whole=len(claims) <= _READ)
