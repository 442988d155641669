"""A proposal as a person puts it on record: with their words where they changed any, and checked.

Words in quotation marks and numbers must stand in the document, and the statement must name who
says it: whoever rewrites a proposal can no more turn it into a fact than a rule can.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.documents import DocumentVersion
from knowledge.draft_claims import MAX_LABEL, MAX_SLUG
from knowledge.model import Claim, Claimant, Topic
from knowledge.proposals import NotKept
from knowledge.text import folded, is_slug

MAX_STATEMENT = 600

_QUOTED = re.compile(r"[“„\"]([^“”„\"]+)[”“\"]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Edits:
    """What a person writes in place of what was proposed; what is empty stays as it is."""

    statement: str = ""
    label: str = ""
    slug: str = ""
    topic: str = ""


def edited(
    claim: Claim, edits: Edits, version: DocumentVersion | None, topics: Sequence[Topic]
) -> Claim:
    """Return *claim* with *edits*. Raises `NotKept` with the reason and the field it belongs to."""
    statement = _spaced(edits.statement) or claim.statement
    if statement != claim.statement:
        _must_be_usable(statement, claim, version)
    label = _spaced(edits.label) or claim.label
    if len(label) > MAX_LABEL:
        raise NotKept(
            f"That label has {len(label)} characters, and at most {MAX_LABEL} fit.",
            "Name the matter in a few words; a label asserts nothing.",
            "label",
        )
    slug = edits.slug.strip() or claim.slug
    if slug != claim.slug and (not is_slug(slug) or len(slug) > MAX_SLUG):
        raise NotKept(
            f"“{slug[:MAX_SLUG]}” is no name for a claim.",
            f"Use lower-case words joined by hyphens, at most {MAX_SLUG} characters, "
            "such as empty-beds.",
            "slug",
        )
    topic = _topic(edits.topic, topics) if edits.topic.strip() else _known(claim.topic, topics)
    return replace(claim, statement=statement, label=label, slug=slug, topic=topic)


def with_known_people(claim: Claim, everyone: Sequence[Claimant]) -> Claim:
    """Return *claim* by the claimants and in the outlet that are on record under those names."""
    by_name: dict[str, set[str]] = {}
    for who in everyone:
        for name in (who.name, *who.aliases):
            by_name.setdefault(folded(name), set()).add(who.key)

    def known(who: Claimant) -> Claimant:
        name = folded(who.name)
        keys = by_name.get(name, set())
        # Whoever is not named has a key of their own, and is nobody else.
        same = len(keys) == 1 and who.key == name
        return replace(who, key=next(iter(keys))) if same else who

    said = claim.attribution
    makers = tuple(replace(maker, claimant=known(maker.claimant)) for maker in said.makers)
    document = replace(claim.document, outlet=known(claim.document.outlet))
    return replace(claim, document=document, attribution=replace(said, makers=makers))


def _must_be_usable(statement: str, claim: Claim, version: DocumentVersion | None) -> None:
    names = [who.name for who in claim.people()]
    names += [alias for who in claim.people() for alias in who.aliases]
    dates = [claim.document.published, *(mention.resolved for mention in claim.dates)]
    text = version.text if version else _on_record(claim)
    must_stand(statement, names, text, [day.words() for day in dates if day], "the document")


def _on_record(claim: Claim) -> str:
    """Return the source's words as far as they are on record, where its text is not."""
    words = [claim.statement, *(quote.exact for quote in claim.quotes)]
    words += [figure.text for figure in claim.figures]
    words += [mention.text for mention in claim.dates]
    return " ".join(words + ([claim.anchor.quote.exact] if claim.anchor else []))


def must_stand(
    statement: str, names: Sequence[str], text: str, days: Sequence[str], source: str
) -> None:
    """Raise `NotKept` unless *statement* says who says it, and takes words and numbers from *text*.

    *days* are dates that it may give as well, and *source* is what *text* is called.
    """
    if len(statement) > MAX_STATEMENT:
        raise NotKept(
            f"That statement has {len(statement):,} characters, and at most {MAX_STATEMENT} fit.",
            "Keep to the one thing that is claimed.",
            "statement",
        )
    if not any(_stands(name, statement) for name in names if name):
        raise NotKept(
            "That statement does not say who says it.",
            f"Name {' or '.join(dict.fromkeys(filter(None, names)))} in it.",
            "statement",
        )
    spaced = _SPACES.sub(" ", text)
    for quoted in _QUOTED.findall(statement):
        for part in quoted.split("…"):
            if part.strip() not in spaced:
                raise NotKept(
                    f"“{part.strip()[:80]}” does not stand in {source} letter for letter.",
                    "Leave the quotation marks out, or quote its exact words.",
                    "statement",
                )
    numbers = set(_NUMBER.findall(" ".join([spaced, *names, *days])))
    for number in _NUMBER.findall(statement):
        if number not in numbers:
            raise NotKept(
                f"The number {number} does not stand in {source}.",
                "Give figures as the source writes them.",
                "statement",
            )


def _stands(name: str, statement: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", statement, re.IGNORECASE) is not None


def _topic(words: str, topics: Sequence[Topic]) -> Topic:
    key = folded(words)
    if not key or len(_spaced(words)) > MAX_LABEL:
        raise NotKept(
            f"“{words[:MAX_LABEL]}” is no topic.",
            f"Give a topic's name, or a new one of at most {MAX_LABEL} characters.",
            "topic",
        )
    return _known(Topic(key[:MAX_SLUG].strip("-"), _spaced(words)), topics)


def _known(topic: Topic, topics: Sequence[Topic]) -> Topic:
    """Return *topic* as it is on record, by its key or its label, or as it is."""
    keys = (topic.key, folded(topic.label))
    return next((t for t in topics if t.key in keys or folded(t.label) in keys), topic)


def _spaced(words: str) -> str:
    return " ".join(words.split())
