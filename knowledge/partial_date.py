"""A date at its own precision: what a document gives, and no more."""

from dataclasses import dataclass
from datetime import date

from knowledge.errors import RecordError


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, month or year: `2019-12-20`, `2019-12`, `2019`. Never more precise than known."""

    value: str

    def __post_init__(self) -> None:
        full = (
            self.value + "-01-01"[len(self.value) - 4 :]
            if len(self.value) in (4, 7)
            else self.value
        )
        try:
            parsed = date.fromisoformat(full)
        except ValueError:
            raise RecordError(f"{self.value!r} is no day, month or year") from None
        if parsed.isoformat() != full:
            raise RecordError(f"{self.value!r} is no day, month or year")

    def words(self) -> str:
        """Return the date in words at its own precision: `20 December 2019`, `May 2019`, `2019`."""
        parts = self.value.split("-")
        if len(parts) == 1:
            return parts[0]
        month = _MONTHS[int(parts[1]) - 1]
        return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


_MONTHS = (
    "January February March April May June July August September October November December"
).split()
