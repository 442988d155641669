"""`/desk audit`: who wrote what about a claim, from where, what before and after, and why.

What stands on restricted claims is left out for whoever may not see them, and counted.
"""

from bot.commands import words
from bot.commands.desk_claim import MAX_NAME
from bot.commands.named import named
from bot.commands.paging import page_of, paging
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import Block, Note, Reply, Result, SourceRow, Sources
from knowledge.amending import called
from knowledge.audit import Entry, Facts
from knowledge.roles import Role

ROWS_A_PAGE = 5
MAX_ENTRIES = 10_000
"""So many entries of one claim are gone through, the newest."""

MAX_VALUE = 200
"""A value is shown with at most so many characters."""

_TO_SIGN = "proposed a status, which a second person has to sign off"


@command(
    "desk-audit",
    "Who wrote what about a claim, from where, before and after, and why; newest first",
    params=[
        Param("slug", "A claim's name", required=True, called="claim", max_length=MAX_NAME),
        Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True),
    ],
    under="desk",
    needs=Role.EDITOR,
    example="/desk audit castro-1957",
)
async def desk_audit(context: Context, slug: str, page: int) -> Reply:
    """List the entries of the audit on the claim, newest first."""
    claim = (await named(context, slug)).claim
    entries, withheld = await context.desk.audit(MAX_ENTRIES, slug=claim.slug)
    shown, number, pages = page_of(entries, page, ROWS_A_PAGE)
    blocks: list[Block] = []
    if shown:
        rows = tuple(_row(context, entry, claim.slug) for entry in shown)
        counted = f"{len(entries):,} entr{'y' if len(entries) == 1 else 'ies'}"
        blocks.append(Sources(f"{counted} on {claim.slug}, newest first", rows))
    elif not withheld:
        blocks.append(Note(("Nobody wrote anything about it since the audit is kept.",)))
    if withheld:
        those = "1 entry" if withheld == 1 else f"{withheld:,} entries"
        blocks.append(Note((f"{those} not shown, on restricted claims as well.",)))
    if any(_is_long(entry) for entry in shown):
        whole = f"onrecord audit --slug {claim.slug}"
        blocks.append(Note((f"What ends in … is cut. The whole is on the command line: {whole}",)))
    blocks += paging("desk-audit", {"slug": claim.slug}, number, pages)
    result = Result.FOUND if entries else Result.NOTHING
    title = words.attribution(claim)
    return Reply(title, tuple(blocks), result, claims=(claim.slug,), replaces=True)


def _row(context: Context, entry: Entry, slug: str) -> SourceRow:
    # An id tells two people of one name apart; where others read along, the name is enough.
    who = (entry.who if context.private else called(entry.who)) or "Nobody said who"
    place = " ".join(filter(None, (entry.by.platform, entry.by.workspace, entry.by.channel)))
    about = [name for name in (entry.slug, entry.other) if name not in ("", slug)]
    about += filter(None, (entry.about, entry.whom if context.private else called(entry.whom)))
    said = f"{entry.deed} ({', '.join(about)})" if about else entry.deed
    said += f", from {place}." if place else "."
    # As in its history: what waits for a second person is no status yet, so it is not spread.
    if entry.after.get("proposes") and not context.private:
        said += f" {_TO_SIGN.capitalize()}."
    else:
        changes = _changes(entry.before, entry.after)
        said += f" {_ended(changes)}" if changes else ""
        said += f" Why: {_cut(entry.why)}" if entry.why else ""
    if entry.clock != entry.at:
        said += f" The machine's clock had gone back and said {entry.clock:%Y-%m-%d %H:%M:%S}."
    when = f"{entry.at.day} {entry.at:%B %Y, %H:%M:%S} UTC"
    return SourceRow(f"{who}, {when}", (f"No. {entry.number}: {said}",))


def _changes(before: Facts, after: Facts) -> str:
    """Return what was before and after, who says it first: `label: Beds → Empty beds`."""
    names = sorted({*before, *after}, key=lambda name: (name != "attribution", name))
    told = []
    for name in names:
        is_ = _value(name, after[name]) if name in after else "nothing"
        told.append(
            f"{name}: {_value(name, before[name])} → {is_}" if name in before else f"{name}: {is_}"
        )
    return "; ".join(told)


def _value(name: str, value: object) -> str:
    """Return a value in one line; the source's own words keep their marks."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = _cut("nothing" if value in (None, "") else str(value))
    return f"“{text}”" if name == "words" else text


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_VALUE else f"{line[: MAX_VALUE - 1].rstrip()}…"


def _ended(text: str) -> str:
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def _is_long(entry: Entry) -> bool:
    told = (entry.why, *entry.before.values(), *entry.after.values())
    return any(len(" ".join(str(each).split())) > MAX_VALUE for each in told)
