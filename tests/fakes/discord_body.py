"""What comes with a request to the fake Discord, and the threads it is asked to open."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.fakes import discord_payloads as payloads
from tests.fakes.standing import Standing

Json = dict[str, Any]


async def parts(request: web.Request) -> tuple[str, list[bytes]]:
    """Return the payload of *request* and the files beside it."""
    if request.content_type != "multipart/form-data":
        return await request.text(), []
    form = await request.post()
    files = [part.file.read() for part in form.values() if isinstance(part, web.FileField)]
    return str(form["payload_json"]), files


def threads(
    stands: Standing, refuse: Callable[[int, int, str], Exception]
) -> Callable[[web.Request, Json], Awaitable[Json]]:
    """Return what opens threads under the messages that stand there, one under each."""

    async def opened(request: web.Request, body: Json) -> Json:
        where = (request.match_info["id"], request.match_info["message"])
        if where not in stands.messages:
            raise refuse(404, 10008, "Unknown Message")
        if where in stands.threads:
            raise refuse(400, 160004, "A thread has already been created for this message")
        if not 1 <= len(body["name"]) <= 100 or body["auto_archive_duration"] not in _DURATIONS:
            raise refuse(400, 50035, f"Invalid Form Body: {json.dumps(body)[:80]}")
        stands.threads[where] = body["name"]
        thread = payloads.channel(payloads.THREAD)
        return {**thread, "id": where[1], "parent_id": where[0], "name": body["name"]}

    return opened


_DURATIONS = {60, 1440, 4320, 10080}
