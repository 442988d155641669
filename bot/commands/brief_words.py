"""A brief in words: in each part who says it first, then what was and what is; never too long."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.commands import words
from bot.commands.cards import shortened_quotation
from bot.commands.news_words import difference_words, news_row
from bot.commands.ticket_words import ticket_rows, when
from bot.core.plain import plain, quoted
from bot.core.reply import Action, Actions, Block, Line, Note, Reply, Result, SourceRow, Sources
from knowledge.briefs import Brief, Density, Stale
from knowledge.check import status
from knowledge.demand import Demand
from knowledge.model import Claim, Document, Strength, Subject
from knowledge.news import PARTS, News
from knowledge.relating import is_withdrawn

_MOST_ROWS = {Density.HEADLINES: 6, Density.IN_CONTEXT: 4}
_ROWS_IN_ALL = 18
_ROOM = 3_000
"""Characters of one message on the tighter of the platforms, with room for what is put around."""

_IN_FULL = frozenset({"strength", "quotation", "claim", "state", "attribution"})
_LONGEST_WORDS = 200
_Part = tuple[str, Sequence[tuple[SourceRow, Claim | None]], str]


def brief_reply(
    brief: Brief,
    density: Density,
    zone: ZoneInfo,
    *,
    inner: bool,
    presses: Sequence[Action] = (),
    note: str = "",
) -> Reply:
    """Return *brief* as an answer of one message; what there is no room for is counted.

    What the desk has to do, the words of what was asked in vain and everybody's tickets, is shown
    where *inner* is set. *note* says where the brief comes from.
    """
    extra: tuple[Block, ...] = (Note((note,)),) if note else ()
    if presses:
        extra += (Actions(tuple(presses)),)
    if brief.empty:
        since = when(brief.stretch.at, zone)
        title = f"Nothing new on record{_on(brief)} since {since}."
        return Reply(title, extra, result=Result.NOTHING)
    parts = _parts(brief, density, zone, inner=inner)
    most = _MOST_ROWS[density]
    while True:
        reply = _made(brief, parts, most, zone, inner=inner, extra=extra)
        rows = sum(len(block.rows) for block in reply.blocks if isinstance(block, Sources))
        if most == 1 or (rows <= _ROWS_IN_ALL and len(plain(reply)) <= _ROOM):
            return reply
        most -= 1


def _made(
    brief: Brief,
    parts: Sequence[_Part],
    most: int,
    zone: ZoneInfo,
    *,
    inner: bool,
    extra: Sequence[Block],
) -> Reply:
    blocks: list[Block] = [Note((_since(brief, zone),))]
    shown: list[Claim] = []
    for title, rows, more in parts:
        if not rows:
            continue
        blocks.append(Sources(title, tuple(row for row, _ in rows[:most])))
        shown += [claim for _, claim in rows[:most] if claim]
        if len(rows) > most:
            blocks.append(Note((f"And {len(rows) - most} more: {more}.",)))
    if brief.asked and not inner:
        count = len(brief.asked)
        asked = f"{count} question{'s' * (count != 1)} found nothing on record meanwhile."
        blocks.append(Note((asked,)))
    if brief.standing:
        claims = f"{brief.standing} claim{'s' * (brief.standing != 1)}"
        were = "are" if brief.standing != 1 else "is"
        # Where not all was gone through, they may have come to it since.
        still = f"beside these {were} disputed" if brief.cut else f"disputed before {were} so still"
        blocks.append(Note((f"{claims} {still}.",)))
    if brief.cut:
        cut = "Changes before these were too many to go through; each is told from where they end."
        blocks.append(Note((cut,)))
    slugs = tuple(dict.fromkeys(claim.slug for claim in shown))
    title = f"Brief{_on(brief)}: {_counts(brief)}."
    # With one claim alone it would pass for the card of that claim, and be corrected into one.
    named = slugs if len(slugs) > 1 else ()
    return Reply(title, (*blocks, *extra), claims=named, shown=tuple(shown), dated=True)


def _on(brief: Brief) -> str:
    return f" on {brief.topic.label}" if brief.topic else ""


def _since(brief: Brief, zone: ZoneInfo) -> str:
    at = when(brief.stretch.at, zone)
    return f"Since {at}; this is the first brief here." if brief.stretch.first else f"Since {at}."


def _counts(brief: Brief) -> str:
    past = len(brief.outdated) + len(brief.stale)
    counts = (
        (len(brief.changed), "changed or new"),
        (len(brief.disputed), "disputed"),
        (len(brief.corrected), "corrected or withdrawn"),
        (past, "past their date" if past != 1 else "past its date"),
        (len(brief.asked), "asked in vain"),
        (len(brief.tickets), f"ticket{'s' * (len(brief.tickets) != 1)} due"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def _parts(brief: Brief, density: Density, zone: ZoneInfo, *, inner: bool) -> Sequence[_Part]:
    def told(news: Sequence[News]) -> list[tuple[SourceRow, Claim | None]]:
        ordered = sorted(news, key=lambda each: (each.added, -each.entry))
        rows = [(_row(each, brief, density), brief.claims.get(each.slug)) for each in ordered]
        return [(row, claim) for row, claim in rows if row is not None]

    stale = [(_stale_row(each, density), each.claim) for each in brief.stale]
    tickets = [(row, None) for row in ticket_rows(brief.tickets, zone)]
    if not inner or density is Density.HEADLINES:
        tickets = [(replace(row, action=None), None) for row, _ in tickets]
    asked = [(_asked_row(each, density), None) for each in brief.asked] if inner else []
    recent = "type /recent for what happened last"
    if brief.topic:
        recent = f"type /claims {brief.topic.key} for what is on record"
    return (
        ("What changed, the last first, and what is new", told(brief.changed), recent),
        ("Disputed", told(brief.disputed), "type /claims status:disputed"),
        ("Corrected or withdrawn", told(brief.corrected), recent),
        ("Past their date", [*told(brief.outdated), *stale], "ask for a brief on one topic"),
        ("Asked for and not on record", asked, "type /desk demand"),
        ("Tickets due", tickets, "type /desk demand tickets"),
    )


def _row(news: News, brief: Brief, density: Density) -> SourceRow | None:
    claim = brief.claims.get(news.slug)
    if claim is None:
        row = news_row(news, {}, brief.documents)
        short = density is Density.HEADLINES
        return replace(row, said=_short_of(news, brief.documents)) if row and short else row
    if density is Density.HEADLINES:
        return SourceRow(words.owner(claim), (_headline(news, claim),))
    if is_withdrawn(claim):
        return news_row(news, brief.claims, {})
    opens = Action(claim.slug, "claim", {"slug": claim.slug})
    return SourceRow(words.owner(claim), _in_context(news, claim, brief.claims), opens)


def _headline(news: News, claim: Claim) -> str:
    """Return one line that asserts nothing: the claim's label, and how it stands."""
    gone = is_withdrawn(claim)
    if news.added and gone:
        return f"{claim.label}. Put on record, and withdrawn since."
    if news.added:
        return f"New on record: {claim.label}{_strength(claim)}. {_standing(claim)}"
    told = [
        difference_words(each) if each.part in _IN_FULL else f"{PARTS[each.part]}: changed"
        for each in news.differences
    ]
    # Whom a withdrawn claim accuses, and what they say to it, is not told again.
    strength = "" if gone else _strength(claim)
    return f"{claim.label}{strength}. {'; '.join([*told, *_evidence(news)])}."


