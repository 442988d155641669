"""`/brief`: what changed since the last one, now or by the clock, for oneself or for a channel."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.commands.brief_places import asked_topic, clocked, places_of, topic_and_density
from bot.commands.brief_told import FROM_THE_SETTINGS, brief_press, in_context
from bot.commands.brief_words import brief_reply
from bot.commands.paging import page_of, paging
from bot.commands.refusals import told_at
from bot.commands.suggest import suggest_topics
from bot.commands.ticket_words import when
from bot.commands.told_places import own_place, suggest_where, this_channel
from bot.core.errors import Unusable
from bot.core.registry import Context, Kind, Param, command
from bot.core.reply import (
    Action,
    Actions,
    Choice,
    Note,
    Paragraph,
    Reply,
    Result,
    SourceRow,
    Sources,
)
from bot.core.tokens import fits
from knowledge.briefs import BriefSchedule, Density
from knowledge.clock_times import zone_called
from knowledge.roles import Role
from knowledge.text import folded

ROWS_A_PAGE = 8
_MOST_DAYS = 366
_WEEK = 7
_NOT_SHOWN = "a topic that is not shown here"


async def _densities(_context: Context, typed: str) -> list[Choice]:
    key = folded(typed)
    return [Choice(d.value, d.value) for d in Density if folded(d.value).startswith(key)]


_TOPIC = Param("topic", "A topic; otherwise everything", max_length=200, suggest=suggest_topics)
_DENSITY = Param(
    "density", "headlines, which it is anyway, or in context", max_length=20, suggest=_densities
)


@command("brief", "What changed on record since your last brief", example="/brief doctors-pay")
async def brief(context: Context) -> Reply:
    """Brief the asker on everything, in headlines."""
    return await _now(context, "", "", 0, "")


@command(
    "brief-now",
    "What changed on record since your last brief, on a topic or on everything",
    params=[
        _TOPIC,
        _DENSITY,
        Param("days", "The last so many days, instead of since your last brief", kind=Kind.INT),
        Param(
            "after", "The entry it begins after, as buttons carry it", max_length=12, hidden=True
        ),
    ],
    under="brief",
    example="/brief now doctors-pay",
    default=True,
)
async def brief_now(
    context: Context, topic: str = "", density: str = "", days: int = 0, after: str = ""
) -> Reply:
    """Brief the asker."""
    return await _now(context, topic, density, days, after)


@command(
    "brief-every",
    "Get a brief by the clock, here or for yourself",
    params=[
        Param(
            "when", "Such as weekday 09:45, or cron: 45 9 * * 1-5", required=True, max_length=400
        ),
        _TOPIC,
        _DENSITY,
        Param(
            "where",
            "here for this channel; otherwise you alone",
            max_length=20,
            suggest=suggest_where,
        ),
        Param("zone", "Time zone, such as Europe/Madrid; otherwise the desk's", max_length=60),
    ],
    under="brief",
    example="/brief every weekday 09:45 doctors-pay here",
)
async def brief_every(
    context: Context,
    when: str,
    topic: str = "",
    density: str = "",
    where: str = "",
    zone: str = "",
) -> Reply:
    """Keep a schedule."""
    asked = await clocked(context, when, topic, density, where, zone)
    on = asked.topic.key if asked.topic else ""
    with told_at("when"):
        kept, new = await context.desk.briefs.set_schedule(
            asked.rule, asked.zone, on, asked.density, asked.to, context.request.actor.id
        )
    who = "This channel gets" if kept.to.channel else "You get, in a message of your own,"
    done = f"{who} {_words(kept)}. The next is on {_next(kept)}."
    again = "" if new else "It was set already; that is how it comes from now on."
    notes = (Note((again,)),) if again else ()
    presses = Actions((brief_press("Stop", "stop", kept), _all()))
    return Reply(f"Set: brief {kept.number}.", (Paragraph((done,)), *notes, presses))


@command(
    "brief-list",
    "The briefs by the clock: yours, and this channel's",
    params=[Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True)],
    under="brief",
    example="/brief list",
)
async def brief_list(context: Context, page: int) -> Reply:
    """List the schedules."""
    own, here = own_place(context), this_channel(context)
    everything = list(await context.desk.briefs.of(own)) if context.private else []
    if here is not None:
        everything += await context.desk.briefs.of(here)
        everything += [
            each
            for each in context.desk.briefs.fixed
            if (each.to.platform, each.to.channel) == (here.platform, here.channel)
        ]
    shown, number, pages = page_of(everything, page, ROWS_A_PAGE)
    if not shown:
        example = Note(("Such as: /brief every weekday 09:45 doctors-pay here",))
        return Reply("No brief comes by the clock.", (example,), Result.NOTHING, replaces=True)
    seen = await context.desk.for_viewer(may_see_restricted=False)
    rows = []
    for each in shown:
        known = not each.topic or await seen.briefs.topic_called(each.topic)
        rows.append(_row(context, each if known else replace(each, topic=_NOT_SHOWN)))
    counted = f"{len(everything)} brief{'s' * (len(everything) != 1)} by the clock."
    blocks = (Sources("By number", tuple(rows)), *paging("brief-list", {}, number, pages))
    return Reply(counted, blocks, replaces=True)


_NUMBER = Param("number", "Number of the brief, from /brief list", kind=Kind.INT, required=True)


@command(
    "brief-stop",
    "Stop a brief that comes by the clock",
    params=[_NUMBER],
    under="brief",
    example="/brief stop 3",
)
async def brief_stop(context: Context, number: int) -> Reply:
    """Remove a schedule."""
    with told_at("number"):
        was = await context.desk.briefs.stop(number, await places_of(context, number, "stop"))
    return Reply(f"Stopped: {_words(was)}.", (Actions((_all(),)),))


@command(
    "brief-pause",
    "Pause a brief; the next one after it goes on tells of the time between too",
    params=[_NUMBER],
    under="brief",
    example="/brief pause 3",
)
async def brief_pause(context: Context, number: int) -> Reply:
    """Pause a schedule."""
    return await _paused(context, number, paused=True)


@command(
    "brief-resume",
    "Have a paused brief go on",
    params=[_NUMBER],
    under="brief",
    example="/brief resume 3",
)
async def brief_resume(context: Context, number: int) -> Reply:
    """Have a schedule go on."""
    return await _paused(context, number, paused=False)


async def _paused(context: Context, number: int, *, paused: bool) -> Reply:
    with told_at("number"):
        places = await places_of(context, number, "pause" if paused else "resume")
        changed = await context.desk.briefs.pause(number, places, paused=paused)
    title = f"Paused: {_words(changed)}." if paused else f"Goes on: {_words(changed)}."
    turn = brief_press("Resume" if paused else "Pause", "resume" if paused else "pause", changed)
    return Reply(title, (Actions((turn, _all())),))


async def _now(context: Context, topic: str, density: str, days: int, after: str) -> Reply:
    """Return a brief, and keep up to where the asker was briefed where it began there."""
    if days > _MOST_DAYS:
        raise Unusable(
            f"A brief goes back at most {_MOST_DAYS} days.", "Give fewer days.", field="days"
        )
    words, chosen = topic_and_density(topic, density)
    how = chosen or Density.HEADLINES
    on = await asked_topic(context, words)
    key = on.key if on else ""
    seen = await context.desk.for_viewer(may_see_restricted=False)
    now, own = datetime.now(UTC), own_place(context)
    if after:
        stretch = await seen.briefs.stretch_again(after, now)
    else:
        stretch = await seen.briefs.stretch(own, key, now, days)
    inner = context.may(Role.REPORTER)
    read = await seen.briefs.read(on, stretch, now, None if inner else own)
    if not after and not days:
        await seen.briefs.gave(own, key, stretch, now)
    more = in_context(key, stretch) if how is Density.HEADLINES and not read.empty else ()
    week = () if stretch.first or days else _last_week(key)
    return brief_reply(read, how, context.desk.zone, inner=inner, presses=(*more, *week))


def _last_week(topic: str) -> tuple[Action, ...]:
    args = {"days": str(_WEEK), **({"topic": topic} if topic else {})}
    press = Action("The last 7 days", "brief-now", args, under="brief")
    return (press,) if fits(press) else ()


def _words(each: BriefSchedule) -> str:
    on = f" on {each.topic}" if each.topic else ""
    return f"a brief{on}, {each.words} ({each.zone}), {each.density.value}"


def _next(each: BriefSchedule) -> str:
    return when(each.due, zone_called(each.zone))


def _row(context: Context, each: BriefSchedule) -> SourceRow:
    whose = "This channel" if each.to.channel else "You"
    if not each.number:
        return SourceRow(whose, (f"{_words(each)}. {FROM_THE_SETTINGS}",))
    stands = "Paused." if each.paused else f"The next is on {_next(each)}."
    may = not each.to.channel or context.may(Role.REPORTER)
    stop = brief_press("Stop", "stop", each) if may else None
    return SourceRow(f"{each.number}. {whose}", (f"{_words(each)}. {stands}",), stop)


def _all() -> Action:
    return Action("All briefs", "brief-list", under="brief")
