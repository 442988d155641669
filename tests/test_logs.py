"""Logs: one line each, secrets hidden, questions and library chatter left out."""

import json
import subprocess
import sys

SCRIPT = """
import logging
from pydantic import SecretStr
import structlog
from bot import logs
logs.configure("info", "{style}")
log = structlog.stdlib.get_logger("ours")
log.info("first", token=SecretStr("xoxb-secret"), who="Ána")
log.debug("hidden")
words = "what people asked"
try:
    raise ValueError("inner")
except ValueError as error:
    log.error("failed", reference="ABCD-2345", exc_info=error)
logging.getLogger("slack_bolt").info("body: %s", words)
logging.getLogger("discord.gateway").warning("a gateway warning")
"""


def logged(style: str) -> str:
    """Return what a process writes to standard error."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(style=style)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    return done.stderr


def test_json_logs_are_one_object_a_line() -> None:
    """A machine reads level, time, event and values; a secret is hidden by its type."""
    lines = [json.loads(line) for line in logged("json").splitlines()]
    assert [line["event"] for line in lines] == ["first", "failed", "a gateway warning"]
    assert lines[0]["token"] == "***"
    assert lines[0]["who"] == "Ána"
    assert lines[0]["level"] == "info"
    assert lines[0]["timestamp"].endswith("Z")
    assert "ValueError: inner" in lines[1]["exception"]
    assert lines[2]["logger"] == "discord.gateway"


def test_console_logs_hide_the_same() -> None:
    """For a person, the same lines in columns, and neither secrets nor anyone's words."""
    text = logged("console")
    assert "first" in text
    assert "ValueError: inner" in text
    assert "xoxb-secret" not in text
    assert "what people asked" not in text
