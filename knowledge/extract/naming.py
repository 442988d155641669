"""Slug, label and topic for the claims of a document, each slug used once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.extract.found import FoundClaim, Part
from knowledge.extract.grid import Grid
from knowledge.extract.labels import is_cue, noun_phrases, slug_and_label, topics, unique
from knowledge.extract.phrases import BODIES, PERSONS
from knowledge.extract.strength import is_grave
from knowledge.text import folded
from knowledge.vocabulary import Strength

if TYPE_CHECKING:
    from spacy.tokens import Token


def named(grid: Grid, claims: Sequence[FoundClaim]) -> tuple[FoundClaim, ...]:
    """Return *claims* with slug, label and topic out of the document's own nouns."""
    phrases = [_phrases(grid, claim) for claim in claims]
    spare = _title_phrases(grid)
    matters = topics([own or spare for own in phrases])
    made: list[FoundClaim] = []
    taken: set[str] = set()
    for claim, own, topic in zip(claims, phrases, matters, strict=True):
        grave = is_grave(" ".join(own)) or claim.strength in (Strength.ALLEGED, Strength.DENIED)
        if grave:
            own = tuple(phrase for phrase in own if not _is_one_body_or_person(phrase))
        around = [
            phrase for phrase in _spare(grid, claim, spare) if not grave or _names_nobody(phrase)
        ]
        said = " ".join(grid.words(span) for span in claim.content)
        by = "" if grave or is_grave(said) else _by(claim)
        slug, label = slug_and_label(own, around, by)
        slug = unique(slug, taken, (*own[1:], *around, *([by] if by else ())))
        taken.add(slug)
        made.append(replace(claim, slug=slug, label=label, topic=topic or _head(label)))
    return tuple(_with_topic(each, made) for each in made)


def _head(label: str) -> str:
    """Return what a label without a topic is filed under, or nothing where it names no matter."""
    return "" if label.startswith(("Short statement", "Statement by")) else label.split(":")[0]


def _with_topic(claim: FoundClaim, claims: Sequence[FoundClaim]) -> FoundClaim:
    """Return *claim*, filed under what most of the document is about if it names no matter."""
    if claim.topic:
        return claim
    counts = Counter(each.topic for each in claims if each.topic)
    return replace(claim, topic=counts.most_common(1)[0][0]) if counts else claim


def _by(claim: FoundClaim) -> str:
    """Return the name of whoever alone makes *claim*, if it has one."""
    names = [who.name for who in claim.claimants]
    return names[0] if len(names) == 1 else ""


def _spare(grid: Grid, claim: FoundClaim, title: Sequence[str]) -> Iterator[str]:
    """Yield what may fill up a label: places, then the sentence around it, then the title."""
    yield from claim.places
    yield from _sentence_phrases(grid, claim)
    yield from title


def _names_nobody(phrase: str) -> bool:
    """Say whether *phrase* can stand beside a wrong: neither a name nor “mayor” nor “company”."""
    return phrase.islower() and not (PERSONS | BODIES).intersection(folded(phrase).split("-"))


def _is_one_body_or_person(phrase: str) -> bool:
    """Say whether *phrase* points at one: “the mayor” beside a fraud is as good as a name."""
    return not (PERSONS | BODIES).isdisjoint(folded(phrase).split("-"))


def _phrases(grid: Grid, claim: FoundClaim) -> tuple[str, ...]:
    tokens = [token for span in claim.content for token in grid.tokens(span)]
    return noun_phrases(tokens, accused=_accused(tokens, claim))


def _accused(tokens: "Sequence[Token]", claim: FoundClaim) -> frozenset[int]:
    """Return the numbers of the words that say who is accused, so that no label names them."""
    if claim.strength is not Strength.ALLEGED:
        return frozenset()
    subjects = {t.i for t in tokens if t.dep_ in ("nsubj", "nsubjpass")}
    return frozenset(
        token.i
        for token in tokens
        if token.i in subjects
        or any(above.i in subjects for above in token.ancestors)
        or token.ent_type_ == "PERSON"
        or (claim.accused and token.text in claim.accused.split())
    )


def _title_phrases(grid: Grid) -> tuple[str, ...]:
    """Return the nouns of the title that name nobody and no wrong."""
    return tuple(
        phrase
        for paragraph in grid.parsed.paragraphs
        if paragraph.part is Part.TITLE
        for phrase in noun_phrases(grid.tokens(paragraph.span), accused=(-1,))
        if not is_grave(phrase)
    )


def _sentence_phrases(grid: Grid, claim: FoundClaim) -> tuple[str, ...]:
    """Return the nouns of the sentence around *claim* that name no wrong, nor who says what how."""
    tokens = grid.tokens(claim.span)
    if not tokens:
        return ()
    frame = [*claim.cue, *(who.written for who in claim.claimants)]
    around = [
        token
        for token in tokens[0].sent
        if not any(s.start <= grid.place(token).start < s.end for s in frame)
    ]
    found = noun_phrases(around, accused=(-1,))
    return tuple(phrase for phrase in found if not is_grave(phrase) and not is_cue(phrase))
