"""Slack's way of taking a file from a bot: an address, the bytes, and where they are to be seen."""

from typing import Any

from aiohttp import web

Json = dict[str, Any]

METHODS: dict[str, tuple[set[str], set[str]]] = {
    "files.getUploadURLExternal": ({"filename", "length"}, {"alt_txt", "snippet_type"}),
    "files.completeUploadExternal": (
        {"files", "channel_id"},
        {"thread_ts", "initial_comment"},
    ),
}
_NAMED = {"id", "title"}


class Uploads:
    """The files that were uploaded: `shared` is by the channel that they stand in."""

    def __init__(self) -> None:
        self.shared: dict[str, dict[str, bytes]] = {}
        self._names: dict[str, tuple[str, int]] = {}
        self._bytes: dict[str, bytes] = {}

    def answer(self, method: str, body: Json, scopes: str, base: str) -> Json:
        """Answer a call of either method, or refuse it as Slack does."""
        if "files:write" not in scopes.split(","):
            return {"ok": False, "error": "missing_scope", "needed": "files:write"}
        if method == "files.getUploadURLExternal":
            number = f"FUP{len(self._names) + 1}"
            self._names[number] = body["filename"], int(body["length"])
            return {"ok": True, "upload_url": f"{base}/upload/{number}", "file_id": number}
        files, channel = body["files"], str(body["channel_id"])
        if not channel.startswith(("C", "D", "G")):  # a person's id is no channel here
            return {"ok": False, "error": "channel_not_found"}
        if not files or any(set(each) - _NAMED or each["id"] not in self._bytes for each in files):
            return {"ok": False, "error": "file_not_found"}
        for each in files:
            shown = self.shared.setdefault(channel, {})
            shown[each.get("title") or self._names[each["id"]][0]] = self._bytes.pop(each["id"])
        return {"ok": True, "files": [{"id": each["id"]} for each in files]}

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """Take the bytes of a file whose name and length were announced."""
        number = request.match_info["id"]
        data = await request.read()
        if "Authorization" in request.headers or number not in self._names:
            return web.Response(status=403)
        if len(data) != self._names[number][1]:
            return web.Response(status=400)
        self._bytes[number] = data
        return web.Response(text=f"OK - {len(data)}")
