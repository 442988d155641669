"""A command that goes on beside a test, as `asyncio` has its processes."""

import array
import asyncio
import os
import signal
import socket
from typing import Protocol

from tests.process.prepared import Prepared


class Child(Protocol):
    """What tests ask of a process; those that `asyncio` starts have all of it."""

    @property
    def pid(self) -> int:
        """Its number."""

    @property
    def stderr(self) -> asyncio.StreamReader | None:
        """What it writes to its standard error."""

    @property
    def returncode(self) -> int | None:
        """Its exit code, once it has ended."""

    def send_signal(self, signal: int) -> None:
        """Send it a signal."""

    def kill(self) -> None:
        """End it at once."""

    async def wait(self) -> int:
        """Wait for its end, and return its exit code."""


class Forked:
    """A child that was forked from a process that had loaded the program."""

    def __init__(self, number: int, stderr: asyncio.StreamReader, ended: asyncio.Task[int]) -> None:
        self.pid = number
        self._ended = ended
        self.stderr = stderr

    @property
    def returncode(self) -> int | None:
        """Its exit code, once it has ended."""
        return self._ended.result() if self._ended.done() else None

    def send_signal(self, signal: int) -> None:
        """Send it a signal, unless it has ended."""
        if not self._ended.done():
            os.kill(self.pid, signal)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Wait for its end, and return its exit code."""
        return await asyncio.shield(self._ended)


async def forked(prepared: Prepared, args: tuple[str, ...], environment: dict[str, str]) -> Forked:
    """Return `onrecord` with *args*, forked from the *prepared* process."""
    reading, writing = os.pipe()
    try:
        news = socket.socket(fileno=prepared.serve(args, environment, writing))
    finally:
        os.close(writing)
    loop = asyncio.get_running_loop()
    stderr = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stderr)
    await loop.connect_read_pipe(lambda: protocol, os.fdopen(reading, "rb"))
    news.setblocking(False)
    number = await _number(news)
    return Forked(number, stderr, asyncio.create_task(_told(news)))


async def _told(news: socket.socket) -> int:
    with news:
        return await _number(news)


async def _number(news: socket.socket) -> int:
    number: int = array.array("i", await asyncio.get_running_loop().sock_recv(news, 4))[0]
    return number
