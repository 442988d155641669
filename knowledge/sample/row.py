"""One table of a sample file, read key by key, so that nothing in a file goes unnoticed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from knowledge.errors import RecordError
from knowledge.model import PartialDate, Span

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")


class Row:
    """A TOML table with the name of the record it belongs to.

    Every reader takes its key out and raises `RecordError`, naming the record, when the value is
    missing or of another kind; `end` raises it for keys that nobody read.
    """

    def __init__(self, values: Mapping[str, object], name: str) -> None:
        self._values = dict(values)
        self.name = name

    def problem(self, what: str) -> RecordError:
        """Return the error that says *what* is wrong with this record."""
        return RecordError(f"{self.name}: {what}")

    def peek(self, key: str) -> str:
        """Return the text under *key* without taking it out, or nothing if it is no text."""
        value = self._values.get(key)
        return value if isinstance(value, str) else ""

    def _take(self, key: str, kind: type[_T]) -> _T | None:
        value = self._values.pop(key, None)
        if value is None or isinstance(value, kind):
            return value
        raise self.problem(f"{key} is no {kind.__name__}")

    def _need(self, key: str, kind: type[_T]) -> _T:
        value = self._take(key, kind)
        if value is None:
            raise self.problem(f"{key} is missing")
        return value

    def required(self, key: str) -> str:
        """Return the text under *key*, which may be neither absent nor empty."""
        value = self._need(key, str)
        if not value.strip():
            raise self.problem(f"{key} is empty")
        return value

    def text(self, key: str, default: str = "") -> str:
        """Return the text under *key*, or *default* where the file leaves it out."""
        value = self._take(key, str)
        return default if value is None else value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts under *key*, empty where the file leaves it out."""
        values = self._take(key, list) or []
        if not all(isinstance(value, str) for value in values):
            raise self.problem(f"{key} holds more than text")
        return tuple(values)

    def flag(self, key: str) -> bool | None:
        """Return yes or no under *key*, or nothing where the file leaves it out."""
        return self._take(key, bool)

    def moment(self, key: str) -> datetime:
        """Return the moment under *key*, which must carry its offset from UTC."""
        value = self._need(key, datetime)
        if value.tzinfo is None:
            raise self.problem(f"{key} has no time zone")
        return value

    def day(self, key: str) -> PartialDate | None:
        """Return the day, month or year under *key*, if there is one."""
        value = self._take(key, str)
        try:
            return None if value is None else PartialDate(value)
        except RecordError as error:
            raise self.problem(f"{key}: {error}") from None

    def number(self, key: str) -> Decimal | None:
        """Return the number under *key*, written as text so that no float rounds it."""
        value = self._take(key, str)
        try:
            return None if value is None else Decimal(value)
        except InvalidOperation:
            raise self.problem(f"{key} is no number: {value!r}") from None

    def one_of(self, key: str, kind: type[_E], default: _E | None = None) -> _E:
        """Return the member of *kind* under *key*, or *default* where one is given."""
        value = self._take(key, str)
        if value is None and default is not None:
            return default
        try:
            return kind(value or "")
        except ValueError:
            raise self.problem(f"{key} cannot be {value!r}") from None

    def span(self, key: str) -> Span | None:
        """Return the span under *key*, written `[start, end]`, if there is one."""
        match self._take(key, list):
            case None:
                return None
            case [int(start), int(end)]:
                try:
                    return Span(start, end)
                except RecordError as error:
                    raise self.problem(f"{key}: {error}") from None
            case _:
                raise self.problem(f"{key} is not [start, end]")

    def required_span(self, key: str) -> Span:
        """Return the span under *key*, which may not be absent."""
        span = self.span(key)
        if span is None:
            raise self.problem(f"{key} is missing")
        return span

    def row(self, key: str) -> "Row | None":
        """Return the table under *key*, if there is one."""
        values = self._take(key, dict)
        return None if values is None else Row(values, self.name)

    def rows(self, key: str) -> tuple["Row", ...]:
        """Return the list of tables under *key*, empty where the file leaves it out."""
        values = self._take(key, list) or []
        if not all(isinstance(value, dict) for value in values):
            raise self.problem(f"{key} is no list of tables")
        return tuple(Row(value, self.name) for value in values)

    def end(self) -> None:
        """Raise `RecordError` if a key is left that nobody asked for."""
        if self._values:
            raise self.problem(f"unknown {', '.join(sorted(self._values))}")
