"""Who is who in a document: names joined into people and organisations, with role and aliases."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.extract.given import gender_of, is_given
from knowledge.extract.grid import Grid
from knowledge.extract.names import ORGANISATION_WORDS, Mention, key_of, mentions
from knowledge.extract.roles import role_at
from knowledge.extract.signatures import HANDLE_AFTER
from knowledge.model import Span
from knowledge.text import folded, without_plurals
from knowledge.vocabulary import ClaimantKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEFINED = re.compile(r"\s*\(\s*(?:the\s+)?[“\"‘']?([A-Z][A-Za-z&.-]{1,9})[”\"’']?\s*\)")
_CALLED_SHORT = frozenset(without_plurals(word) for word in ORGANISATION_WORDS)
"""Last words that stand for the whole name after “the”: the Post, the University."""

_MINOR = frozenset("of the and for on in de del la a an to &".split())


@dataclass(slots=True)
class Somebody:
    """A person or organisation of the document, by the fullest name it gives."""

    name: str
    at: Span
    kind: ClaimantKind
    mentions: list[Mention]
    aliases: list[str] = field(default_factory=list)
    role: str = ""
    affiliation: str = ""
    gender: str = ""

    @property
    def starts(self) -> list[int]:
        """Return where it is named, in reading order."""
        return [mention.span.start for mention in self.mentions]


class People:
    """The people and organisations of a document, found by any name that the document uses."""

    def __init__(self, grid: Grid) -> None:
        """Join the names of *grid*'s text. Where two could be meant, nothing is joined."""
        self._grid = grid
        found = mentions(grid)
        kinds = _kinds(found)
        self.all: list[Somebody] = []
        self._by_start: dict[int, Somebody] = {}
        abbreviations = _abbreviations(grid.text, found)
        full: dict[str, Somebody] = {}
        for mention in sorted(found, key=lambda each: (-len(each.key.split("-")), each.span.start)):
            kind = kinds[mention.key]
            key = abbreviations.get(mention.span.start, mention.key)
            somebody = full.get(key) or self._fuller(mention, kind, full.values())
            if somebody is None:
                somebody = Somebody(mention.text, mention.span, kind, [])
                self.all.append(somebody)
            full[mention.key] = somebody
            somebody.mentions.append(mention)
            self._by_start[mention.span.start] = somebody
        for somebody in self.all:
            self._complete(somebody)
        self.all.sort(key=lambda each: each.at.start)

    def within(self, span: Span) -> list[tuple[Somebody, Mention]]:
        """Return who is named in *span*, in reading order."""
        named = [
            (self._by_start[mention.span.start], mention)
            for somebody in self.all
            for mention in somebody.mentions
            if span.start <= mention.span.start and mention.span.end <= span.end
        ]
        return sorted(named, key=lambda each: each[1].span.start)

    def at_token(self, token: "Token") -> tuple[Somebody, Mention] | None:
        """Return whoever is named by words that *token* is one of."""
        place = self._grid.place(token)
        for somebody in self.all:
            for mention in somebody.mentions:
                if mention.span.start <= place.start < mention.span.end:
                    return somebody, mention
        return None

    def with_role(self, noun: str) -> list[Somebody]:
        """Return the people whose role contains *noun*, a folded word."""
        return [
            somebody
            for somebody in self.all
            if somebody.kind is ClaimantKind.PERSON and noun in folded(somebody.role).split("-")
        ]

    def _fuller(
        self, mention: Mention, kind: ClaimantKind, known: Iterable[Somebody]
    ) -> Somebody | None:
        """Return the one somebody whose fuller name *mention* is a part of, if there is one."""
        matches = {
            id(each): each for each in known if each.kind is kind and _is_short(mention, each, kind)
        }
        return next(iter(matches.values())) if len(matches) == 1 else None

    def _complete(self, somebody: Somebody) -> None:
        somebody.mentions.sort(key=lambda each: each.span.start)
        longest = max(len(each.text.split()) for each in somebody.mentions)
        first = next(m for m in somebody.mentions if len(m.text.split()) == longest)
        somebody.name, somebody.at = first.text, first.span
        others = dict.fromkeys(m.text for m in somebody.mentions if m.text != somebody.name)
        handles = [HANDLE_AFTER.match(self._grid.text, m.span.end) for m in somebody.mentions]
        somebody.aliases = [*others, *dict.fromkeys(handle[1] for handle in handles if handle)]
        if somebody.kind is not ClaimantKind.PERSON:
            return
        roles = [role for m in somebody.mentions if (role := role_at(self._grid, m)) is not None]
        if any(_is_body(role.role) for role in roles):
            somebody.kind = ClaimantKind.ORGANISATION
            return
        words = set(folded(somebody.name).split("-")[:1])
        for mention in somebody.mentions:
            if mention.titled:
                words.add(mention.titled)
        for role in roles:
            somebody.role = somebody.role or role.role
            somebody.affiliation = somebody.affiliation or role.affiliation
            words.update(folded(role.role).split("-"))
        somebody.gender = gender_of(frozenset(words))


