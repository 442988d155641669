"""Processes that have loaded the program's code already: forked from one that waits.

Loading that code is most of what a short command takes. What is forked runs `python -m bot` from
there on: a process of its own, with its own environment, arguments, streams and exit code. What a
command loads by itself is seen only in one that is started afresh.
"""

import array
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

_LOADED = (
    "bot.adapters.console.chat",
    "bot.adapters.discord",
    "bot.adapters.slack",
    "bot.cli",
    "bot.doctor",
    "bot.logs",
    "bot.main",
    "config.load",
    "knowledge.extract.pool",
)
_READY = b"r"
_RUN = b"r"
_SERVE = b"s"


class Prepared:
    """A process that waits, and forks one command at a time."""

    def __init__(self, flags: list[str], environment: dict[str, str]) -> None:
        """Start it with the interpreter's *flags*, and with pipes, which is what a command gets."""
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, *flags, "-m", __name__, str(theirs.fileno())],
                env=environment,
                cwd=Path(__file__).parents[2],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        self._turn = threading.Lock()
        if self._socket.recv(1) != _READY:
            raise OSError(f"the program could not be loaded: {self._process.communicate()[1]!r}")

    def run(
        self, args: tuple[str, ...], environment: dict[str, str], typed: str, seconds: float
    ) -> tuple[int, str, str]:
        """Run `onrecord` with *args* to its end; return its exit code and what it printed.

        Raises TimeoutError after so many *seconds*, when the command has been killed.
        """
        with self._turn, ExitStack() as files, ThreadPoolExecutor(3) as threads:
            asked = files.enter_context(_asked(args, environment))
            ours: list[int] = []
            theirs = [asked.fileno()]
            for number in range(3):
                reading, writing = os.pipe()
                ours.append(writing if number == 0 else reading)
                theirs.append(reading if number == 0 else writing)
            self._socket.settimeout(seconds)
            try:
                socket.send_fds(self._socket, [_RUN], theirs)
            finally:
                for each in theirs[1:]:
                    os.close(each)
            writing_all = threads.submit(_write, ours[0], typed)
            out, err = (threads.submit(_read, each) for each in ours[1:])
            child = self._number()
            try:
                code = self._number()
            except TimeoutError:
                os.kill(child, signal.SIGKILL)
                self._number()
                raise
            writing_all.result()
            return code, out.result(), err.result()

    def serve(self, args: tuple[str, ...], environment: dict[str, str], errors: int) -> int:
        """Start `onrecord` with *args*, with *errors* for its standard error.

        Return what its process number can be read from, and, once it has ended, its exit code.
        """
        ours, theirs = socket.socketpair()
        with self._turn, _asked(args, environment) as asked, theirs, open(os.devnull, "r+") as null:
            given = [asked.fileno(), null.fileno(), null.fileno(), errors, theirs.fileno()]
            socket.send_fds(self._socket, [_SERVE], given)
        return ours.detach()

    def _number(self) -> int:
        number: int = array.array("i", self._socket.recv(4, socket.MSG_WAITALL))[0]
        return number

    def close(self) -> None:
        """End the process that waits."""
        self._socket.close()
        self._process.communicate()


def _asked(args: tuple[str, ...], environment: dict[str, str]) -> IO[str]:
    """Return a file in memory that says what to run."""
    asked = os.fdopen(os.memfd_create("asked"), "w+")
    json.dump({"args": args, "environment": environment, "folder": os.getcwd()}, asked)
    asked.flush()
    return asked


def _write(to: int, text: str) -> None:
    try:
        with os.fdopen(to, "w", encoding="utf-8") as file:
            file.write(text)
    except BrokenPipeError:
        return  # it ended without reading, as it may


def _read(source: int) -> str:
    with os.fdopen(source, encoding="utf-8") as file:
        return file.read()


def _wait_and_fork(number: int) -> None:
    """Fork a command for each message, until nobody can send one any more."""
    for name in _LOADED:
        __import__(name)
    gc.freeze()  # a collection in a child would copy all of it
    with socket.socket(fileno=number) as line:
        line.sendall(_READY)
        while True:
            message, given, _, _ = socket.recv_fds(line, 1, 5)
            if not message:
                return
            if message == _SERVE:
                # Another process looks after it, whose end is not waited for.
                if os.fork() == 0:
                    line.close()
                    *given, told = given
                    with socket.socket(fileno=told) as news:
                        _look_after(given, news)
                    return
                for each in given:
                    os.close(each)
            else:
                _look_after(given, line)


def _look_after(given: list[int], line: socket.socket) -> None:
    """Fork the command, and tell its number and, once it has ended, its exit code."""
    child = os.fork()
    if child == 0:
        line.close()
        _become(*given)
        sys.exit()
    for each in given:
        os.close(each)
    line.sendall(array.array("i", [child]).tobytes())
    _, status = os.waitpid(child, 0)
    with suppress(BrokenPipeError):  # whoever asked may not wait for it
        line.sendall(array.array("i", [os.waitstatus_to_exitcode(status)]).tobytes())


def _become(asked: int, *streams: int) -> None:
    """Be the command that is asked for, with these standard streams."""
    import random
    import runpy

    for number, each in enumerate(streams):
        os.dup2(each, number)
        os.close(each)
    os.lseek(asked, 0, os.SEEK_SET)
    with os.fdopen(asked, encoding="utf-8") as file:
        wanted = json.load(file)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    os.chdir(wanted["folder"])
    random.seed()
    sys.argv = ["onrecord", *wanted["args"]]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _wait_and_fork(int(sys.argv[1]))
