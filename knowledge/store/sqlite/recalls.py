"""Bringing changes to answers on SQLite: what is due, who is at it, how it ended."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import aiosqlite

from knowledge.answers import (
    NOT_CONFIRMED,
    OF_ONE_CHANNEL,
    OVERTAKEN,
    PATIENT_TRIES,
    UNCONFIRMED_SECONDS,
    Delivery,
    DeliveryFilter,
    DeliveryState,
    Ending,
    Said,
    Step,
    shown_from,
    shown_of,
)
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.answers import ANSWER, SqliteAnswers, answer_from, leave_unedited
from knowledge.store.sqlite.reading import read_claims

_DELIVERY = f"""
SELECT {ANSWER}, d.id, d.change, d.step, d.state, d.at, d.tries, d.why, d.ended, d.begun,
    (SELECT json_group_array(json_array(c.slug, s.print, s.words, s.closed)) FROM
        said s JOIN claim c ON c.id = s.claim WHERE s.answer = d.answer AND s.step = d.step)
FROM delivery d JOIN answer a ON a.id = d.answer
"""  # noqa: S608 - our own names

_READY = """
WITH ready AS (
    SELECT d.id, d.due, d.step,
        row_number() OVER (PARTITION BY a.channel, d.step ORDER BY d.due, d.id) AS turn
    FROM delivery d JOIN answer a ON a.id = d.answer
    WHERE d.state = 'due' AND d.due <= ?1 AND a.platform = ?2
        AND d.step IN (SELECT value FROM json_each(?3))
        AND (a.state <> 'sending' OR a.at < ?4)
        AND (d.step = 'edit' OR NOT EXISTS (SELECT 1 FROM delivery e WHERE e.answer = d.answer
            AND e.step = 'edit' AND e.state IN ('due', 'doing')))
        AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.answer = d.answer
            AND e.step = d.step AND e.state = 'doing')
        AND (d.step <> 'tell' OR NOT EXISTS (SELECT 1 FROM delivery e JOIN answer b
            ON b.id = e.answer WHERE b.asker = a.asker AND b.platform = a.platform
            AND e.step = 'edit' AND e.state IN ('due', 'doing') AND e.tries < ?7))
)
SELECT id FROM ready WHERE turn <= ?5 ORDER BY due, id LIMIT ?6
"""

_TELLS = """
SELECT d.id FROM delivery d JOIN answer a ON a.id = d.answer
WHERE d.state = 'due' AND d.due <= ?1 AND a.platform = ?2 AND a.asker = ?3 AND d.step = 'tell'
    AND (a.state <> 'sending' OR a.at < ?4)
    AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.answer = d.answer
        AND ((e.step = 'edit' AND e.state IN ('due', 'doing'))
            OR (e.step = 'tell' AND e.state = 'doing')))
ORDER BY d.id
"""

_SAID_NOW = """
INSERT INTO said SELECT d.answer, d.step, c.id, ?3, ?4, ?5 FROM delivery d, claim c
WHERE d.id = ?1 AND c.slug = ?2
    AND EXISTS (SELECT 1 FROM said WHERE answer = d.answer AND step = d.step AND claim = c.id)
ON CONFLICT (answer, step, claim)
DO UPDATE SET print = excluded.print, words = excluded.words, closed = excluded.closed
"""

_END = """
UPDATE delivery SET state = ?2, ended = ?3, why = ?4, held = NULL, begun = NULL,
    tries = tries + 1 WHERE id = ?1
