"""Work in processes of its own, so that reading a document never slows an answer or takes it down.

Each lane has one process at a time. It is nice to the rest of the machine, is killed when a
document takes too long, and is replaced when it ended, grew, or did its share; what was being read
then is named. The processes end when ours does, however it ends.
"""

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from multiprocessing import connection, get_context, parent_process
from typing import ParamSpec, TypeVar

import structlog

from knowledge.errors import Unreadable

log = structlog.stdlib.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

_START_SECONDS = 120.0
"""A process that is not ready after so long never will be."""

_IDLE_FROM = 10
"""From this niceness on, a process runs only when no other wants the processor."""

_MEGABYTE = 1 << 20


class WorkFailed(Unreadable):
    """What was to be read could not be; the sentence names it."""


class TookTooLong(WorkFailed):
    """It took longer than it may, and was given up."""


class WorkerEnded(WorkFailed):
    """The process ended over it: a library crashed, or the system killed it."""


class NotReady(WorkFailed):
    """No process can begin: something that every document needs is missing."""


class Pool:
    """Processes for work. Opens none before the first piece of work; close it after the last."""

    def __init__(
        self,
        begin: Callable[[], object],
        *,
        workers: int = 2,
        seconds: float = 60.0,
        share: int = 500,
        megabytes: int = 400,
        limit: int = 2_000,
        niceness: int = 10,
    ) -> None:
        """Make a pool of *workers* processes that each call *begin* before their first work.

        They give way to everything else by *niceness*, 19 at most. A piece of work may take
        *seconds*. A process is replaced after *share* pieces of work or once it holds *megabytes*,
        and cannot take more than *limit* megabytes at all.
        """
        self._seconds = seconds
        self._share = share
        self._megabytes = megabytes
        self._lanes = [_Lane(begin, limit, niceness) for _ in range(workers)]
        self._free: asyncio.Queue[_Lane] = asyncio.Queue()
        for lane in self._lanes:
            self._free.put_nowait(lane)

    @property
    def workers(self) -> int:
        """How many pieces of work can be done at once."""
        return len(self._lanes)

    async def run(self, name: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what *work* gives for the arguments, called in a process of the pool.

        *name* names what is read in the sentences of `TookTooLong`, `WorkerEnded` and `WorkFailed`
        (out of memory, or a fault of ours, which is logged), which this raises; an `Unreadable` of
        *work* is raised as it is. All of it is pickled, so *work* is a function of a module.
        Raises what beginning raises.
        """
        async with self._lane() as lane:
            await lane.ready()
            try:
                future = lane.submit(_measured, work, args, kwargs)
            except BrokenProcessPool:
                # It ended between two pieces of work, which neither is to blame for.
                lane.kill()
                await lane.ready()
                future = lane.submit(_measured, work, args, kwargs)
            answer, megabytes = await self._answer(name, lane, future)
            lane.done += 1
            if lane.done >= self._share or megabytes > self._megabytes:
                lane.retire()
            return answer

    async def _answer(
        self, name: str, lane: "_Lane", future: "Future[tuple[T, float]]"
    ) -> tuple[T, float]:
        try:
            async with asyncio.timeout(self._seconds) as limit:
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if not limit.expired():
                raise
            lane.kill()
            raise TookTooLong(
                f"{name} took longer than {self._seconds:g} seconds to read, and was left.",
                "Cut it into parts, or have extract.seconds raised.",
            ) from None
        except BrokenProcessPool:
            lane.kill()
            raise WorkerEnded(
                f"The process that read {name} ended in the middle of it; nothing of it was kept.",
                "Paste its text instead, and report the file, which breaks the reader.",
            ) from None
        except MemoryError:
            lane.kill()
            raise WorkFailed(
                f"{name} needs more memory to read than it may take.",
                "Cut it into parts.",
            ) from None
        except asyncio.CancelledError:
            lane.kill()
            raise
        except Unreadable:
            raise
        except Exception as error:
            # One document that meets a fault must not take the others along.
            log.error("reading failed", exc_info=error)
            raise WorkFailed(
                f"{name} met a fault of ours while it was read; the log has the whole story.",
                "Report it, and paste the text in parts.",
            ) from error

    @asynccontextmanager
    async def _lane(self) -> AsyncIterator["_Lane"]:
        lane = await self._free.get()
        try:
            yield lane
        finally:
            self._free.put_nowait(lane)

    async def close(self) -> None:
        """End the processes, whatever they are doing, and wait until they are gone."""
        await asyncio.gather(*(asyncio.to_thread(lane.close) for lane in self._lanes))


class _Lane:
    """One process at a time, made when it is wanted."""

    def __init__(self, begin: Callable[[], object], limit: int, niceness: int) -> None:
        self._begin = begin
        self._settings = (limit, niceness)
        self._executor: ProcessPoolExecutor | None = None
        self._pid = 0
        self.done = 0

    async def ready(self) -> None:
        """Have a process that has begun. Raises what beginning raises."""
        if self._executor is not None:
            return
        self._executor = ProcessPoolExecutor(
            1, get_context("spawn"), initializer=_settle, initargs=self._settings
        )
        self.done = 0
        try:
            async with asyncio.timeout(_START_SECONDS):
                self._pid = await asyncio.wrap_future(self.submit(os.getpid))
                await asyncio.wrap_future(self.submit(_started, self._begin))
        except (TimeoutError, BrokenProcessPool):
            self.kill()
            raise WorkerEnded(
                "A process for reading documents did not start.",
                "Look whether memory is short, and try again.",
            ) from None
        except BaseException:
            self.kill()
            raise

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Hand *work* to the process. Ctrl-C is for us alone: the process never hears of it."""
        if self._executor is None:
            raise WorkerEnded("The processes for reading documents were closed.", "Try again.")
        before = _hold_interrupts()
        try:
            return self._executor.submit(work, *args, **kwargs)
        finally:
            _let_interrupts(before)

    def retire(self) -> None:
        """Let the process end by itself; the next work gets a new one."""
        if self._executor is not None:
            self._executor.shutdown(wait=False)
        self._executor, self._pid = None, 0

    def kill(self) -> None:
        """End the process at once; the next work gets a new one."""
        executor, pid = self._executor, self._pid
        self._executor, self._pid = None, 0
        if pid:
            _kill(pid)
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the process at once, and wait until it is gone."""
        executor = self._executor
        self.kill()
        if executor is not None:
            executor.shutdown(wait=True)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    except ProcessLookupError:
        return  # it had ended already


def _hold_interrupts() -> set[signal.Signals] | None:
    """Keep Ctrl-C from the process about to be made, which inherits what is held."""
    if not hasattr(signal, "pthread_sigmask"):
        return None
    return set(map(signal.Signals, signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})))


def _let_interrupts(before: set[signal.Signals] | None) -> None:
    if before is not None:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle(limit: int, niceness: int) -> None:
    """Be a good process: nice, single-threaded, bounded, deaf to Ctrl-C, gone with our parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Standard output belongs to the command, which may be printing JSON there.
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # What libraries say of a broken file may hold words of it, and nobody can act on it.
    logging.basicConfig(handlers=[_AtDebug()], level=logging.NOTSET, force=True)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ[name] = "1"
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    if sys.platform != "win32":
        import resource

        os.nice(max(niceness - os.nice(0), 0))
        if niceness >= _IDLE_FROM and sys.platform == "linux":
            # Being nice alone still makes an answer wait for a turn of some milliseconds.
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = limit * _MEGABYTE
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        if soft == resource.RLIM_INFINITY or most < soft:
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


class _AtDebug(logging.Handler):
    """Hands on what libraries log, whatever its level, as nothing but a trace for debugging."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log *record* at debug."""
        log.debug("library", name=record.name, said=record.getMessage())


def _end_with_parent() -> None:
    """End when the process that made us ends, even by a signal that nobody can catch."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _started(begin: Callable[[], object]) -> None:
    """Call *begin* for what it does; what it returns stays here."""
    begin()
    # A model is some hundred thousand objects that stay; no search for garbage passes over them.
    gc.collect()
    gc.freeze()


def _measured(
    work: Callable[..., T], args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[T, float]:
    """Return what *work* gives, and the megabytes that this process then holds."""
    return work(*args, **kwargs), resident_megabytes()


def resident_megabytes() -> float:
    """Return how much memory this process holds now; where the system does not say, at its most."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE
    except OSError:
        pass
    if sys.platform == "win32":
        return 0.0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (_MEGABYTE if sys.platform == "darwin" else 1024)
