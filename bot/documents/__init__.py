"""The reference in writing, from the program itself: `python -m bot.documents` writes every file.

`docs/images/card.png` is the one picture that is not written here; docs/architecture.md says how it
is made from the SVG.
"""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

from bot.documents.commands import commands_markdown, manifest_json
from bot.documents.failures import errors_markdown, exit_codes_markdown
from bot.documents.roles import roles_markdown
from bot.documents.terminal import card_svg, command_line_markdown

_ROOT = Path(__file__).parents[2]

FILES: MappingProxyType[str, Callable[[], str]] = MappingProxyType(
    {
        "docs/commands.md": commands_markdown,
        "docs/errors.md": errors_markdown,
        "docs/exit-codes.md": exit_codes_markdown,
        "docs/command-line.md": command_line_markdown,
        "docs/roles.md": roles_markdown,
        "config/slack-manifest.json": manifest_json,
        "docs/images/card.svg": card_svg,
    }
)
"""The files written from the program, by their path in the repository."""


def write(root: Path = _ROOT) -> None:
    """Write every file of `FILES` below *root*, the repository."""
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text(), encoding="utf-8")