"""

_DROP = """
UPDATE delivery SET state = 'failed', ended = ?3, why = ?4
WHERE answer = (SELECT answer FROM delivery WHERE id = ?1) AND step = ?2 AND state = 'due'
"""


class SqliteRecalls(SqliteAnswers):
    """The part of a store on SQLite that brings changes to answers."""

    async def recalls_wait(self) -> bool:
        """Say whether a claim that some answer shows changed since the last `plan_recalls`."""

        async def job(connection: aiosqlite.Connection) -> bool:
            return await writing.one(connection, "SELECT 1 FROM claim_to_check LIMIT 1") is not None

        return await self.database.read(job)

    async def plan_recalls(self, at: datetime, limit: int) -> int:
        """Make due what the next *limit* changes call for."""

        async def job(connection: aiosqlite.Connection) -> int:
            changes = list(
                await connection.execute_fetchall(
                    "SELECT k.id, c.slug, k.claim FROM claim_to_check k "
                    "JOIN claim c ON c.id = k.claim ORDER BY k.id LIMIT ?",
                    (limit,),
                )
            )
            if not changes:
                return 0
            latest = {slug: (change, claim) for change, slug, claim in changes}
            where = "WHERE c.slug IN (SELECT value FROM json_each(?))"
            for claim in await read_claims(connection, where, (json.dumps(list(latest)),)):
                change, identity = latest[claim.slug]
                await connection.execute(
                    "INSERT OR IGNORE INTO delivery (answer, change, step, state, due, tries, why, "
                    "at) SELECT answer, ?1, step, 'due', ?2, 0, '', ?3 FROM said "
                    "WHERE claim = ?4 AND NOT closed AND print <> ?5 "
                    "ORDER BY answer",
                    (change, at.timestamp(), at.isoformat(), identity, shown_of(claim).print()),
                )
            await connection.execute("DELETE FROM claim_to_check WHERE id <= ?", (changes[-1][0],))
            return len(changes)

        return await self.database.write(job)

    async def take_deliveries(
        self, platform: str, at: datetime, *, hold: float, limit: int, steps: Collection[str]
    ) -> Sequence[Delivery]:
        """Return what is due on *platform* and hold it."""
        named = json.dumps(sorted(steps))
        return await self._take(
            _READY,
            (at.timestamp(), platform, named, _long_ago(at), OF_ONE_CHANNEL, limit, PATIENT_TRIES),
            at.timestamp() + hold,
        )

    async def take_tells(
        self, platform: str, asker: str, at: datetime, *, hold: float
    ) -> Sequence[Delivery]:
        """Return everything that is due to be told to one person, and hold it."""
        parameters = (at.timestamp(), platform, asker, _long_ago(at))
        return await self._take(_TELLS, parameters, at.timestamp() + hold)

    async def _take(
        self, ready: str, parameters: tuple[object, ...], until: float
    ) -> list[Delivery]:
        async def job(connection: aiosqlite.Connection) -> list[Delivery]:
            numbers = [row[0] for row in await connection.execute_fetchall(ready, parameters)]
            if not numbers:
                return []
            named = json.dumps(numbers)
            await connection.execute(
                "UPDATE delivery SET state = 'doing', held = ?1 "
                "WHERE id IN (SELECT value FROM json_each(?2))",
                (until, named),
            )
            where = "WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.due, d.id"
            return await _deliveries(connection, where, (named,))

        return await self.database.write(job)

    async def begin_deliveries(self, numbers: Sequence[int], at: datetime) -> None:
        """Keep that the platform is being asked for what it must not do twice."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.executemany(
                "UPDATE delivery SET begun = coalesce(begun, ?) WHERE id = ?",
                [(at.timestamp(), number) for number in numbers],
            )

        await self.database.write(job)

    async def put_off(
        self, numbers: Sequence[int], until: datetime, why: str, *, unsure: bool = False
    ) -> None:
        """Have deliveries that are being done wait until *until*."""

        async def job(connection: aiosqlite.Connection) -> None:
            for number in numbers:
                await _put_off(connection, number, until, why, unsure=unsure)

        await self.database.write(job)

    async def end_deliveries(self, endings: Sequence[Ending]) -> None:
        """Keep how deliveries ended, and what was said by them."""

        async def job(connection: aiosqlite.Connection) -> None:
            for end in endings:
                await _end(connection, end)

        await self.database.write(job)

    async def reclaim_deliveries(
        self, at: datetime, repeats: Mapping[str, float], *, every: bool
    ) -> int:
        """Make due again what a program that ended was doing."""
        now = at.timestamp()

        async def job(connection: aiosqlite.Connection) -> int:
            rows = list(
                await connection.execute_fetchall(
                    "SELECT d.id, d.step, d.begun, a.platform FROM delivery d "
                    "JOIN answer a ON a.id = d.answer "
                    "WHERE d.state = 'doing' AND (?1 OR d.held <= ?2)",
                    (int(every), now),
                )
            )
            for number, step, begun, platform in rows:
                twice = step == Step.EDIT or begun is None
                if twice or abs(now - begun) <= repeats.get(platform, 0.0):
                    await _put_off(connection, number, at, "", unsure=True)
                else:
                    failed = DeliveryState.FAILED
                    await _end(connection, Ending(number, failed, at, NOT_CONFIRMED))
            return len(rows)

        return await self.database.write(job)

    async def deliveries(self, narrowed: DeliveryFilter, limit: int) -> Sequence[Delivery]:
        """Return the deliveries that pass *narrowed*, newest first."""
        where = (
            "WHERE (?1 = '' OR d.state = ?1) AND (?2 = '' OR d.step = ?2) "
            "AND (?3 = '' OR a.platform = ?3) AND (?4 = '' OR EXISTS (SELECT 1 FROM shown s "
            "JOIN claim c ON c.id = s.claim WHERE s.answer = a.id AND c.slug = ?4)) "
            "ORDER BY d.id DESC LIMIT ?5"
        )
        given = (narrowed.state or "", narrowed.step or "", narrowed.platform, narrowed.slug)
        return await self.database.read(
            lambda connection: _deliveries(connection, where, (*map(str, given), limit))
        )


