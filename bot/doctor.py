"""`onrecord doctor`: is everything in place to serve this desk?"""

import asyncio
import os
import shutil

from bot.core.adapter import Finding
from bot.main import configured, examiners
from config.settings import Settings
from knowledge.errors import StoreError
from knowledge.store.sqlite.soundness import examine as examine_database

_ROOM = 100 * 1024 * 1024


def _machine(settings: Settings) -> list[Finding]:
    """Check the data folder and the database."""
    folder = settings.data_dir
    if not folder.exists():
        return [
            Finding("data folder", False, f"{folder} does not exist; run `onrecord db upgrade`")
        ]
    writable = os.access(folder, os.W_OK)
    free = shutil.disk_usage(folder).free
    findings = [
        Finding("data folder", writable, f"{folder}" if writable else f"{folder} is not writable"),
        Finding(
            "disk",
            free > _ROOM,
            f"{free // 2**20:,} MiB free" + ("" if free > _ROOM else "; make room"),
        ),
    ]
    try:
        checks = examine_database(settings.database)
    except StoreError as error:
        return [
            *findings,
            Finding("database", False, f"{type(error).__name__}: {error}; run onrecord db upgrade"),
        ]
    return findings + [Finding(f"database, {c.name}", c.sound, c.seen) for c in checks]


async def examine(settings: Settings, *, offline: bool = False) -> list[Finding]:
    """Return what every check finds. Asks the configured platforms unless *offline*."""
    findings = await asyncio.to_thread(_machine, settings)
    names = configured(settings)
    if not names:
        findings.append(Finding("platforms", True, "none has a token; the console works"))
    if not offline:
        for name in names:
            findings += [
                Finding(f"{name}, {found.name}", found.sound, found.seen)
                for found in await examiners(settings)[name]()
            ]
    return findings
