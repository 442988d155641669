"""A figure on its way: places among the tokens, before words are cut from the text."""

from dataclasses import dataclass
from decimal import Decimal

from knowledge.extract.figures.currencies import Currencies
from knowledge.extract.figures.nouns import Noun
from knowledge.extract.tokens import Tokens

EXACTLY, RANGE, MAGNITUDE = "exactly", "range", "order of magnitude"
MOST, FEW = "most", "few"


@dataclass(slots=True)
class Draft:
    """Tokens `first` to `next` are the core; `opens` and `closes` take the qualifier in.

    `noun` is what is counted, `whole` the place behind “of” where a share's population begins.
    `borrows` says that the unit is that of the figure before, if this one finds none itself.
    """

    first: int
    next: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[Decimal, ...] = ()
    unit: str = ""
    kind: str = "count"
    qualifier: str = EXACTLY
    noun: Noun | None = None
    whole: int = 0
    opens: int = -1
    closes: int = -1
    borrows: bool = False

    def __post_init__(self) -> None:
        if self.opens < 0:
            self.opens = self.first
        if self.closes < 0:
            self.closes = self.next

    @property
    def past(self) -> int:
        """The place after everything that belongs to it."""
        return max(self.next, self.closes)


@dataclass(frozen=True, slots=True)
class Scene:
    """The tokens of a text, which of them no figure may touch, and the desk's currencies."""

    tokens: Tokens
    hidden: list[bool]
    money: Currencies

    def clear(self, first: int, after: int) -> bool:
        """Say whether no token from *first* up to *after* is masked, and all exist."""
        return first < after <= len(self.hidden) and not any(self.hidden[first:after])