def _long_ago(at: datetime) -> str:
    """Return since when an answer that nobody confirmed is not waited for any more."""
    return datetime.fromtimestamp(at.timestamp() - UNCONFIRMED_SECONDS, at.tzinfo).isoformat()


async def _put_off(
    connection: aiosqlite.Connection, number: int, due: datetime, why: str, *, unsure: bool
) -> None:
    """Have a delivery wait again, unless a later one of the same step waits already."""
    waits = await writing.one(
        connection,
        "SELECT 1 FROM delivery d JOIN delivery e ON e.answer = d.answer AND e.step = d.step "
        "WHERE d.id = ? AND e.state = 'due' AND e.id <> d.id",
        number,
    )
    if waits:
        await _end(connection, Ending(number, DeliveryState.DONE, due, OVERTAKEN))
        return
    await connection.execute(
        "UPDATE delivery SET state = 'due', due = ?2, held = NULL, tries = tries + 1, why = ?3, "
        "begun = CASE WHEN ?4 THEN begun END WHERE id = ?1 AND state = 'doing'",
        (number, due.timestamp(), why, int(unsure)),
    )


async def _end(connection: aiosqlite.Connection, end: Ending) -> None:
    for said in end.said:
        words = said.words.as_json() if said.words else None
        await connection.execute(
            _SAID_NOW, (end.number, said.slug, said.print, words, int(said.closed))
        )
    await connection.execute(_END, (end.number, end.state.value, end.at.isoformat(), end.why))
    if end.dropped:
        await connection.executemany(
            _DROP, [(end.number, step.value, end.at.isoformat(), end.why) for step in end.dropped]
        )
    if end.answer is not None:
        row = await writing.one(
            connection,
            "UPDATE answer SET state = ?2, why = ?3 WHERE id = "
            "(SELECT answer FROM delivery WHERE id = ?1) RETURNING id",
            *(end.number, end.answer.value, end.why),
        )
        if row is not None:
            await leave_unedited(connection, int(str(row[0])), end.answer)


async def _deliveries(
    connection: aiosqlite.Connection, where: str, parameters: Sequence[object]
) -> list[Delivery]:
    rows = await connection.execute_fetchall(_DELIVERY + where, parameters)
    return [
        Delivery(
            number=number,
            answer=answer_from(json.loads(answer)),
            change=change,
            step=Step(step),
            state=DeliveryState(state),
            at=datetime.fromisoformat(at),
            said=tuple(
                Said(slug, print_, shown_from(words) if words else None, bool(closed))
                for slug, print_, words, closed in json.loads(said)
            ),
            tries=tries,
            why=why,
            ended=datetime.fromisoformat(ended) if ended else None,
            begun=datetime.fromtimestamp(begun, UTC) if begun else None,
        )
        for answer, number, change, step, state, at, tries, why, ended, begun, said in rows
    ]
