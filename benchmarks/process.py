"""The whole process: how long `onrecord ask` takes to start, and what an idle `run` holds."""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Row
from tests.process.serving import Served, served

STARTS = 11
SETTLE_SECONDS = 3.0


def measure() -> Iterator[Row]:
    """Yield cold start and memory."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ONRECORD_DATA_DIR": folder}
        _run(["demo"], environment)
        bare = _seconds([sys.executable, "-c", "pass"], environment)
        ask = _seconds(_command(["ask", "/claim doctors-salary"]), environment)
        yield Row("bare `python -c pass`, median", f"{bare * 1e3:.0f} ms")
        yield Row(
            "`onrecord ask`, from nothing to the answer, median",
            f"{ask * 1e3:.0f} ms, **{ask / bare:.0f}×**",
            "< 0.5 s",
        )
    yield from asyncio.run(_memory())


def _command(args: list[str]) -> list[str]:
    return [sys.executable, "-m", "bot", *args]


def _run(args: list[str], environment: dict[str, str]) -> None:
    subprocess.run(_command(args), env=environment, check=True, capture_output=True)


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    taken = []
    for _ in range(STARTS):
        start = time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


async def _memory() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        async with served(Path(folder), fresh=True) as running:
            await asyncio.sleep(SETTLE_SECONDS)
            return [Row("idle `onrecord run`, Discord and Slack connected", _resident(running))]


def _resident(running: Served) -> str:
    status = Path(f"/proc/{running.process.pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return f"{int(line.split()[1]) / 1024:.0f} MiB resident"