def _in_context(news: News, claim: Claim, claims: Mapping[str, Claim]) -> Line:
    row = news_row(news, claims, {})
    said: Line = row.said if row else ()
    return (*said, *_quotation(claim))


def _quotation(claim: Claim) -> Line:
    if claim.anchor is None:
        return ()
    shown, whole = shortened_quotation(claim.anchor.quote.exact)
    return (f" In the source: {quoted(shown)}{'' if whole else ' (it goes on)'}",)


def _strength(claim: Claim) -> str:
    """Return how strongly it is said, where that is not plainly, and what the accused say."""
    said = claim.attribution
    if said.strength is Strength.STATED:
        return ""
    answer = f"; {words.answer_of_accused(said)}" if claim.alleged else ""
    return f" [{said.strength.value}{answer}]"


def _standing(claim: Claim) -> str:
    quotation = status(claim.reviews, Subject.QUOTATION)
    word = status(claim.reviews, Subject.CLAIM)
    return f"Quotation: {quotation}. Claim: {word}; {words.evidence_count(claim)}."


def _evidence(news: News) -> list[str]:
    if not news.evidence:
        return []
    pieces = "1 piece" if news.evidence == 1 else f"{news.evidence} pieces"
    return [f"{pieces} of evidence added"]


def _short_of(news: News, documents: Mapping[str, Document]) -> Line:
    told = [difference_words(each) for each in news.differences]
    if news.compared:
        told.append("compared with a newer version")
    return (f"Document {documents[news.document].key}. {'; '.join(told)}.",)


def _stale_row(stale: Stale, density: Density) -> SourceRow:
    claim = stale.claim
    told = "; ".join(
        f"{quoted(figure.text) if figure.span else figure.text}, "
        f"as of {figure.as_of.words() if figure.as_of else ''}"
        for figure in stale.figures
    )
    line = f"{claim.label}{_strength(claim)}. {told}, more than a year ago."
    if density is Density.HEADLINES:
        return SourceRow(words.owner(claim), (f"{line} {_standing(claim)}",))
    said = (f"{line} {claim.statement} {_standing(claim)}", *_quotation(claim))
    return SourceRow(words.owner(claim), said, Action(claim.slug, "claim", {"slug": claim.slug}))


def _asked_row(demand: Demand, density: Density) -> SourceRow:
    times = "once" if demand.times == 1 else f"{demand.times} times"
    people = "1 person" if demand.askers == 1 else f"{demand.askers} people"
    kept = demand.words[:_LONGEST_WORDS] + "…" * (len(demand.words) > _LONGEST_WORDS)
    said = quoted(kept) if kept else "Its words are not kept."
    opens = Action(f"Question {demand.number}", "desk-demand", {"what": str(demand.number)}, "desk")
    action = opens if density is Density.IN_CONTEXT else None
    return SourceRow(f"Question {demand.number}, asked {times} by {people}", (said,), action)
