"""What contributors are told is so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDES = ["CONTRIBUTING.md", "docs/adding-a-platform.md"]
PATH = re.compile(r"`((?:bot|config|docs|knowledge|tests)/[\w./-]*|\w+\.(?:md|toml))`")
MAKE = re.compile(r"\bmake ([a-z]+)")
LOOKS = re.compile(r"`(bot(?:\.\w+)+)")


def text(name: str) -> str:
    """Return the text of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("guide", GUIDES)
def test_named_files_exist(guide: str) -> None:
    """Each file and folder that a guide names is there."""
    named = set(PATH.findall(text(guide))) - {"render.py", "incoming.py"}
    assert named
    assert [each for each in sorted(named) if not (ROOT / each).exists()] == []


@pytest.mark.parametrize("name", [*GUIDES, ".pre-commit-config.yaml"])
def test_make_targets_exist(name: str) -> None:
    """Each `make` command that is named is a target of the Makefile."""
    targets = set(re.findall(r"(?m)^([a-z]+):", text("Makefile")))
    assert set(MAKE.findall(text(name))) <= targets


def test_named_code_exists() -> None:
    """Each dotted name of the core in the guide to platforms is a module or stands in one."""
    for dotted in LOOKS.findall(text("docs/adding-a-platform.md")):
        module = ROOT / (dotted.replace(".", "/") + ".py")
        if not module.exists():
            parent, _, name = dotted.rpartition(".")
            code = text(parent.replace(".", "/") + ".py")
            assert re.search(rf"(?m)^(?:async )?(?:def|class) {name}\b", code), dotted
