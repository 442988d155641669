"""Run every measurement and print the table that docs/performance.md keeps."""

import platform
import sqlite3
import sys

from benchmarks import (
    autocomplete,
    look_up,
    matching,
    notices,
    postgres,
    process,
    rendering,
    reviewing,
    watching,
)
from bot import logs


def main() -> None:
    """Measure and print. Logs are for failures alone, unless a part says otherwise.

    The semantic gear has a run of its own, since it is an extra: `python -m benchmarks.semantic`.
    """
    logs.configure("error", "json")
    print(f"CPython {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {sys.platform}\n")
    print("| what | measured | goal |")
    print("|---|---|---|")
    parts = (
        look_up,
        autocomplete,
        rendering,
        process,
        matching,
        reviewing,
        watching,
        notices,
        postgres,
    )
    for part in parts:
        for row in part.measure():
            print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
