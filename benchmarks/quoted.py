"""To whom the letters inside quotation marks are given: the share that gets the right speaker.

A labelled text may give the same letter to several: “media say that Boswell says ‘I think …’”. The
right speaker is the one whom the report itself names last on the way in: of all labelled
attributions that hold the letter, without those whose source and cue stand inside quotation marks
themselves (“I think”), the one with the shortest content. What was found is read by the same rule.
Two sources are the same speaker where they overlap, where the labels say that both mean one person,
or where one is written with the whole name in the other (“Clinton”, “Hillary Clinton”).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.extract.found import Attributed
from knowledge.extract.parsing import Parsed
from knowledge.model import Span

_PRONOUNS = frozenset("He She It They We I You His Her Their Who This That One Some Others".split())
_NAMED = re.compile(r"[^\W\d_][\w’'.-]*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled attribution, and the fullest name of its source where the labels give one."""

    said: Attributed
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Counts of labelled letters inside quotation marks, added up with `+`.

    `right` of `letters` got the right speaker and `given` got any. `strict` of `labelled` are
    counted for every attribution that holds a letter, and by an overlapping source alone.
    """

    letters: int = 0
    right: int = 0
    given: int = 0
    labelled: int = 0
    strict: int = 0

    @property
    def right_share(self) -> float:
        """The share of letters that got the right speaker."""
        return self.right / (self.letters or 1)

    @property
    def given_share(self) -> float:
        """The share of letters that got any speaker."""
        return self.given / (self.letters or 1)

    @property
    def strict_share(self) -> float:
        """The share of letters, counted for every label, that got the very same mention."""
        return self.strict / (self.labelled or 1)

    def __add__(self, other: "Quoted") -> "Quoted":
        return Quoted(
            self.letters + other.letters,
            self.right + other.right,
            self.given + other.given,
            self.labelled + other.labelled,
            self.strict + other.strict,
        )


def quoted(parsed: Parsed, gold: Sequence[Labelled], found: Sequence[Attributed]) -> Quoted:
    """Count the letters inside the quotation marks of one text."""
    inside = set(_letters(parsed, [quote.inner for quote in parsed.quotations]))
    wanted = owners(inside, [each.said for each in gold])
    made = owners(inside, found)
    right = sum(
        place in made and same_speaker(parsed.text, gold, gold[at], found[made[place]])
        for place, at in wanted.items()
    )
    total = Quoted(len(wanted), right, len(wanted.keys() & made.keys()))
    return total + _strictly(inside, gold, found)


def owners(inside: set[int], said: Sequence[Attributed]) -> dict[int, int]:
    """Return for each place *inside* quotation marks which of *said* the report gives it to."""
    found: dict[int, int] = {}
    for at in sorted(range(len(said)), key=lambda at: -_length(said[at].content)):
        around = (*said[at].source, *said[at].cue)
        if not around or any(span.start not in inside for span in around):
            found.update(dict.fromkeys(inside & _places(said[at].content), at))
    return found


def same_speaker(text: str, gold: Sequence[Labelled], wanted: Labelled, made: Attributed) -> bool:
    """Say whether *made* names the speaker that *wanted*, one of *gold*, is labelled with."""
    if _touch(wanted.said.source, made.source):
        return True
    alike = [each for each in gold if wanted.speaker and each.speaker == wanted.speaker]
    if any(_touch(each.said.source, made.source) for each in alike if each.said.source):
        return True
    names = {_name(_written(text, wanted.said.source)), _name(wanted.speaker)}
    other = _name(_written(text, made.source))
    return any(one and other and _part_of(one, other) for one in names)


def _part_of(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the longer name ends in the shorter: “Bill Clinton” is not “Hillary Clinton”."""
    least = min(len(one), len(other))
    return one[-least:] == other[-least:]


def _name(written: str) -> tuple[str, ...]:
    """Return the last run of words with capitals before a comma: the name, without its role."""
    words = _NAMED.findall(re.split(r"[,(–—]| of | in | at | for ", written)[0])
    name: list[str] = []
    for word in reversed(words):
        if not word[0].isupper():
            break
        name.append(word.removesuffix("’s").removesuffix("'s"))
    if len(name) == 1 and name[0] in _PRONOUNS:
        return ()
    return tuple(reversed(name))


def _strictly(inside: set[int], gold: Sequence[Labelled], found: Sequence[Attributed]) -> Quoted:
    labelled = strict = 0
    for each in gold:
        letters = inside & _places(each.said.content)
        same = [_places(made.content) for made in found if _touch(each.said.source, made.source)]
        labelled += len(letters)
        strict += len(letters & set().union(*same))
    return Quoted(labelled=labelled, strict=strict)


def _letters(parsed: Parsed, spans: Sequence[Span]) -> Iterator[int]:
    return (place for place in _places(spans) if not parsed.text[place].isspace())


def _places(spans: Sequence[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def _touch(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return bool(_places(one) & _places(other)) or not (one or other)


def _written(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[span.start : span.end] for span in spans)


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)
