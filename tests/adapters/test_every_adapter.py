"""What holds for every package in `bot/adapters`, also for one that is added tomorrow."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import bot.adapters
from bot.core.adapter import Adapter

NAMES = [module.name for module in pkgutil.iter_modules(bot.adapters.__path__)]
EVERY = pytest.mark.parametrize("name", NAMES)


def modules(name: str) -> list[str]:
    """Return the modules of the adapter called *name*."""
    package = importlib.import_module(f"bot.adapters.{name}")
    found = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [package.__name__, *(module.name for module in found)]


def adapters(name: str) -> list[type]:
    """Return the adapter classes of the package called *name*."""
    classes = {
        value
        for module in modules(name)
        for _, value in inspect.getmembers(importlib.import_module(module), inspect.isclass)
        if value.__name__.endswith("Adapter") and value.__module__.startswith("bot.adapters.")
    }
    return sorted(classes, key=lambda found: found.__name__)


def test_there_are_the_platforms_we_know() -> None:
    """The walk below finds them, so that it cannot pass by finding nothing."""
    assert set(NAMES) >= {"console", "discord", "slack"}


@EVERY
def test_an_adapter_fits_its_protocol(name: str) -> None:
    """There is one adapter class, it is called as its package, and it runs and closes."""
    [found] = adapters(name)
    assert vars(found)["name"] == name
    for method in ("run", "close"):
        assert inspect.iscoroutinefunction(getattr(found, method))
        wanted = inspect.signature(getattr(Adapter, method))
        assert (
            inspect.signature(getattr(found, method)).parameters.keys() == wanted.parameters.keys()
        )


@EVERY
def test_an_adapter_sees_the_core_and_its_own_settings_alone(name: str) -> None:
    """Of ours it imports the core, its settings model and itself: no command, no record."""
    for module in modules(name):
        source = Path(str(importlib.import_module(module).__file__)).read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            for imported in names:
                if imported.split(".")[0] in {"bot", "config", "knowledge", "tests"}:
                    allowed = ("bot.core", f"bot.adapters.{name}", "config.settings")
                    assert imported.startswith(allowed), f"{module} imports {imported}"


@EVERY
def test_an_adapter_names_no_command_of_ours(name: str) -> None:
    """A command is never written by hand in an adapter, beyond the two that greet and search."""
    from bot.main import registry

    greeting = {"onrecord", "claim", "recent"}
    spoken = {command.name for command in registry()} - greeting
    for module in modules(name):
        source = Path(str(importlib.import_module(module).__file__)).read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in spoken, f"{module} knows {node.value}"
