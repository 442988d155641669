"""The messages that threads hang from on the fake Slack, for whoever may read them."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


class Threads(dict[tuple[str, str], Json]):
    """Messages by channel and timestamp."""

    def answer(self, body: Mapping[str, Any], scopes: str) -> Json:
        """Answer `conversations.replies`."""
        needed = "im:history" if str(body["channel"]).startswith("D") else "channels:history"
        if needed not in scopes:
            return {"ok": False, "error": "missing_scope", "needed": needed}
        parent = self.get((body["channel"], body["ts"]))
        if parent is None:
            return {"ok": False, "error": "thread_not_found"}
        return {"ok": True, "messages": [{"type": "message", "ts": body["ts"], **parent}]}
