"""The house: who may import whom, how long a file may be, and what a command loads."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path for folder in ("bot", "config", "knowledge") for path in (ROOT / folder).rglob("*.py")
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MAX_LINES = 400
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
HEAVY = {"discord", "slack_bolt", "slack_sdk", "aiohttp", "uvicorn", "starlette", "prompt_toolkit"}


def test_the_import_law_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Knowledge knows no chat, the core no platform, an adapter no command and no other adapter."""
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(config_filename="pyproject.toml") == cli.EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    """No module is longer than 400 lines, and none is named for holding anything at all."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES
    assert path.stem not in NAMELESS


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_platform_words_stay_in_their_adapter(path: Path) -> None:
    """Discord's and Slack's own terms for things occur in their adapter alone."""
    if "adapters" in path.parts:
        return
    # There, to embed is what a language model does with words.
    ours = "interaction|block_id|custom_id=|mrkdwn_"
    words = ours if "match" in path.parts else f"{ours}|embed|embeds"
    text = path.read_text(encoding="utf-8")
    assert not re.search(rf"\b({words})\b", text)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_wait_swallows_a_cancellation(path: Path) -> None:
    """`asyncio.wait_for` may take a cancellation for its own before Python 3.12, and then goes on.

    A task that is cancelled once, as at the end of the program, would run for ever.
    """
    assert not re.search(r"\basyncio\.wait_for\(", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("bot.cli", HEAVY | {"rich", "aiosqlite", "pydantic", "knowledge.desk"}),
        # structlog looks for rich, so it is there wherever logs are.
        ("bot.main", HEAVY),
        ("bot.adapters.console.request", HEAVY),
        ("config.settings", HEAVY | {"bot", "knowledge"}),
        ("knowledge.desk", HEAVY | {"bot", "config", "aiosqlite", "sqlite3", "rapidfuzz"}),
    ],
)
def test_a_command_loads_only_what_it_needs(module: str, unwanted: set[str]) -> None:
    """Starting one question loads no platform's library, and nothing opens anything at import."""
    script = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not unwanted & set(json.loads(done.stdout))
