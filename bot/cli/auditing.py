"""`onrecord audit` and `onrecord erase`: who wrote what, and forgetting who somebody was."""

import json
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.running import ConfigFile, end, finish, read_settings
from bot.exits import Exit

if TYPE_CHECKING:
    from knowledge.audit import Entry, Facts

_PAGE = 500


def audit(
    since: Annotated[
        str, typer.Option("--since", help="From this day on, UTC, such as 2026-11-25.")
    ] = "",
    slug: Annotated[str, typer.Option("--slug", help="Of this claim alone.")] = "",
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, for programs.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """List what people wrote, oldest first: who, from where, what before and after, and why.

    Restricted claims are shown here, as everything is on the command line. Ends with 1 when there
    is nothing to list.
    """
    settings = read_settings(config)
    start = _day(since)

    async def work() -> Exit:
        from bot.core.plain import clean
        from bot.main import open_store

        entries: list[Entry] = []
        async with open_store(settings) as store:
            before = 0
            while True:
                page = await store.audit(_PAGE, slug=slug, since=start, before=before)
                entries += page
                if len(page) < _PAGE:
                    break
                before = page[-1].number
        for entry in reversed(entries):
            typer.echo(_as_json(entry) if as_json else clean(_in_words(entry)))
        return Exit.OK if entries else Exit.NOTHING

    finish(work())


def erase(
    person: Annotated[str, typer.Argument(help="Whom: PLATFORM:ID, such as slack:U0123ABCD.")],
    config: ConfigFile = None,
) -> None:
    """Erase who a person is, wherever they signed; what they did stays. Cannot be undone.

    Says what was erased. Free text (reasons, notes, questions) is left as people wrote it, and
    copies made earlier still name the person. Ends with 1 when nobody is known by that id.
    """
    settings = read_settings(config)
    platform, _, identifier = person.strip().partition(":")
    if not platform or not identifier or " " in person.strip():
        end(Exit.USAGE, f"“{person}” is no PLATFORM:ID. Give one such as slack:U0123ABCD.")

    async def work() -> Exit:
        from bot.main import open_store

        async with open_store(settings) as store:
            erased = await store.erase_person(platform, identifier)
        if not erased.names and not erased.replaced:
            typer.echo(f"Nobody is known here as {platform}:{identifier}; nothing was changed.")
            return Exit.NOTHING
        counts = [*erased.replaced, ("entries of the audit", erased.entries)]
        told = ", ".join(f"{name} {count}" for name, count in counts)
        typer.echo(f"Erased from: {told}. What was done stays, by “erased person”.")
        if erased.kept:
            typer.echo(
                f"Left: reviews {erased.kept}, from before the audit was kept; their chain covers "
                "the name itself."
            )
        typer.echo("Free text is as it was, and earlier copies still have the name.")
        return Exit.OK

    finish(work())


def _day(typed: str) -> datetime | None:
    if not typed:
        return None
    try:
        return datetime.combine(date.fromisoformat(typed), time(), UTC)
    except ValueError:
        end(Exit.USAGE, f"“{typed}” is no day. Give one such as 2026-11-25.")


def _in_words(entry: "Entry") -> str:
    by = entry.by
    who = entry.who or "nobody said who"
    place = " ".join(filter(None, (by.platform, by.workspace, by.channel)))
    about = ", ".join(filter(None, (entry.slug, entry.other, entry.about, entry.whom)))
    lines = [
        f"{entry.number}. {entry.at:%Y-%m-%d %H:%M:%S} UTC, {who}"
        + (f" ({place})" if place else ""),
        f"   {entry.deed}: {about}" if about else f"   {entry.deed}",
    ]
    if entry.clock != entry.at:
        lines.append(f"   the clock had gone back and said {entry.clock:%Y-%m-%d %H:%M:%S}")
    lines += [
        f"   {name}: {_facts(facts)}"
        for name, facts in (("before", entry.before), ("after", entry.after))
        if facts
    ]
    return "\n".join([*lines, *([f"   why: {_line(entry.why)}"] if entry.why else [])])


def _facts(facts: "Facts") -> str:
    return "; ".join(f"{name} {_line(str(value))}" for name, value in facts.items())


def _line(text: str) -> str:
    return " ".join(text.split())


def _as_json(entry: "Entry") -> str:
    by = entry.by
    return json.dumps(
        {
            "number": entry.number,
            "at": entry.at.isoformat(),
            "clock": entry.clock.isoformat(),
            "deed": entry.deed,
            "who": entry.who,
            "platform": by.platform,
            "workspace": by.workspace,
            "channel": by.channel,
            "slug": entry.slug,
            "other": entry.other,
            "about": entry.about,
            "whom": entry.whom,
            "before": dict(entry.before),
            "after": dict(entry.after),
            "why": entry.why,
            "hash": entry.hash,
        },
        ensure_ascii=False,
    )
