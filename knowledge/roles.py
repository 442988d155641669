"""Who may do what on a desk: five roles, each of which may do all that the one before may."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.errors import RecordError
from knowledge.text import folded


class Role(StrEnum):
    """A role, from the least to the most it may do."""

    READER = "reader"
    REPORTER = "reporter"
    EDITOR = "editor"
    STANDARDS = "standards"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """Its place among the roles, from 0."""
        return _ORDER.index(self)

    def covers(self, needed: "Role") -> bool:
        """Say whether whoever has this role may do what *needed* may."""
        return self.rank >= needed.rank


_ORDER = tuple(Role)

MAY = {
    Role.READER: "reads what is on record",
    Role.REPORTER: "asks the desk, adds claims, takes work and brings documents in",
    Role.EDITOR: "reviews, edits, and decides what goes on record",
    Role.STANDARDS: "signs off, withdraws and corrects",
    Role.ADMIN: "gives roles",
}
"""What each role may do beyond the one before."""


class RoleRefused(RecordError):
    """A role is not given or taken away: a sentence and a next step."""

    def __init__(self, sentence: str, next_step: str) -> None:
        super().__init__(f"{sentence} {next_step}")
        self.sentence = sentence
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Holder:
    """A person or a group of a platform, by its id there, and the role it has.

    `name` is what it was called when the role was given: untrusted text.
    """

    platform: str
    id: str
    role: Role
    name: str = ""
    group: bool = False

    @property
    def called(self) -> str:
        """Its name, or its id where the desk knows no name."""
        return self.name or self.id


def role_called(words: str) -> Role | None:
    """Return the role that *words* name, also in the plural, if there is one."""
    name = folded(words)
    return next((role for role in Role if name in (role.value, f"{role.value}s")), None)


def highest(roles: Sequence[Role], floor: Role) -> Role:
    """Return the role of *roles* that may do most, or *floor* where it may do more."""
    return max((*roles, floor), key=lambda role: role.rank)
