"""Questions left with the desk, on SQLite."""

from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from knowledge.audit_notes import question_dropped, question_kept
from knowledge.model import Question
from knowledge.store.sqlite.auditing import note
from knowledge.store.sqlite.database import Database


class SqliteQuestions:
    """The part of a store on SQLite that keeps what people left with “Ask the desk”."""

    database: Database

    async def ask(self, question: Question) -> int:
        """Keep *question* and return its number."""

        async def job(connection: aiosqlite.Connection) -> int:
            cursor = await connection.execute(
                "INSERT INTO question (words, asked_by, platform, channel, at) "
                "VALUES (?, ?, ?, ?, ?)",
                (
                    question.words,
                    question.asked_by,
                    question.platform,
                    question.channel,
                    question.at.isoformat(),
                ),
            )
            number = cursor.lastrowid or 0
            await cursor.close()
            await note(connection, [question_kept(number)])
            return number

        return await self.database.write(job)

    async def questions(self) -> Sequence[tuple[int, Question]]:
        """Return the questions kept so far, oldest first."""

        async def job(connection: aiosqlite.Connection) -> list[tuple[int, Question]]:
            rows = await connection.execute_fetchall(
                "SELECT id, words, asked_by, platform, channel, at FROM question ORDER BY id"
            )
            return [
                (number, Question(words, asked_by, platform, channel, datetime.fromisoformat(at)))
                for number, words, asked_by, platform, channel, at in rows
            ]

        return await self.database.read(job)

    async def drop_question(self, number: int) -> bool:
        """Remove the question with that number for good."""

        async def job(connection: aiosqlite.Connection) -> bool:
            cursor = await connection.execute("DELETE FROM question WHERE id = ?", (number,))
            dropped = cursor.rowcount > 0
            await cursor.close()
            if dropped:
                await note(connection, [question_dropped(number)])
            return dropped

        return await self.database.write(job)
