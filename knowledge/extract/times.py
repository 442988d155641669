"""Days and hours where a name might stand: “a report from Friday” is not by somebody called so."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORDS = frozenset(
    """
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning
    afternoon evening night noon midnight weekend week month year decade century spring summer
    autumn winter
    """.split()
)
MONTHS_FOR_NAMES = frozenset("april may june august".split())
"""Months that are people's first names as well."""


def is_time(token: "Token") -> bool:
    """Say whether *token* names a day, an hour or a stretch of time rather than somebody."""
    if token.ent_type_ in ("PERSON", "ORG"):
        return False
    return token.ent_type_ in ("DATE", "TIME") or token.lower_ in _WORDS
