"""The look-up as a serving process does it: one JSON line on standard error a question."""

import asyncio
import json
import sys
from pathlib import Path

from benchmarks.look_up import core
from bot import logs
from config.settings import Settings


def main() -> None:
    """Print p50 and p99 in seconds for the desk in the folder given."""
    logs.configure("info", "json")
    spread = asyncio.run(core(Settings(data_dir=Path(sys.argv[1]))))
    print(json.dumps([spread.p50, spread.p99]))


if __name__ == "__main__":
    main()
