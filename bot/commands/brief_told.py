"""The brief that comes by the clock: when it is made due, and what it says when it is sent."""

from datetime import datetime

from bot.commands.brief_words import brief_reply
from bot.core.reply import Action, Actions, Note, Reply
from bot.core.rounds import Chore
from bot.core.telling import Composed, Composer
from bot.core.tokens import fits
from knowledge.briefing import stretch_of
from knowledge.briefs import BriefSchedule, Density, Stretch
from knowledge.desk import Desk
from knowledge.notices import Notice

FROM_THE_SETTINGS = "This brief is from the settings of whoever runs the desk."


def brief_press(label: str, action: str, schedule: BriefSchedule) -> Action:
    """Return a press that does something to *schedule*."""
    return Action(label, f"brief-{action}", {"number": str(schedule.number)}, under="brief")


def in_context(topic: str, stretch: Stretch) -> tuple[Action, ...]:
    """Return the press that shows the same stretch in context, where it fits a button."""
    after = "first" if stretch.first else str(stretch.since)
    args = {"topic": topic, "density": Density.IN_CONTEXT.value, "after": after}
    given = {name: value for name, value in args.items() if value}
    press = Action("In context", "brief-now", given, under="brief")
    return (press,) if fits(press) else ()


def told(desk: Desk) -> Composer:
    """Return what makes the words of a brief by the clock."""

    async def compose(notice: Notice, now: datetime) -> Composed | None:
        number, key = int(notice.about["schedule"]), str(notice.about["topic"])
        schedule = await desk.briefs.numbered(number) if number else None
        if number and (schedule is None or schedule.paused):
            return None  # stopped after it was made due
        seen = await desk.for_viewer(may_see_restricted=False)
        topic = await seen.briefs.topic_called(key) if key else None
        stop = (brief_press("Stop this brief", "stop", schedule),) if schedule else ()
        note = "" if schedule else FROM_THE_SETTINGS
        if key and topic is None:
            gone = "Nothing is on record under the topic that this brief was set for."
            notes = (Note((note,)),) if note else ()
            return Composed(Reply(gone, (*notes, *((Actions(stop),) if stop else ()))))
        stretch = stretch_of(notice)
        channel = bool(notice.to.channel)
        brief = await seen.briefs.read(topic, stretch, now, None if channel else notice.to)
        density = Density(str(notice.about["density"]))
        more = density is Density.HEADLINES and not brief.empty
        presses = (*(in_context(key, stretch) if more else ()), *(() if brief.empty else stop))
        said = brief_reply(
            *(brief, density, desk.zone),
            inner=channel,
            presses=presses,
            note="" if brief.empty else note,
        )
        return Composed(said)

    return compose


def briefed(desk: Desk) -> Chore:
    """Return the chore that makes briefs due by the clock."""

    async def plan(now: datetime) -> None:
        seen = await desk.for_viewer(may_see_restricted=False)
        await seen.briefs.plan(now)

    return plan
