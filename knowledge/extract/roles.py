"""What somebody is called beside the name: “Health Secretary”, “the union's president”."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.extract.grid import Grid
from knowledge.extract.names import HONORIFICS, Mention
from knowledge.extract.times import is_time

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_ROLE = 12
"""A role of more words is a description, and is left out."""

_PICTURES = frozenset("image photo picture photograph video".split())
_AGE = re.compile(r"\d+(?:,|$)")


@dataclass(frozen=True, slots=True)
class Role:
    """Words of the document that say what somebody is, and for whom."""

    role: str
    affiliation: str = ""


def role_at(grid: Grid, mention: Mention) -> Role | None:
    """Return the role that stands right before or after a person's name, if one does."""
    doc = mention.block.doc
    head = doc[mention.head]
    first = grid.block_tokens(mention.span, mention.block)[0]
    return _before(grid, mention, first) or _after(grid, head) or _around(grid, mention, head)


def _before(grid: Grid, mention: Mention, first: "Token") -> Role | None:
    """Read “U.S. President”, “team member”, “New Zealand's Prime Minister” before a name."""
    doc = mention.block.doc
    start = first.i
    while start > 0 and _belongs(doc[start - 1], doc[mention.head]):
        start -= 1
    while start < first.i and (
        doc[start].dep_ == "det"
        or doc[start].is_punct
        or doc[start].tag_ == "POS"
        or doc[start].lower_.rstrip(".") in HONORIFICS
    ):
        start += 1
    last = first.i - 1
    while last >= start and doc[last].lower_.rstrip(".") in HONORIFICS:
        last -= 1
    if last < start or not any(token.pos_ in ("NOUN", "PROPN") for token in doc[start : last + 1]):
        return None
    if doc[last].pos_ not in ("NOUN", "PROPN") or doc[last].ent_type_ in ("GPE", "LOC", "DATE"):
        return None
    return _role(grid, doc[start], doc[last])


def _belongs(token: "Token", name: "Token") -> bool:
    """Say whether *token* is still part of the noun phrase that the name ends."""
    if (
        token.is_punct
        or token.dep_ in ("cc", "prep", "mark")
        or token.pos_ in ("VERB", "AUX", "ADP")
    ):
        return token.text == "-" and not token.whitespace_
    if token.ent_type_ in ("DATE", "TIME", "CARDINAL", "ORDINAL"):
        return False
    return token.dep_ in ("compound", "amod", "nmod", "poss", "case", "nsubj", "det", "appos") and (
        token.i < token.head.i <= name.i
    )


def _after(grid: Grid, head: "Token") -> Role | None:
    """Read “, the union's president,” after a name."""
    for child in head.children:
        if child.ent_type_ == "PERSON":
            continue  # the next of a list
        if child.text.startswith("@") or is_time(child):
            continue  # a handle is a name, and a day stands for itself
        if child.dep_ == "appos" and child.i > head.i and child.pos_ in ("NOUN", "PROPN"):
            counted = any(inner.like_num for inner in child.subtree if inner.i <= child.i)
            if counted or child.tag_ in ("NNS", "NNPS"):
                return None
            end = _phrase_end(child)
            return _role(grid, child.left_edge, end)
    return None


def _around(grid: Grid, mention: Mention, head: "Token") -> Role | None:
    """Read “the union's president, Ann Lee”, where the name is the addition."""
    if head.dep_ != "appos" or head.head.pos_ != "NOUN" or head.head.i > head.i:
        return None
    noun = head.head
    last = noun
    for child in noun.rights:
        if child.dep_ == "prep" and child.right_edge.i < mention.head:
            last = child.right_edge
    return _role(grid, noun.left_edge, last)


def _phrase_end(noun: "Token") -> "Token":
    last = noun
    for child in noun.rights:
        if child.dep_ in ("prep", "compound", "case") and child.i == last.i + 1:
            last = child.right_edge
            for inner in child.subtree:
                if inner.dep_ in ("relcl", "acl") or inner.text == ",":
                    last = inner.doc[inner.left_edge.i - 1]
                    break
        else:
            break
    return last


def _role(grid: Grid, first: "Token", last: "Token") -> Role | None:
    if first.i > last.i or last.lower_ in _PICTURES:
        return None
    span = grid.span(first, last)
    words = grid.words(span)
    if len(words.split()) > LONGEST_ROLE or "\n" in words or _AGE.match(words):
        return None
    affiliation = ""
    for ent in first.doc.ents:
        inside = first.i <= ent.start and ent.end - 1 <= last.i
        if inside and ent.label_ in ("ORG", "GPE") and len(ent) < last.i - first.i + 1:
            affiliation = ent.text
    return Role(words, _as_written(words, affiliation))


def _as_written(words: str, affiliation: str) -> str:
    """Return *affiliation* without article and possessive, if it stands so in the role's words."""
    bare = re.sub(r"(?:['’]s?|\s+['’]s)$", "", re.sub(r"^(?:the|The)\s+", "", affiliation))
    return bare if bare and bare in words else ""
