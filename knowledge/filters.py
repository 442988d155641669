"""Filters as people type them: `by:OAS since:"May 2019" pay`, and as the desk understands them.

A value runs to the next filter or to the end; quotation marks of any kind may hold it together and
are never needed. What is no filter is free words, a colon in them included.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.filter_values import Amount
from knowledge.model import Claimant, PartialDate, Topic
from knowledge.vocabulary import Strength

NAMES = ("by", "about", "in", "since", "until", "status", "strength", "figure")
"""Every filter, in the order in which they are shown back."""

MEANINGS = (
    "by: who says it, about: a topic, in: an outlet, since: and until: a date, status:, strength: "
    "and figure: a number"
)

MAX_VALUE = 200
"""A value takes at most so many characters."""

_LOOK_ALIKES = ("from", "source", "outlet", "topic", "date", "before", "after", "claimant")
"""What people call a filter elsewhere; here such a name is answered with those there are."""

_NAMED = re.compile(rf"(?<!\S)({'|'.join(NAMES)})[:：](?!//)[ \t]*", re.IGNORECASE)  # noqa: RUF001 - a wide colon is typed too
_QUOTED = re.compile(
    r"\"([^\"]*)\"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|'((?:[^']|'(?=\w))*)'(?!\w)|‘((?:[^’]|’(?=\w))*)’(?!\w)"
)
_LIKE_ONE = re.compile(r"(?<!\S)([a-zA-Z]{3,12})[:：](?!//)(?=\S)")  # noqa: RUF001 - a wide colon is typed too


class FilterError(Exception):
    """A filter that cannot be used: what is wrong, what to do next, and which filter it is."""

    def __init__(self, sentence: str, next_step: str, name: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        self.name = name


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as it was typed: its free words, and the value of each filter in it."""

    words: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters as the desk understands them; what is not set does not limit anything.

    `since` and `until` are taken at their own precision: a document whose date may lie outside
    does not pass. `status` is a status word of the claim. `figure` is a number, or whether there is
    one at all. `documents` are keys, of which a claim's document has one; they are not typed.
    """

    by: Claimant | None = None
    about: Topic | None = None
    outlet: Claimant | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    status: str = ""
    strength: Strength | None = None
    figure: Amount | bool | None = None
    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def dated(self) -> bool:
        """Whether a document needs a date to pass."""
        return self.since is not None or self.until is not None

    def values(self) -> dict[str, str]:
        """Return the filters by name in their shortest spelling; read again, they are the same."""
        figure = {True: "any", False: "none", None: ""}
        values = {
            "by": self.by.key if self.by else "",
            "about": self.about.key if self.about else "",
            "in": self.outlet.key if self.outlet else "",
            "since": self.since.value if self.since else "",
            "until": self.until.value if self.until else "",
            "status": self.status.lower(),
            "strength": self.strength.value if self.strength else "",
            "figure": self.figure.typed()
            if isinstance(self.figure, Amount)
            else figure[self.figure],
        }
        return {name: value for name, value in values.items() if value}

    def typed(self, words: str = "") -> str:
        """Return *words* and the filters as a line to type; read again, it means the same."""
        return " ".join(filter(None, [words, *(f"{n}:{v}" for n, v in self.values().items())]))

    def words(self) -> str:
        """Return the filters in words: `by Organization of American States, since May 2019`."""
        figure = {True: "with a number", False: "without a number", None: ""}
        parts = [
            f"by {self.by.name}" if self.by else "",
            f"in {self.outlet.name}" if self.outlet else "",
            f"about {self.about.label}" if self.about else "",
            f"since {self.since.words()}" if self.since else "",
            f"until {self.until.words()}" if self.until else "",
            f"status {self.status}" if self.status else "",
            f"strength {self.strength.value}" if self.strength else "",
            f"with the figure {self.figure.words()}"
            if isinstance(self.figure, Amount)
            else figure[self.figure],
        ]
        return ", ".join(part for part in parts if part)


def read(text: str) -> Typed:
    """Return the free words and the filters of *text*.

    Raises `FilterError` for a filter given twice, and for a name that is nearly one.
    """
    parts = [match for match in _NAMED.finditer(text) if not _inside(text, match.start())]
    words = [text[: parts[0].start()] if parts else text]
    values: dict[str, str] = {}
    for match, following in zip(parts, [*parts[1:], None], strict=False):
        name = match.group(1).lower()
        value = text[match.end() : following.start() if following else len(text)].strip()
        held = _QUOTED.match(value)
        if held:
            words.append(value[held.end() :].strip())
            value = next(group for group in held.groups() if group is not None).strip()
        if not value:
            # “What do they believe in:” is a question; an empty filter limits nothing.
            words.append(match.group().strip())
            continue
        if name in values:
            raise FilterError(f"“{name}:” is given twice.", "Give each filter once.", name)
        if len(value) > MAX_VALUE:
            raise FilterError(
                f"“{name}:” is followed by {len(value):,} characters, and takes at most "
                f"{MAX_VALUE}.",
                "Put its value in quotation marks, or write the filters last.",
                name,
            )
        values[name] = value
    free = " ".join(" ".join(words).split())
    _must_know_names(free)
    return Typed(free, values)


def _inside(text: str, position: int) -> bool:
    """Say whether *position* stands within a quoted value, where a colon means nothing."""
    for match in _NAMED.finditer(text):
        if match.end() > position:
            return False
        held = _QUOTED.match(text, match.end())
        if held and held.start() < position < held.end():
            return True
    return False


def _must_know_names(words: str) -> None:
    """Raise `FilterError` for a word before a colon that is nearly the name of a filter."""
    suspects = _LIKE_ONE.findall(words)
    if not suspects:  # most questions have none, and need not wait for the library to load
        return
    from rapidfuzz.distance import OSA

    for suspect in suspects:
        name = suspect.lower()
        for known in (*NAMES, *_LOOK_ALIKES):
            near = len(known) > 3 and OSA.distance(name, known, score_cutoff=1) <= 1
            if name == known or near:
                raise FilterError(
                    f"There is no filter “{name}:”.", f"The filters are {MEANINGS}.", name
                )
