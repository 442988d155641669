"""Answers that stand somewhere on SQLite: noted before they are sent, settled after."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import aiosqlite

from knowledge.answers import Answer, AnswerState, Shown, Step, said_of, shown_of
from knowledge.store.sqlite import writing
from knowledge.store.sqlite.database import Database
from knowledge.store.sqlite.reading import read_claims

ANSWER = """json_object('number', a.id, 'platform', a.platform, 'workspace', a.workspace,
    'channel', a.channel, 'thread', a.thread, 'message', a.message, 'more', json(a.more),
    'asker', a.asker, 'shared', a.shared, 'public', a.public, 'card', a.card, 'at', a.at,
    'state', a.state, 'why', a.why, 'dated', a.dated, 'claims',
    (SELECT json_group_array(json_array(slug, revision)) FROM (SELECT c.slug, s.revision
        FROM shown s JOIN claim c ON c.id = s.claim WHERE s.answer = a.id ORDER BY s.position)))"""
"""An answer as JSON; `a` is its row."""

_NOTE = """
INSERT INTO answer (platform, workspace, channel, thread, message, more, asker, shared, public,
    card, at, state, why, dated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SHOWN = "INSERT INTO shown SELECT ?1, ?2, id, ?3 FROM claim WHERE slug = ?4"
_SAID = "INSERT INTO said SELECT ?1, ?2, id, ?3, ?4, 0 FROM claim WHERE slug = ?5"
_CHECK = "INSERT INTO claim_to_check (claim) SELECT id FROM claim WHERE slug = ?"

_OLD = """
DELETE FROM answer WHERE NOT public AND at < ?1 AND NOT EXISTS
    (SELECT 1 FROM delivery WHERE answer = answer.id AND state IN ('due', 'doing'))
"""


class SqliteAnswers:
    """The part of a store on SQLite that knows where answers stand."""

    database: Database

    async def note_answer(self, answer: Answer, shown: Sequence[Shown]) -> int:
        """Keep *answer* with what it shows, and return its number."""

        async def job(connection: aiosqlite.Connection) -> int:
            cursor = await connection.execute(_NOTE, _row(answer))
            number = cursor.lastrowid or 0
            await cursor.close()
            places = [(number, n, s.revision, s.slug) for n, s in enumerate(shown)]
            await connection.executemany(_SHOWN, places)
            said = [(s.slug, said_of(s, s.slug, public=answer.public)) for s in shown]
            rows = [
                (number, step.value, one.print, one.words.as_json() if one.words else None, slug)
                for step in answer.steps()
                for slug, one in said
            ]
            await connection.executemany(_SAID, rows)
            known = await read_claims(
                connection,
                "WHERE c.slug IN (SELECT value FROM json_each(?))",
                (json.dumps([slug for slug, _ in said]),),
            )
            now = {claim.slug: shown_of(claim).print() for claim in known}
            moved = [(slug,) for slug, one in said if now.get(slug, one.print) != one.print]
            if moved:
                await connection.executemany(_CHECK, moved)
            return number

        return await self.database.write(job)

    async def settle_answer(
        self,
        number: int,
        state: AnswerState,
        *,
        channel: str = "",
        thread: str = "",
        message: str = "",
        more: Sequence[str] = (),
        why: str = "",
    ) -> None:
        """Keep where the answer stands, or why it does not."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                "UPDATE answer SET state = ?2, why = ?3, message = ?4, more = ?5, "
                "channel = coalesce(nullif(?6, ''), channel), "
                "thread = coalesce(nullif(?7, ''), thread) WHERE id = ?1",
                (number, state.value, why, message, json.dumps(list(more)), channel, thread),
            )
            await leave_unedited(connection, number, state)

        await self.database.write(job)

    async def forget_answer(self, number: int) -> None:
        """Remove an answer that was not sent after all."""

        async def job(connection: aiosqlite.Connection) -> None:
            await connection.execute("DELETE FROM answer WHERE id = ?", (number,))

        await self.database.write(job)

    async def forget_private_answers(self, before: datetime) -> int:
        """Remove the older answers that only their askers saw."""

        async def job(connection: aiosqlite.Connection) -> int:
            cursor = await connection.execute(_OLD, (before.isoformat(),))
            gone = cursor.rowcount
            await cursor.close()
            return gone

        old = "SELECT 1 FROM answer WHERE NOT public AND at < ? LIMIT 1"

        async def look(connection: aiosqlite.Connection) -> bool:
            return await writing.one(connection, old, before.isoformat()) is not None

        return await self.database.write(job) if await self.database.read(look) else 0

    async def answers_with(self, slug: str) -> Sequence[Answer]:
        """Return every answer that showed the claim called *slug*, oldest first."""

        async def job(connection: aiosqlite.Connection) -> list[Answer]:
            rows = await connection.execute_fetchall(
                f"SELECT {ANSWER} FROM answer a WHERE a.id IN (SELECT answer FROM shown "  # noqa: S608 - our own names
                "WHERE claim = (SELECT id FROM claim WHERE slug = ?)) ORDER BY a.id",
                (slug,),
            )
            return [answer_from(json.loads(row[0])) for row in rows]

        return await self.database.read(job)


async def leave_unedited(connection: aiosqlite.Connection, number: int, state: AnswerState) -> None:
    """Have an answer that cannot be edited followed by telling its asker alone."""
    if state in (AnswerState.FIXED, AnswerState.GONE):
        await connection.execute(
            "DELETE FROM said WHERE answer = ? AND step IN (?, ?)",
            (number, Step.EDIT.value, Step.POST.value),
        )


def _row(answer: Answer) -> tuple[object, ...]:
    return (
        *(answer.platform, answer.workspace, answer.channel, answer.thread, answer.message),
        *(json.dumps(answer.more), answer.asker, int(answer.shared), int(answer.public)),
        *(int(answer.card), answer.at.isoformat(), answer.state.value, answer.why),
        int(answer.dated),
    )


def answer_from(item: dict[str, Any]) -> Answer:
    """Return an answer from the JSON object that `ANSWER` gives."""
    return Answer(
        **{
            **item,
            "more": tuple(item["more"]),
            "shared": bool(item["shared"]),
            "public": bool(item["public"]),
            "card": bool(item["card"]),
            "dated": bool(item["dated"]),
            "at": datetime.fromisoformat(item["at"]),
            "state": AnswerState(item["state"]),
            "claims": tuple((slug, revision) for slug, revision in item["claims"]),
        }
    )
