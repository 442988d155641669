"""What a call of Slack's Web API brings, in whichever of its forms."""

import json
from typing import Any

from aiohttp import web

Json = dict[str, Any]


async def body_of(request: web.Request) -> Json:
    """Return the arguments of a call, without its token."""
    body: Json
    if request.method == "GET":
        body = dict(request.query)
    elif request.content_type == "application/json":
        body = await request.json()
    else:
        body = {**request.query, **await request.post()}
    for name in ("view", "blocks", "files"):
        if isinstance(body.get(name), str):
            body[name] = json.loads(body[name])
    body.pop("token", None)
    return body
