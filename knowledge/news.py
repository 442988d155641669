"""What changed on record between two entries of the audit: per claim, the first and the last state.

A change and its undoing are no news, and neither is what only the desk sees: who took a claim, its
notes, what waits for a second signature.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.amending import called
from knowledge.audit import Deed, Entry, Facts

_CLAIMS = frozenset({Deed.ADDED, Deed.EDITED, Deed.EVIDENCE, Deed.OPENED, Deed.REVIEWED})
_DOCUMENTS = frozenset({Deed.MARKED, Deed.COMPARED, Deed.TAKEN_IN})
_DOCUMENT = "document "

PARTS = {
    "attribution": "Who says it",
    "strength": "How strongly",
    "statement": "Statement",
    "words": "Words",
    "quotation": "Quotation",
    "claim": "Claim",
    "accused": "Accused",
    "asked": "Asked for comment",
    "answer": "Answer to the accusation",
    "none by": "No answer by",
    "state": "Document",
}
"""The facts of an entry that readers are shown, in the order in which they are told, and how."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a claim or document as it was and as it is; empty where there was or is none."""

    part: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class News:
    """What changed of one claim or, without a slug, of one document.

    `added` says that it is new on record. `evidence` counts what was added, `whys` are the reasons
    that were given for the changes told, the last one last, and `by` is who gave that one.
    `compared` are the audit's words for how a document's claims fared in a newer version. `entry`
    is the number of the last entry.
    """

    slug: str
    document: str
    added: bool
    differences: tuple[Difference, ...]
    evidence: int
    whys: tuple[str, ...]
    entry: int
    compared: Facts = field(default_factory=dict)
    by: str = ""

    @property
    def any(self) -> bool:
        """Whether there is something to tell."""
        return self.added or bool(self.differences or self.evidence or self.compared)


@dataclass(slots=True)
class _Gathered:
    """What the entries about one thing come to so far."""

    first: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    added: bool = False
    evidence: int = 0
    whys: list[str] = field(default_factory=list)
    entry: int = 0
    compared: Facts = field(default_factory=dict)
    by: str = ""


def news_in(entries: Iterable[Entry]) -> tuple[News, ...]:
    """Return what *entries*, oldest first, come to, in the order in which it last changed."""
    things: dict[tuple[str, str], _Gathered] = {}
    for entry in entries:
        thing = _thing(entry)
        if thing is not None:
            _gather(things.setdefault(thing, _Gathered()), entry)
    found = [_news(slug, document, gathered) for (slug, document), gathered in things.items()]
    return tuple(sorted((news for news in found if news.any), key=lambda news: news.entry))


def _thing(entry: Entry) -> tuple[str, str] | None:
    """Return what an entry is about, as slug and document, or nothing that readers are told."""
    if entry.slug and entry.deed in _CLAIMS:
        return entry.slug, ""
    if entry.deed in _DOCUMENTS and entry.about.startswith(_DOCUMENT):
        return "", entry.about.removeprefix(_DOCUMENT)
    return None


def _gather(gathered: _Gathered, entry: Entry) -> None:
    gathered.entry = entry.number
    if entry.deed in (Deed.ADDED, Deed.OPENED):
        gathered.added = True
        return
    if entry.deed == Deed.EVIDENCE:
        gathered.evidence += 1
        return
    if entry.deed == Deed.COMPARED:
        gathered.compared = entry.after
        return
    told = [part for part in PARTS if part in entry.before or part in entry.after]
    for part in told:
        gathered.first.setdefault(part, _text(entry.before.get(part)))
        gathered.last[part] = _text(entry.after.get(part))
    # The reason for what is proposed argues for a status that nobody may be shown yet.
    if told and entry.why and "proposes" not in entry.after:
        gathered.whys.append(entry.why)
        gathered.by = called(entry.who)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _news(slug: str, document: str, gathered: _Gathered) -> News:
    differences = tuple(
        Difference(part, gathered.first[part], gathered.last[part])
        for part in PARTS
        if part in gathered.first and gathered.first[part] != gathered.last[part]
    )
    whys = tuple(gathered.whys) if differences else ()
    return News(
        slug,
        document,
        gathered.added,
        differences,
        gathered.evidence,
        whys,
        gathered.entry,
        gathered.compared,
        gathered.by if whys else "",
    )


def slugs_of(news: Sequence[News]) -> tuple[str, ...]:
    """Return the slugs of the claims in *news*."""
    return tuple(dict.fromkeys(each.slug for each in news if each.slug))
