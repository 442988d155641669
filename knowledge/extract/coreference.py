"""Whom “he”, “they”, “the group” and “the report” mean in this document.

Only what has one answer is traced: where two could be meant, the words stay as they are, since a
claim given to the wrong person is worse than one whose speaker the desk has to fill in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.extract.grid import Grid
from knowledge.extract.names import ORGANISATION_WORDS
from knowledge.extract.people import People, Somebody
from knowledge.extract.phrases import BODIES, HE_OR_SHE, is_subject
from knowledge.model import Span
from knowledge.text import folded, singular
from knowledge.vocabulary import ClaimantKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_ANY_BODY = frozenset("group organisation organization body institution".split())
_OF_BARE_NAMES = frozenset(
    "agency charity club company firm network newspaper ngo outlet paper team watchdog".split()
)
_NO_PEOPLE = ("GPE", "LOC", "NORP", "FAC", "PRODUCT", "WORK_OF_ART")
REACH = 2
"""A pronoun is traced back over at most so many paragraphs."""


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier source: where it stands, whom it named, and what it was called."""

    at: int
    paragraph: int
    who: tuple[Somebody, ...]
    noun: str = ""
    plural: bool = False
    written: Span | None = None


class Coreference:
    """What was said by whom so far, and whom a word that names nobody takes up."""

    def __init__(self, grid: Grid, people: People) -> None:
        """Start with nothing said."""
        self._grid = grid
        self._people = people
        self._said: list[Said] = []

    def remember(self, said: Said) -> None:
        """Keep a source for the words that take it up later."""
        self._said.append(said)

    def person(self, pronoun: "Token") -> Somebody | None:
        """Return whom “he” or “she” means, if only one person can be meant."""
        gender = HE_OR_SHE[pronoun.lower_]
        place = self._grid.place(pronoun).start
        before = self._subjects_before(pronoun, gender)
        if before is not None:
            found = before[0] if len(before) == 1 else None
        else:
            found = self._spoke_last(pronoun, place, gender)
        if found is not None:
            found.kind = ClaimantKind.PERSON  # whoever is “he” is no organisation
        return found

    def organisation(self, token: "Token", noun: str = "") -> Somebody | None:
        """Return which organisation “it” or “the group” means: the one that spoke last."""
        place = self._grid.place(token).start
        paragraph = self._grid.block_of(token).paragraph
        for said in reversed(self._before(place)):
            if paragraph - said.paragraph > (REACH if noun else 1):
                break
            body = _body(said)
            if body is not None and (not noun or _may_be_called(body, noun)):
                return body
            if said.who and not noun:
                return None
        if not noun:
            return None
        near = self._named(place, paragraph, ClaimantKind.ORGANISATION)
        fitting = [who for who in near if noun in who.name.lower()]
        return fitting[0] if len(fitting) == 1 else None

    def several(self, token: "Token", kind: ClaimantKind | None = None) -> Said | None:
        """Return the source of several, or of a group, that “they” or “the groups” takes up."""
        place = self._grid.place(token).start
        paragraph = self._grid.block_of(token).paragraph
        for said in reversed(self._before(place)):
            if paragraph - said.paragraph > 1:
                return None
            if len(said.who) > 1 and (kind is None or all(w.kind is kind for w in said.who)):
                return said
            if kind is None and ((said.plural and not said.who) or _is_body(said)):
                return said
            if said.who and kind is None:
                return None
        return None

    def writing(self, token: "Token", noun: str) -> Said | None:
        """Return the source that “the report” means: whoever made the report named before."""
        place = self._grid.place(token).start
        for said in reversed(self._before(place)):
            if said.noun == noun and said.who:
                return said
        return None

    def _before(self, place: int) -> Sequence[Said]:
        return [said for said in self._said if said.at < place]

    def _subjects_before(self, pronoun: "Token", gender: str) -> list[Somebody] | None:
        """Return the people that are subjects before *pronoun* in its sentence, if any is named."""
        sentence = pronoun.sent
        block = self._grid.block_of(pronoun)
        if pronoun.i == sentence.start:
            return None
        span = block.span(sentence.start, pronoun.i - 1)
        named = [
            (who, block.doc[mention.head])
            for who, mention in self._people.within(span)
            if mention.block is block and _may_be(who, gender)
        ]
        subjects = list({id(w): w for w, head in named if is_subject(head)}.values())
        if subjects:
            return subjects
        return [] if len({id(who) for who, _ in named}) > 1 else None

    def _spoke_last(self, pronoun: "Token", place: int, gender: str) -> Somebody | None:
        paragraph = self._grid.block_of(pronoun).paragraph
        spoke: tuple[int, Somebody] | None = None
        for said in reversed(self._before(place)):
            if paragraph - said.paragraph > REACH:
                break
            people = [who for who in said.who if _may_be(who, "")]
            if len(people) == 1 and _may_be(people[0], gender):
                spoke = said.at, people[0]
                break
            if people and len(people) > 1:
                break
        named = self._last_subject(place, paragraph, gender)
        if spoke is None:
            return named[1] if named and named[2] else None
        if named and named[0] > spoke[0] and named[1] is not spoke[1]:
            return None
        return spoke[1]

    def _last_subject(
        self, place: int, paragraph: int, gender: str
    ) -> tuple[int, Somebody, bool] | None:
        """Return who was last the subject of a sentence, and whether nobody else may be meant."""
        near = [
            (mention.span.start, who, is_subject(mention.block.doc[mention.head]))
            for who in self._people.all
            for mention in who.mentions
            if mention.span.start < place
            and 0 <= paragraph - mention.block.paragraph <= 1
            and _may_be(who, gender)
        ]
        subjects = sorted((each for each in near if each[2]), key=lambda each: each[0])
        if not subjects:
            return None
        last = subjects[-1]
        after = [each for each in near if each[0] > last[0] and each[1] is not last[1]]
        return last[0], last[1], not after

    def _named(self, place: int, paragraph: int, kind: ClaimantKind) -> list[Somebody]:
        return [
            who
            for who in self._people.all
            if who.kind is kind
            and any(
                m.span.start < place and paragraph - m.block.paragraph <= REACH
                for m in who.mentions
            )
        ]


