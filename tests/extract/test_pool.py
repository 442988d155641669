"""Reading in processes of its own: what happens when a document takes too long or breaks things."""

import asyncio
import gc
import logging
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from knowledge.errors import Unreadable
from knowledge.extract.pool import Pool, TookTooLong, WorkerEnded, WorkFailed
from knowledge.readers import read

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def pool(
    begin: Callable[[], object] = os.getpid, seconds: float = 30.0, share: int = 500, **more: int
) -> AsyncIterator[Pool]:
    """Open a pool of one process, and close it."""
    opened = Pool(begin, **{"workers": 1, "niceness": 0, **more}, seconds=seconds, share=share)
    try:
        yield opened
    finally:
        await opened.close()


def alive(pid: int) -> bool:
    """Return whether there is such a process, dead ones that nobody buried left out."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split(")")[1][:3]
    except FileNotFoundError:
        return False


async def gone(pid: int) -> bool:
    """Return whether the process ends within ten seconds."""
    for _ in range(200):
        if not alive(pid):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_work_is_done_elsewhere_and_nicely(capfd: pytest.CaptureFixture[str]) -> None:
    """Work runs in another process, which gives way to ours; its failures come back as they are.

    What libraries log there, which may be words of the document, is for debugging alone.
    """
    async with pool(niceness=10) as opened:
        await opened.run("a", logging.warning, "invalid pdf header")
        assert "invalid pdf header" not in capfd.readouterr().err
        pid = await opened.run("a", os.getpid)
        assert pid not in (0, os.getpid())
        assert await opened.run("a", gc.get_freeze_count)  # no search passes over the models again
        assert await opened.run("a", os.nice, 0) == max(os.nice(0), 10)
        with pytest.raises(WorkFailed, match=r"a\.txt met a fault of ours") as caught:
            await opened.run("a.txt", int, "x")
        assert isinstance(caught.value.__cause__, ValueError)
        with pytest.raises(Unreadable, match="That file holds no text"):
            await opened.run("a", read, b"")
        assert await opened.run("a", os.getpid) == pid
    assert await gone(pid)


async def test_a_document_that_takes_too_long_is_named_and_left() -> None:
    """Past its time the process is killed, the sentence names the document, the next is read."""
    async with pool(seconds=0.5) as opened:
        pid = await opened.run("first", os.getpid)
        began = time.monotonic()
        with pytest.raises(TookTooLong, match=r"slow\.html took longer than 0\.5 seconds"):
            await opened.run("slow.html", time.sleep, 60)
        assert time.monotonic() - began < 5
        assert await gone(pid)
        assert await opened.run("next", os.getpid) != pid


async def test_a_crash_is_named_and_touches_nothing_else() -> None:
    """When a process dies over a document, only that document is lost, and it is named."""
    async with pool(workers=2) as opened:
        other = asyncio.create_task(opened.run("other", time.sleep, 1.5))
        await asyncio.sleep(0)
        with pytest.raises(WorkerEnded, match=r"read bad\.pdf ended in the middle"):
            await opened.run("bad.pdf", os._exit, 7)
        assert await opened.run("good", len, "four") == 4
        await other


async def test_a_process_that_died_between_documents_is_replaced() -> None:
    """A process that the system killed while idle costs no document."""
    async with pool() as opened:
        pid = await opened.run("first", os.getpid)
        os.kill(pid, 9)
        assert await gone(pid)
        await asyncio.sleep(0.2)
        assert await opened.run("second", len, "abc") == 3


async def test_a_process_is_replaced_after_its_share() -> None:
    """After so many documents, or past so much memory, a new process takes over."""
    async with pool(share=2) as opened:
        pids = [await opened.run("a", os.getpid) for _ in range(4)]
        assert pids[0] == pids[1] != pids[2] == pids[3]
    async with pool(megabytes=1) as opened:
        assert await opened.run("a", os.getpid) != await opened.run("a", os.getpid)


async def test_a_document_cannot_take_all_memory() -> None:
    """What needs more memory than it may have ends in a sentence, and the next one is read."""
    async with pool(limit=500) as opened:
        with pytest.raises(WorkFailed, match=r"bomb\.zip needs more memory"):
            await opened.run("bomb.zip", bytes, 600 << 20)
        assert await opened.run("next", len, "abc") == 3


async def test_nobody_waits_for_a_document_that_nobody_wants() -> None:
    """When whoever asked goes away, the process is stopped instead of finishing for nobody."""
    async with pool() as opened:
        pid = await opened.run("a", os.getpid)
        task = asyncio.create_task(opened.run("b", time.sleep, 60))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await gone(pid)
        assert await opened.run("c", len, "abc") == 3


async def test_what_prevents_the_start_is_said() -> None:
    """Where a process cannot begin, its own words for why come back, each time."""
    async with pool(begin=_unable) as opened:
        for _ in range(2):
            with pytest.raises(FileNotFoundError):
                await opened.run("a", os.getpid)


_unable = Path("/nowhere/at/all").stat


async def test_no_process_outlives_ours(tmp_path: Path) -> None:
    """Even where our process is killed without warning, its workers end."""
    script = tmp_path / "parent.py"
    script.write_text(
        "import asyncio, os, time\n"
        "from knowledge.extract.pool import Pool\n"
        "async def main():\n"
        "    pool = Pool(os.getpid, workers=1)\n"
        "    print(await pool.run('a', os.getpid), flush=True)\n"
        "    await pool.run('a', time.sleep, 60)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n",
        encoding="utf-8",
    )
    with subprocess.Popen(  # noqa: ASYNC220 - the test waits for it and has nothing else to do
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert alive(worker)
        parent.kill()
    assert await gone(worker)
