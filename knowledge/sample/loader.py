"""Read the sample desk's files into values of the model.

The files are the desk's own, so anything odd in them is a mistake: an unknown key, a reference to
nothing or a slug used twice raises `RecordError` with the record's name.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations
from typing import TypeVar

from knowledge.errors import RecordError
from knowledge.model import (
    Claim,
    Claimant,
    ClaimantKind,
    Document,
    DocumentKind,
    DocumentState,
    Topic,
)
from knowledge.sample import parts
from knowledge.sample.row import Row

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Sample:
    """What a folder of sample files holds: claims, and pairs of slugs about the same thing."""

    claims: tuple[Claim, ...]
    related: tuple[tuple[str, str], ...]


def sample_claims() -> tuple[Claim, ...]:
    """Return the sample desk's claims, in the order of its files."""
    return _sample().claims


def sample_related() -> tuple[tuple[str, str], ...]:
    """Return the pairs of slugs about the same thing, each pair once."""
    return _sample().related


@cache
def _sample() -> Sample:
    return load(files("knowledge.sample"))


def load(folder: Traversable) -> Sample:
    """Return what the files in *folder* hold. Raises `RecordError`, naming the record at fault."""
    topics = _topics(_rows(folder / "topics.toml", "topic"))
    claimants = _claimants(_rows(folder / "claimants.toml", "claimant"))
    documents = _documents(_rows(folder / "documents.toml", "document"), claimants)
    claims: dict[str, Claim] = {}
    names: set[str] = set()
    for path in sorted((folder / "claims").iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".toml"):
            continue
        for row in _rows(path, "claim", "slug"):
            claim = _claim(row, topics, claimants, documents)
            for name in (claim.slug, *claim.aliases):
                if name in names:
                    raise row.problem(f"{name!r} is used twice")
                names.add(name)
            claims[claim.slug] = claim
    related = _related(_rows(folder / "related.toml", "same", "about"), claims)
    return Sample(tuple(claims.values()), related)


def _rows(path: Traversable, kind: str, names: str = "key") -> tuple[Row, ...]:
    """Return the tables called *kind*, each named by its key called *names*."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RecordError(f"{path.name}: {error}") from error
    file = Row(values, path.name)
    rows = file.rows(kind)
    file.end()
    for row in rows:
        row.name = row.peek(names) or path.name
    return rows


def _topics(rows: Iterable[Row]) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for row in rows:
        topic = Topic(row.required("key"), row.required("label"))
        row.end()
        if topic.key in topics:
            raise row.problem("this topic is there twice")
        topics[topic.key] = topic
    return topics


def _claimants(rows: Iterable[Row]) -> dict[str, Claimant]:
    claimants: dict[str, Claimant] = {}
    for row in rows:
        claimant = Claimant(
            key=row.required("key"),
            name=row.required("name"),
            kind=row.one_of("kind", ClaimantKind),
            aliases=row.texts("aliases"),
            about=row.text("about"),
        )
        row.end()
        if claimant.key in claimants:
            raise row.problem("this claimant is there twice")
        claimants[claimant.key] = claimant
    return claimants


def _documents(rows: Iterable[Row], claimants: dict[str, Claimant]) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for row in rows:
        document = Document(
            key=row.required("key"),
            outlet=_known(row, "outlet", claimants),
            url=row.required("url"),
            kind=row.one_of("kind", DocumentKind),
            state=row.one_of("state", DocumentState, DocumentState.CURRENT),
            byline=row.text("byline"),
            section=row.text("section"),
            language=row.text("language", "en"),
            published=row.day("published"),
            published_from=row.text("published_from"),
            details_from=row.text("details_from"),
            sha256=row.text("sha256"),
            note=row.text("note"),
        )
        row.end()
        if document.key in documents:
            raise row.problem("this document is there twice")
        documents[document.key] = document
    return documents


def _claim(
    row: Row,
    topics: dict[str, Topic],
    claimants: dict[str, Claimant],
    documents: dict[str, Document],
) -> Claim:
    said = row.row("attribution")
    if said is None:
        raise row.problem("attribution is missing")
    place = row.row("anchor")
    try:
        claim = Claim(
            slug=row.required("slug"),
            label=row.required("label"),
            statement=row.required("statement"),
            topic=_known(row, "topic", topics),
            document=_known(row, "document", documents),
            attribution=parts.attribution(said, claimants),
            anchor=None if place is None else parts.anchor(place),
            quotes=tuple(parts.quote(one) for one in row.rows("quotes")),
            figures=tuple(parts.figure(one) for one in row.rows("figures")),
            dates=tuple(parts.date_mention(one) for one in row.rows("dates")),
            places=row.texts("places"),
            aliases=row.texts("aliases"),
            note=row.text("note"),
            evidence=tuple(parts.evidence(one) for one in row.rows("evidence")),
            reviews=tuple(parts.review(one) for one in row.rows("reviews")),
        )
    except RecordError as error:
        # The model does not know which record it is building; the file's reader does.
        if str(error).startswith(f"{row.name}:"):
            raise
        raise row.problem(str(error)) from error
    row.end()
    return claim


def _known(row: Row, key: str, known: dict[str, _T]) -> _T:
    name = row.required(key)
    if name not in known:
        raise row.problem(f"unknown {key} {name!r}")
    return known[name]


def _related(rows: Iterable[Row], claims: dict[str, Claim]) -> tuple[tuple[str, str], ...]:
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for row in rows:
        row.required("about")
        slugs = row.texts("claims")
        row.end()
        for slug in slugs:
            if slug not in claims:
                raise row.problem(f"unknown claim {slug!r}")
        for one, other in combinations(slugs, 2):
            if one == other:
                raise row.problem(f"{one!r} is there twice")
            pairs.setdefault(frozenset((one, other)), (one, other))
    return tuple(pairs.values())
