"""Names in a document: which words are one, what kind of claimant it names, which are the same.

The model's entities are taken as hints: they are cleaned of articles and possessives, joined with
runs of capitalised words that it passed over, and sorted by words that only one kind carries.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.extract.found import Part
from knowledge.extract.grid import Grid
from knowledge.extract.parsing import Block
from knowledge.model import Span
from knowledge.text import folded, without_plurals
from knowledge.vocabulary import ClaimantKind

if TYPE_CHECKING:
    from spacy.tokens import Token

HONORIFICS = frozenset("mr mrs ms miss dr sir dame lord lady madam mme".split())
TITLES = frozenset(
    """
    president vice-president prime minister chancellor secretary senator sen representative rep
    congressman congresswoman governor gov mayor ambassador general gen lieutenant lt colonel col
    major maj captain capt sergeant sgt admiral adm commander detective inspector sheriff judge
    justice attorney professor prof king queen prince princess duke duchess pope archbishop bishop
    cardinal father reverend rev rabbi imam sheikh chief chairman chairwoman chair director
    spokesman spokeswoman spokesperson speaker deputy former first emeritus councillor leader
    """.split()
)
"""Words before a name that are a role and none of the name."""

ORGANISATION_WORDS = frozenset(
    """
    academy administration agency alliance assembly association authority bank board brigade bureau
    cabinet campaign center centre chamber charity church club coalition college commission
    committee company confederation conference congress corporation corps council court department
    directorate district embassy federation firm force forces foundation front fund government group
    guard hospital house inc inspectorate institute institution international league llc ltd
    ministry mission movement museum navy network news office organisation organization parliament
    partnership party plc police post press prison project registry school secretariat senate
    service services society studios syndicate team telegraph times treasury tribunal trust union
    university watch workers
    """.split()
)
"""Words in a name that make it an organisation's."""

_NOT_NAMES = frozenset(
    """
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday christmas easter ramadan english french
    spanish german arabic chinese russian i photo image video picture gmt est edt utc internet
    """.split()
)
_LINKS = frozenset("of for and the on in & de del la von van bin al and".split())
_POSSESSIVE = re.compile(r"(?:['’]s?|\s+['’]s)\Z")


