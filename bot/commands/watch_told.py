"""What a watch tells, and what the admins are told of watches and briefs that reach nobody."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.commands.news_words import news_row
from bot.commands.watch_places import NOT_SHOWN, watch_press
from bot.core.reply import Action, Actions, Block, Note, Reply, SourceRow, Sources
from bot.core.rounds import Chore
from bot.core.telling import Composed, Composer
from knowledge.answers import DeliveryState
from knowledge.desk import Desk
from knowledge.notices import NewNotice, Notice, NoticeFilter, NoticeKind, Spoken
from knowledge.ports import ClaimStore
from knowledge.roles import Role
from knowledge.watched_things import thing_of
from knowledge.watches import Watch

MOST_ROWS = 8
_NAMED = 5
_FAILED_LOOKED_AT = 1_000
_LISTED = 20
_LOOK_AGAIN = timedelta(hours=1)


def changed(desk: Desk) -> Composer:
    """Return what tells a place what changed of the things it watches."""

    async def compose(notice: Notice, _now: datetime) -> Composed | None:
        seen = await desk.for_viewer(may_see_restricted=False)
        told = await seen.watching.told(notice.about)
        rows = [news_row(news, told.claims, told.documents) for news in told.news]
        shown = [row for row in rows if row is not None]
        if not shown:
            return None
        whose = "this channel watches" if notice.to.channel else "you watch"
        title = f"What {whose} has changed on record ({len(shown)})."
        blocks: list[Block] = [Sources("The last change last", tuple(shown[-MOST_ROWS:]))]
        if len(shown) > MOST_ROWS:
            more = len(shown) - MOST_ROWS
            blocks.append(Note((f"And {more} before these: type /recent for what happened last.",)))
        if told.cut:
            blocks.append(Note(("So much was written since that the first of it is left out.",)))
        blocks.append(Note((f"Watched: {_named(told.watches)}.",)))
        presses = [watch_press("Stop watching", "stop", told.watches[0])]
        if len(told.watches) > 1:
            presses = [Action("All watches", "watch-list", under="watch")]
        blocks.append(Actions(tuple(presses)))
        return Composed(Reply(title, tuple(blocks)))

    return compose


def _named(watches: Sequence[Watch]) -> str:
    named = [watch.words for watch in watches[:_NAMED]]
    more = len(watches) - len(named)
    return "; ".join([*named, *([f"{more} more"] if more else [])])


def watched(desk: Desk) -> Chore:
    """Return the chore that makes due to tell what changed of the things that are watched."""

    async def tell(now: datetime) -> None:
        seen = await desk.for_viewer(may_see_restricted=False)
        await seen.watching.plan(now)

    return tell


async def _places(store: ClaimStore) -> list[tuple[Spoken, str]]:
    """Return the places that the last notice did not reach, with the reason."""
    failed = await store.notices(NoticeFilter(DeliveryState.FAILED), _FAILED_LOOKED_AT)
    places = {(n.to.platform, n.to.channel, n.to.person): n for n in reversed(failed)}
    found = []
    for notice in places.values():
        ended = (DeliveryState.DONE, DeliveryState.FAILED)
        last = next(
            (n for n in await store.notices(NoticeFilter(to=notice.to), 20) if n.state in ended),
            notice,
        )
        if last.state is DeliveryState.FAILED:
            found.append((last.to, last.why))
    return found


async def unheard_things(desk: Desk, store: ClaimStore) -> tuple[SourceRow, ...]:
    """Return the watches and briefs that nobody receives, and why the last did not arrive."""
    found: list[SourceRow] = []
    seen = await desk.for_viewer(may_see_restricted=False)
    for to, why in await _places(store):
        where = f"{to.platform} channel {to.channel}" if to.channel else ""
        where = where or f"{to.platform} person {to.person}"
        because = why or "no reason is known"
        watches = [watch for watch in await store.watches_of(to) if not watch.paused]
        hidden = await seen.watching.hidden([thing_of(watch) for watch in watches])
        found += [
            SourceRow(
                f"{where}, watch {watch.number}",
                (f"{NOT_SHOWN if thing_of(watch) in hidden else watch.words}: {because}",),
            )
            for watch in watches
        ]
        found += [
            SourceRow(f"{where}, brief {each.number}", (f"a brief, {each.words}: {because}",))
            for each in await store.schedules_of(to)
            if not each.paused
        ]
        failed = NoticeFilter(DeliveryState.FAILED, NoticeKind.BRIEF, to=to)
        if any(not brief.about.get("schedule") for brief in await store.notices(failed, 20)):
            found.append(SourceRow(f"{where}, a brief", (f"one from the settings: {because}",)))
    return tuple(found)


def unheard(desk: Desk, store: ClaimStore) -> Composer:
    """Return what tells an admin which watches and briefs nobody receives."""

    async def compose(_notice: Notice, _now: datetime) -> Composed | None:
        found = await unheard_things(desk, store)
        if not found:
            return None
        rows = found[:_LISTED]
        more = len(found) - len(rows)
        notes = (Note((f"And {more} more.",)),) if more else ()
        how = Note(("/desk deliveries failed has the notices that did not arrive.",))
        counted = "1 watch or brief" if len(found) == 1 else f"{len(found)} watches or briefs"
        title = f"{counted} that nobody receives."
        return Composed(Reply(title, (Sources("By place", rows), *notes, how)))

    return compose


def unheard_weekly(desk: Desk, store: ClaimStore) -> Chore:
    """Return the chore that tells the admins, once a week, what nobody receives."""
    looked: datetime | None = None

    async def tell(now: datetime) -> None:
        nonlocal looked
        if looked is not None and now - looked < _LOOK_AGAIN:
            return
        looked = now
        year, week, _ = now.isocalendar()
        name = f"{year}-W{week:02}"
        holders = await store.holders()
        admins = [h for h in holders if h.role is Role.ADMIN and not h.group]
        if admins and await unheard_things(desk, store):
            await store.add_notices(
                [
                    NewNotice(
                        f"unheard {name} to {admin.platform}:{admin.id}",
                        NoticeKind.UNHEARD,
                        Spoken(admin.platform, person=admin.id),
                        {"week": name},
                    )
                    for admin in admins
                ],
                now,
            )

    return tell
