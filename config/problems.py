"""What is wrong with the settings, in words for whoever runs the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_SHORT = 24
"""No token or signing secret of Discord or Slack is this short."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the key as written where it came from, what is wrong, and the fix.

    No part of it ever holds the value of a secret.
    """

    key: str
    source: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.key} ({self.source})\n  {self.message}\n  Fix: {self.fix}"


class SettingsError(Exception):
    """The settings cannot be used; `problems` names everything that is wrong, not just the first.

    A program that meets it should end with exit code 78, which sysexits.h calls EX_CONFIG, so that
    a service manager knows that starting it again will not help.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        title = "1 problem" if count == 1 else f"{count} problems"
        return "\n\n".join([f"{title} with the settings:", *map(str, self.problems)])


def shown(value: object) -> str:
    """Return *value* for a report; a long one, maybe a misplaced secret, is only described."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value}" if abs(value) < 10**_SHORT else "a number beyond bounds"
    if isinstance(value, str):
        if len(value) > _SHORT:
            return f"a text of {len(value)} characters"
        return f"“{''.join(c if c.isprintable() else '�' for c in value)}”"
    if isinstance(value, list):
        return "a list"
    return "a section" if isinstance(value, dict) else "a value of another kind"


def meant(written: str, known: Iterable[str]) -> str:
    """Return the advice for an unknown name: the nearest of *known*, or to take it out."""
    names = {name.casefold(): name for name in known}
    if near := get_close_matches(written.casefold(), names, 1):
        return f"Did you mean {names[near[0]]}?"
    return "Take it out; docs/settings.md lists every setting."
