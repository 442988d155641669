"""`onrecord minutes`: what meetings said, listed and as Markdown."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.running import ConfigFile, finish, read_settings
from bot.exits import Exit

if TYPE_CHECKING:
    from knowledge.desk import Desk

_MOST = 1_000


def minutes(
    number: Annotated[int, typer.Argument(help="Number of the meeting; without it, a list.")] = 0,
    find: Annotated[
        str, typer.Option("--find", help="List only meetings in which these words stand.")
    ] = "",
    config: ConfigFile = None,
) -> None:
    """Print the minutes of a meeting as Markdown, or list the meetings there were.

    Nothing of a restricted claim is in them, here as in chat. Ends with 1 where there is no such
    meeting.
    """
    settings = read_settings(config)

    async def work() -> Exit:
        from zoneinfo import ZoneInfo

        from bot.main import open_store
        from knowledge.desk import Desk

        async with open_store(settings) as store:
            zone = ZoneInfo(settings.desk.zone or "UTC")
            whole = Desk(store, zone=zone, meeting_hours=settings.meetings.hours)
            desk = await whole.for_viewer(may_see_restricted=False)
            return await (_printed(desk, number) if number else _listed(desk, find))

    finish(work())


async def _printed(desk: "Desk", number: int) -> Exit:
    from bot.commands.meeting_minutes import as_markdown, minutes_of
    from bot.core.plain import clean
    from knowledge.proposals import NotKept

    try:
        sheet = await desk.meetings.numbered(number)
    except NotKept as error:
        typer.echo(f"{error.sentence} onrecord minutes lists them.", err=True)
        return Exit.NOTHING
    typer.echo(clean(as_markdown(await minutes_of(desk, sheet))), nl=False)
    return Exit.OK


async def _listed(desk: "Desk", words: str) -> Exit:
    from bot.commands.ticket_words import when
    from bot.core.plain import clean

    found = await desk.meetings.find(words, _MOST)
    for meeting in found:
        to = meeting.to
        began = when(meeting.started_at, desk.zone)
        state = "" if meeting.ended_at else ", still open"
        line = f"{meeting.number}. “{meeting.name}”, {began}, {to.platform} {to.channel}{state}"
        typer.echo(clean(line))
    if not found:
        what = f" with “{words}”" if words else ""
        typer.echo(f"There was no meeting{what}.", err=True)
    return Exit.OK if found else Exit.NOTHING