def _kinds(found: Sequence[Mention]) -> dict[str, ClaimantKind]:
    """Return for each name what most of its mentions make it; an honorific settles it."""
    votes: dict[str, Counter[ClaimantKind]] = {}
    for mention in found:
        votes.setdefault(mention.key, Counter())[mention.kind] += 100 if mention.titled else 1
    kinds = {
        key: ClaimantKind.PERSON if _is_persons(key) else vote.most_common(1)[0][0]
        for key, vote in votes.items()
    }
    surnames = {
        key.split("-")[-1]
        for key, kind in kinds.items()
        if kind is ClaimantKind.PERSON and "-" in key
    }
    return {key: ClaimantKind.PERSON if key in surnames else kind for key, kind in kinds.items()}


def _is_short(mention: Mention, fuller: Somebody, kind: ClaimantKind) -> bool:
    short = mention.key.split("-")
    full = key_of(fuller.name).split("-")
    if len(short) >= len(full):
        return kind is ClaimantKind.PERSON and len(short) == len(full) > 1 and short == full
    if kind is ClaimantKind.PERSON:
        if len(short) == 1:
            return short[0] == full[-1] or (short[0] == full[0] and not mention.titled)
        return short[0] == full[0] and short[-1] == full[-1]
    if len(short) == 1:
        letters = [word[0] for word in full if word not in _MINOR]
        spoken = mention.text.replace(".", "")
        if spoken.isupper() and len(spoken) > 2:
            return spoken.lower() in ("".join(letters), "".join(word[0] for word in full))
        head = mention.block.doc[mention.head]
        if short[0] == full[-1] and short[0] in _CALLED_SHORT:
            return any(child.lower_ == "the" for child in head.children)
        return short[0] == full[0] and head.dep_ != "compound" and head.ent_type_ != "GPE"
    return full[-len(short) :] == short or full[: len(short)] == short


def _is_persons(key: str) -> bool:
    """Say whether a folded name is built like a person's: a known first name, then one or two."""
    words = key.split("-")
    return (
        2 <= len(words) <= 3 and is_given(words[0]) and not ORGANISATION_WORDS.intersection(words)
    )


def _is_body(role: str) -> bool:
    """Say whether *role* is what only an organisation is: “the anti-slavery charity”."""
    words = folded(role).split("-")
    return words[-1] in ORGANISATION_WORDS and not {"for", "of", "at", "in"}.intersection(words)


def _abbreviations(text: str, found: Sequence[Mention]) -> dict[int, str]:
    """Return for mentions of an abbreviation the key of the name that the text puts before it."""
    stands_for: dict[str, str] = {}
    for mention in found:
        match = _DEFINED.match(text, mention.span.end)
        if match is None:
            continue
        short = match[1].replace(".", "")
        words = mention.text.replace("-", " ").split()
        initials = "".join(word[0] for word in words if word.lower() not in _MINOR).lower()
        every = "".join(word[0] for word in words).lower()
        if short.lower() in (initials, every, initials[-len(short) :]):
            stands_for.setdefault(match[1], mention.key)
    return {
        mention.span.start: stands_for[mention.text]
        for mention in found
        if mention.text in stands_for
    }