def _body(said: Said) -> Somebody | None:
    """Return the organisation that alone was the source, if it was."""
    one = said.who[0] if len(said.who) == 1 else None
    return one if one is not None and one.kind is ClaimantKind.ORGANISATION else None


def _may_be_called(who: Somebody, noun: str) -> bool:
    """Say whether “the *noun*” may take up *who*: a federation is no company, nor the union.

    The noun stands in one of its names or beside one (“the charity Unseen”), or says no more than
    that it is a body, or its name is bare and tells nothing of its kind (“Apple”).
    """
    words = {singular(w) for each in (who.name, *who.aliases) for w in folded(each).split("-")}
    if singular(noun) in words or noun in _ANY_BODY:
        return True
    if any(_beside(mention.block.doc[mention.head], noun) for mention in who.mentions):
        return True
    telling = {singular(word) for word in (*ORGANISATION_WORDS, *BODIES)}
    return noun in _OF_BARE_NAMES and not words & telling


def _beside(name: "Token", noun: str) -> bool:
    near = [*name.lefts, *(child for child in name.rights if child.dep_ == "appos")]
    if name.dep_ in ("appos", "compound"):
        near.append(name.head)
    return any(singular(folded(token.text)) == singular(noun) for token in near)


def _is_body(said: Said) -> bool:
    return _body(said) is not None


def _may_be(who: Somebody, gender: str) -> bool:
    """Say whether *who* may be a person of that gender; with none asked, of any."""
    if who.kind is ClaimantKind.PERSON:
        return not gender or who.gender in ("", gender)
    return _is_bare_surname(who)


def _is_bare_surname(who: Somebody) -> bool:
    """Say whether somebody named by one word may be a person that the model took for a body."""
    word = who.name
    if not word.isalpha() or word.isupper() or word.lower() in ORGANISATION_WORDS:
        return False
    first = who.mentions[0]
    return all(m.block.doc[m.head].ent_type_ not in _NO_PEOPLE for m in (first, who.mentions[-1]))
