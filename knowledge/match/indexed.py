"""What a claim can be found by: four columns of normalised words, the same in every store."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.match.normal import words
from knowledge.model import Claim

_CUE = re.compile(
    r"\s+(?:says|writes|reports|notes|states|claims|estimates|said|wrote|reported)\b(?:\s+that\b|:)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Findable:
    """The texts of a claim that it can be found by, as they stand on record."""

    slug: str
    label: str
    statement: str
    other: tuple[str, ...]
    owners: tuple[str, ...]

    def columns(self) -> tuple[str, str, str, str]:
        """Return the normalised words of label, statement, other texts and names, each joined.

        Who says it is indexed as a name, and not again as the opening words of each statement.
        """
        said = without_attribution(self.statement, self.owners)
        texts = (self.label, said, " · ".join((self.slug, *self.other)), " · ".join(self.owners))
        label, statement, other, names = (" ".join(words(text)) for text in texts)
        return label, statement, other, names


def findable(claim: Claim) -> Findable:
    """Return what *claim* can be found by."""
    other = [*claim.aliases, *claim.places]
    other += [quote.exact for quote in claim.quotes] + [figure.text for figure in claim.figures]
    other += [claim.anchor.quote.exact] if claim.anchor else []
    return Findable(claim.slug, claim.label, claim.statement, tuple(other), claim.owners())


def without_attribution(statement: str, owners: Iterable[str]) -> str:
    """Return *statement* without `The Herald says that` at its start, where an owner stands so."""
    for owner in sorted(owners, key=len, reverse=True):
        if owner and statement.startswith(owner) and (cue := _CUE.match(statement, len(owner))):
            return statement[cue.end() :]
    return statement