def is_organisations(name: str) -> bool:
    """Say whether *name* holds a word that only an organisation's has."""
    return not ORGANISATION_WORDS.isdisjoint(folded(name).split("-"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: its words without article, honorific and possessive."""

    span: Span
    text: str
    kind: ClaimantKind
    block: Block
    head: int
    titled: str = ""

    @property
    def key(self) -> str:
        """Return the name as it is compared: folded, each word in the singular."""
        return key_of(self.text)


@lru_cache(maxsize=4096)  # a text says a name often, and asks for its key oftener still
def key_of(name: str) -> str:
    """Return *name* as names are compared: folded, each word in the singular."""
    return without_plurals(folded(name))


def mentions(grid: Grid) -> tuple[Mention, ...]:
    """Return the names of people and organisations in reading order."""
    found = [mention for block in grid.parsed.blocks for mention in _of_block(grid, block)]
    return tuple(sorted(found, key=lambda mention: mention.span.start))


def _of_block(grid: Grid, block: Block) -> Iterator[Mention]:
    taken: set[int] = set()
    for start, end, label in _entities(block):
        if label in ("PERSON", "ORG", "GPE", "NORP", "FAC", "WORK_OF_ART", "PRODUCT"):
            first, last = _grown(block, start, _name_end(block, start, end))
            if first in taken or (label == "NORP" and last == first):
                taken.update(range(first, last + 1))
                continue
            made = _mention(grid, block, first, last, label)
            taken.update(range(first, last + 1))
            if made is not None:
                yield made
        else:
            taken.update(range(start, end + 1))
    if grid.parsed.paragraphs[block.paragraph].part in (Part.TITLE, Part.HEADING):
        return  # capitals prove nothing there
    for first, last in _runs(block, taken):
        made = _mention(grid, block, first, last, "")
        if made is not None:
            yield made


def _entities(block: Block) -> Iterator[tuple[int, int, str]]:
    """Yield first word, last word and kind of each entity, “Kenya” + “School of Law” as one."""
    doc = block.doc
    held: tuple[int, int, str] | None = None
    for ent in doc.ents:
        first, last, label = ent.start, ent.end - 1, ent.label_
        if held is not None:
            place, named = doc[held[1]], held[2] in ("GPE", "ORG")
            if (
                named
                and label == "ORG"
                and held[1] + 1 == first
                and place.dep_ == "compound"
                and first <= place.head.i <= last
            ):
                first = held[0]
            else:
                yield held
        held = first, last, label
    if held is not None:
        yield held


def _name_end(block: Block, first: int, last: int) -> int:
    """Return where a name ends that the model let run on into the next: “Lee the Post”."""
    for i in range(first + 1, last):
        if block.doc[i].lower_ == "the" and block.doc[i - 1].lower_ not in _LINKS:
            return i - 1
    return last


def _grown(block: Block, first: int, last: int) -> tuple[int, int]:
    """Take in the capitalised words beside an entity that belong to the same name."""
    doc = block.doc
    while first > 0 and _joins(doc[first - 1]) and doc[first - 1].head.i in range(first, last + 1):
        first -= 1
    while (
        last + 1 < len(doc) and _capital(doc[last + 1]) and doc[last].dep_ in ("compound", "amod")
    ):
        if doc[last].head.i <= last or doc[last + 1].lower_.rstrip(".") in TITLES:
            break
        last += 1
    return first, last


def _joins(token: "Token") -> bool:
    return _capital(token) and token.dep_ == "compound"


def _capital(token: "Token") -> bool:
    return token.pos_ == "PROPN" and token.text[0].isupper() and not token.ent_type_


def _runs(block: Block, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield runs of proper nouns outside of entities, with “of” and “for the” between them."""
    doc = block.doc
    i = 0
    while i < len(doc):
        if i in taken or doc[i].pos_ != "PROPN" or not doc[i].text[0].isupper():
            i += 1
            continue
        last = i
        ahead = i + 1
        while ahead < len(doc) and ahead not in taken:
            if folded(doc[ahead].text) in _NOT_NAMES:
                break
            if doc[ahead].pos_ == "PROPN" and doc[ahead].text[0].isupper():
                last = ahead
            elif not _links(doc[ahead].lower_, ahead - last):
                break
            ahead += 1
        yield i, last
        i = last + 1


def _links(word: str, gap: int) -> bool:
    """Say whether *word*, so many words after a capital, may go on a name: of, for the."""
    return word in _LINKS and gap <= 2 and word != "and" and not (word == "the" and gap == 1)


def _mention(grid: Grid, block: Block, first: int, last: int, label: str) -> Mention | None:
    doc = block.doc
    titled = ""
    while last > first and folded(doc[last].text) in _NOT_NAMES:
        last -= 1
    while last > first and doc[last].lower_.rstrip(".") in TITLES:
        last -= 1
    if first == last and doc[first].ent_type_ == "NORP":
        return None
    while first <= last and (
        doc[first].lower_ in ("the", "a", "an", "“", '"', "'")
        or doc[first].lower_.rstrip(".") in HONORIFICS
        or (label != "ORG" and doc[first].lower_.rstrip(".") in TITLES)
    ):
        titled = titled or _title(doc[first])
        first += 1
    if first > last:
        return None
    if not titled and first > 0:
        titled = _title(doc[first - 1])
    while first < last and (doc[last].tag_ == "POS" or not doc[last].text[-1].isalnum()):
        if re.fullmatch(r"(?:Inc|Co|Corp|Ltd|Jr|Sr|(?:\w\.)+\w)\.", doc[last].text):
            break
        last -= 1
    span = block.span(first, last)
    words = grid.words(span)
    cut = _POSSESSIVE.search(words)
    if cut and cut.start() > 0:
        span = Span(span.start, span.start + cut.start())
        words = grid.words(span)
    if not words[0].isupper() or "\n" in words or len(words) < 2:
        return None
    if label == "GPE" and " and " in words:
        return None
    if all(part in _NOT_NAMES or part in TITLES for part in folded(words).split("-")):
        return None
    kind = _kind(words, label, titled, plural=doc[last].tag_ in ("NNPS", "NNS"))
    return Mention(span, words, kind, block, last, titled)


def _title(token: "Token") -> str:
    bare = token.lower_.rstrip(".")
    return bare if bare in HONORIFICS or (bare in TITLES and token.text[0].isupper()) else ""


def _kind(words: str, label: str, titled: str, *, plural: bool) -> ClaimantKind:
    if titled:
        return ClaimantKind.PERSON
    parts = folded(words).split("-")
    if any(part in ORGANISATION_WORDS for part in parts):
        return ClaimantKind.ORGANISATION
    if words.isupper() and len(words) <= 6 and " " not in words:
        return ClaimantKind.ORGANISATION
    if label == "PERSON":
        return ClaimantKind.PERSON
    if label in ("ORG", "GPE", "NORP", "FAC", "PRODUCT", "WORK_OF_ART"):
        return ClaimantKind.ORGANISATION
    if plural or not 2 <= len(parts) <= 3:
        return ClaimantKind.ORGANISATION
    return ClaimantKind.PERSON


_NAME_IN = re.compile(r"(?<=\w\s)[A-Z]\w|[a-z][A-Z]|[A-Z]{2}")


def has_name(words: str) -> bool:
    """Say whether *words* hold a name for sure: a capital that no sentence begins with."""
    return _NAME_IN.search(words) is not None
