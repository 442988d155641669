"""The Home tab: a search field, and under it what is new or what was chosen."""

import hashlib
import json
from collections import OrderedDict

import structlog

from bot.adapters.slack.forms import select
from bot.adapters.slack.render import view_blocks
from bot.adapters.slack.richtext import Json, plain_text
from bot.adapters.slack.sending import Sender, Sent
from bot.core.registry import Command
from bot.core.reply import Reply

log = structlog.stdlib.get_logger(__name__)

_MAX_REMEMBERED = 5_000


def home_view(search: Command | None, reply: Reply | None) -> Json:
    """Return the Home tab. Pure."""
    blocks: list[Json] = []
    if search is not None and search.text_param is not None:
        blocks.append(
            {
                "type": "section",
                "block_id": "search",
                "text": plain_text(search.text_param.description),
                "accessory": select(search.name, search.text_param.name),
            }
        )
        blocks.append({"type": "divider", "block_id": "below-search"})
    if reply is not None:
        blocks += view_blocks(reply)[0]
    if not blocks:
        text = plain_text("Mention Onrecord in a channel, or write to it here.")
        blocks.append({"type": "section", "block_id": "hello", "text": text})
    return {"type": "home", "blocks": blocks}


class Home:
    """Publishes Home tabs, and remembers what each person sees so that nothing is sent twice."""

    def __init__(self, sender: Sender, search: Command | None) -> None:
        self._sender = sender
        self._search = search
        self._shown: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def show(self, team: str, user: str, reply: Reply | None) -> None:
        """Publish *reply* under the search field of *user*, unless it stands there already."""
        view = home_view(self._search, reply)
        digest = hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
        key = (team, user)
        if self._shown.get(key) == digest:
            return
        sent, why = await self._sender.call(
            lambda: self._sender.client.views_publish(user_id=user, view=view)
        )
        if sent is not Sent.TAKEN:
            self._shown.pop(key, None)
            log.error("home tab not published", error=why)
            return
        self._shown[key] = digest
        self._shown.move_to_end(key)
        if len(self._shown) > _MAX_REMEMBERED:
            self._shown.popitem(last=False)
