"""Slack's user groups: who is in which, asked for at most every few minutes."""

import asyncio
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.request import Actor

log = structlog.stdlib.get_logger(__name__)

SCOPE = "usergroups:read"

FRESH_SECONDS = 300.0
"""Whoever is put in a group, or out of it, waits so long at most until it counts."""

_PATIENCE = 2.0
_PREFIX = "S"


@dataclass(frozen=True, slots=True)
class _Known:
    """The groups by id: their names, and the people in them."""

    names: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, frozenset[str]] = field(default_factory=dict)


class UserGroups:
    """The user groups of the workspace. Without the scope there are none to know of."""

    def __init__(self, client: AsyncWebClient, scopes: frozenset[str]) -> None:
        self._client = client
        self._may = not scopes or SCOPE in scopes
        self._known: _Known | None = None
        self._asked = float("-inf")
        self._asking = asyncio.Lock()

    async def groups(self) -> Mapping[str, str] | None:
        """Return the names of the groups by id, or `None` where Slack does not say."""
        known = await self._fresh()
        return known.names if known else None

    async def groups_of(self, actor: Actor, among: Collection[str]) -> frozenset[str]:
        """Return those of the groups *among* ids that *actor* is in, as far as Slack says."""
        if not any(each.startswith(_PREFIX) for each in among):
            return frozenset()
        known = await self._fresh()
        if known is None:
            return frozenset()
        return frozenset(key for key, people in known.people.items() if actor.id in people)

    async def _fresh(self) -> _Known | None:
        """Return what Slack said last, which outlasts it; ask first where that is old."""
        if not self._may:
            return None
        async with self._asking:
            if time.monotonic() - self._asked >= FRESH_SECONDS:
                self._asked = time.monotonic()
                await self._ask()
        return self._known

    async def _ask(self) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._client.usergroups_list(include_users=True)
        except Exception as error:  # noqa: BLE001 - an outage's body breaks the library anywhere
            log.warning("user groups not known", error=type(error).__name__, scope=SCOPE)
            return
        listed = answer.get("usergroups")
        groups = [g for g in listed if isinstance(g, dict)] if isinstance(listed, list) else []
        live = {str(g.get("id", "")): g for g in groups if not g.get("date_delete")}
        self._known = _Known(
            {key: str(g.get("name") or g.get("handle") or "") for key, g in live.items()},
            {key: frozenset(map(str, g.get("users") or ())) for key, g in live.items()},
        )
