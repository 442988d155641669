"""`onrecord doctor`: is everything in place to serve this desk?"""

import asyncio
import os
import shutil

from bot.core.adapter import Finding
from bot.core.roles import OPEN
from bot.main import configured, examiners, open_store
from config.settings import Settings
from knowledge.errors import StoreError
from knowledge.match.gears import GearMissing
from knowledge.match.indexing import count_due
from knowledge.roles import Role
from knowledge.store.sqlite.soundness import examine as examine_database

_ROOM = 100 * 1024 * 1024


def _machine(settings: Settings) -> list[Finding]:
    """Check the data folder and the database."""
    folder = settings.data_dir
    if not folder.exists():
        return [
            Finding("data folder", False, f"{folder} does not exist; run `onrecord db upgrade`")
        ]
    if not folder.is_dir():
        return [Finding("data folder", False, f"{folder} is a file; name a folder in data_dir")]
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


async def _gear(settings: Settings) -> Finding:
    """Say which gear finds claims, whether it can, and how many vectors are still to be made."""
    if settings.search.gear == "lexical":
        return Finding("search", True, "lexical gear: by words")
    try:
        async with open_store(settings) as store:
            embedder = store.embedder
            due = await count_due(store, embedder.model) if embedder else 0
    except GearMissing as error:
        return Finding("search", False, " ".join(str(error).split()))
    except StoreError as error:
        return Finding("search", False, f"{type(error).__name__}: {error}")
    told = f"semantic gear: {embedder.model if embedder else ''}"
    if due:
        return Finding("search", False, f"{told}; {due:,} vectors due: run `onrecord db index`")
    return Finding("search", True, f"{told}; every claim has its vector")


async def _roles(settings: Settings) -> Finding:
    """Say whether roles are given; where none is, everybody may decide, which is no fault."""
    desk = settings.desk
    given = [*desk.reporters, *desk.editors, *desk.standards, *desk.admins]
    try:
        async with open_store(settings) as store:
            held = await store.holders()
    except (StoreError, GearMissing) as error:
        return Finding("roles", False, f"{type(error).__name__}: {error}")
    if not given and not held:
        floor = desk.everybody or OPEN.value
        return Finding("roles", True, f"nobody has one; everybody who may ask is {floor}")
    admin = bool(desk.admins) or any(h.role is Role.ADMIN for h in held)
    seen = f"{len(given)} in the settings, {len(held)} on the desk's list"
    return Finding("roles", True, seen if admin else f"{seen}; only the console gives roles")


async def examine(settings: Settings, *, offline: bool = False) -> list[Finding]:
    """Return what every check finds. Asks the configured platforms unless *offline*."""
    findings = await asyncio.to_thread(_machine, settings)
    if all(finding.sound for finding in findings):
        findings.append(await _gear(settings))
        findings.append(await _roles(settings))
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
