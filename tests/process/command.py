"""The real `onrecord` process, started with settings of its own."""

import atexit
import ctypes
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.process.prepared import Prepared

SECONDS = 60


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """Return an environment with these settings and none of the machine's own.

    Reading gives way to nobody in it: beside other tests it would not have its turn for minutes.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ONRECORD_", "SLACK_"))}
    kept |= {"ONRECORD_DATA_DIR": str(data_dir), "NO_COLOR": "1", "COLUMNS": "100"}
    kept["ONRECORD_EXTRACT__NICENESS"] = "0"
    return kept | {f"ONRECORD_{key}": value for key, value in settings.items()}


_FLAGS = ["-W", "error", "-W", "ignore:'audioop'"]


def command(*args: str) -> list[str]:
    """Return the command line of `onrecord` with *args* in this interpreter."""
    return [sys.executable, *_FLAGS, "-m", "bot", *args]


@cache
def prepared() -> Prepared:
    """Return the process that these tests fork commands from, started when it is first needed."""
    made = Prepared(_FLAGS, environment(Path(os.devnull)))
    atexit.register(made.close)
    return made


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str


_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1


def bound_by_permissions() -> None:
    """Give up root's power to write what may only be read; for a child, before it starts."""
    if os.geteuid() == 0:
        # The C library is the only way to ask Linux this.
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")


def onrecord(
    data_dir: Path,
    *args: str,
    typed: str = "",
    bound: bool = False,
    fresh: bool = False,
    **settings: str,
) -> Ended:
    """Run `onrecord` to its end, with *typed* on standard input.

    *bound* makes file permissions hold even when the tests run as root. *fresh* starts the
    interpreter anew, as it is for people; each command is tested so at least once.
    """
    if not (bound or fresh):
        return Ended(*prepared().run(args, environment(data_dir, **settings), typed, SECONDS))
    done = subprocess.run(
        command(*args),
        env=environment(data_dir, **settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        preexec_fn=bound_by_permissions if bound else None,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
