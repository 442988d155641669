"""The structure that `ask --json` prints."""

import json

from bot.core.app import App
from bot.core.reply import Reply
from bot.core.structure import as_json
from tests.conftest import asking


async def test_an_answer_as_json_keeps_meaning_and_text(app: App) -> None:
    """Each block says its kind, and the whole answer stands beside them as text."""
    reply = await app.handle(asking("claim", slug="doctors-salary"))
    assert isinstance(reply, Reply)
    read = json.loads(as_json(reply))
    assert read["kind"] == "reply"
    assert read["result"] == "found"
    assert read["claims"] == ["doctors-salary"]
    assert {block["kind"] for block in read["blocks"]} >= {"quotation", "facts", "sources"}
    assert read["text"].startswith("Breitbart News, Ben Kew, 20 December 2019")
    form = json.loads(as_json(await app.handle(asking("ask"))))
    assert form["kind"] == "form"
    assert form["submits"] == "question"
