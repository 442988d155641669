"""What may be a claim: something that could turn out right or wrong, and is no question."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.extract.phrases import BODIES, PERSONS, head_of, noun
from knowledge.extract.strength import is_grave

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMED = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "LAW", "PRODUCT")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_OWN_OPINION = frozenset("i we you".split())
_SOMEBODY = ("PERSON", "ORG", "NORP", "GPE")
_EMPTY_SUBJECT = frozenset("this that it these those he she they there".split())
_SUPPOSING = frozenset("if unless whether lest let imagine suppose".split())
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_NOUNS = ("NOUN", "PROPN")
_LITTLE = frozenset("thing way lot kind sort bit time day one something nothing fact".split())
_LIGHT = frozenset(
    """
    be become begin come do expect feel find get go happen have hear hope keep know let like look
    love make mean need say see seem show start take talk tell think try understand use want work
    """.split()
)
"""Verbs that tell of no deed by themselves."""

_GREETING = re.compile(
    r"^\W*(?:hello|hi|hey|good\s+(?:morning|evening|afternoon)|thank(?:s|\s+you)(?:\s+(?:so|very)\s+much)?"
    r"|welcome|yes|no|sure|okay|ok|amen|congratulations|please|wow)\b(?:\W+\w+){0,3}\W*$",
    re.I,
)
LEAST_WORDS = 3


def is_checkable_saying(
    words: str, tokens: "Sequence[Token]", *, asked: bool, thing: bool, polled: bool = False
) -> bool:
    """Say whether what somebody said may be a claim: no question, no greeting, and not only “it”.

    *asked* says that the cue asks, *thing* that a thing rather than a clause was named
    (“denounced the deal”): such words claim something only where they hold quoted words, a wrong or
    a clause of their own, which the caller knows. *polled* says that it is counted how many say so,
    which is a finding though all that they say is “they would”.
    """
    told = [token for token in tokens if not token.is_punct]
    if len(told) < LEAST_WORDS or asked or thing or (_is_empty(told) and not polled):
        return False
    if words.rstrip("”\"'’) ").endswith("?") or _GREETING.match(words):
        return False
    if told[0].lower_ == "let" and told[1].lower_ in ("'s", "’s", "us", "me"):
        return False
    return any(token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") for token in told)


def is_fragment(tokens: "Sequence[Token]") -> bool:
    """Say whether quoted words make no sentence: “Mexicans, Obama”, “to the restroom”, “Stand up!”.

    A figure makes a headline of them (“40 boats gone”), and is let stand.
    """
    told = [token for token in tokens if not token.is_punct]
    if any(token.like_num for token in told):
        return False
    if not any(token.tag_ in _FINITE for token in told):
        return True
    return told[0].tag_ == "VB" and not any(c.dep_ in _SUBJECTS for c in told[0].children)


def _is_empty(told: "Sequence[Token]") -> bool:
    """Say whether words only speak of “it” and “we”: “we will get used to it”, “that is so”.

    A deed or a wrong can be checked whoever did it: “I resigned”, “they lied”.
    """
    if any(token.like_num or (token.pos_ in _NOUNS and not _says_little(token)) for token in told):
        return False
    if is_grave(" ".join(token.text for token in told)):
        return False
    return not any(
        token.tag_ in ("VBD", "VBN") and token.pos_ == "VERB" and token.lemma_ not in _LIGHT
        for token in told
    )


def _says_little(noun: "Token") -> bool:
    return noun.lemma_.lower() in _LITTLE


def is_checkable_statement(
    tokens: "Sequence[Token]", verb: "Token", *, figures: int, dates: int, accusing: bool
) -> bool:
    """Say whether an outlet's own clause can be checked: who did what, how many, or when.

    Wanted is a figure, a day, an accusation, or something named together with a finite verb. A
    clause about I, we or you without a figure is a view or an address to the reader.
    """
    piece = verb.tag_ == "VBG" or tokens[0].lower_ in ("as", "with")
    if not piece and not any(token.tag_ in _FINITE for token in tokens):
        return False
    if tokens[-1].text == "?" or tokens[0].lower_ in _SUPPOSING:
        return False
    if tokens[0].tag_ in ("WDT", "WP", "WP$", "WRB") or (tokens[0].tag_ == "VBZ" and not piece):
        return False
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and subject.lower_ in _OWN_OPINION:
        return bool(figures) and verb.tag_ == "VBD"
    if verb.tag_ == "VB" and subject is None and verb.dep_ == "ROOT":
        return False
    if figures or accusing:
        return True
    named = any(token.ent_type_ in _NAMED or _is_name(token) for token in tokens)
    if dates:
        return named or subject is not None
    bare = subject is not None and subject.lower_ in _EMPTY_SUBJECT
    opinion = any(token.lower_ in ("should", "must", "ought") for token in tokens)
    return named and not opinion and (not bare or _tells_of_deed(verb))


def has_clause(tokens: "Sequence[Token]") -> bool:
    """Say whether a verb with a subject of its own stands among the words."""
    return any(
        token.pos_ in ("VERB", "AUX")
        and token.dep_ not in ("relcl", "acl")
        and any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in token.children)
        for token in tokens
    )


def is_somebody(tokens: "Sequence[Token]") -> bool:
    """Say whether words only name somebody: “allegations of the union”, “against him”."""
    head = head_of(tokens)
    if head is None or any(token.pos_ in ("VERB", "AUX") for token in tokens):
        return False
    return head.pos_ == "PRON" or head.ent_type_ in _SOMEBODY or noun(head) in PERSONS | BODIES


def is_said_by_nobody(cue: "Sequence[Token]") -> bool:
    """Say whether a cue names nobody behind it: “it was revealed that”, “there is talk that”."""
    return any(
        child.dep_ in ("auxpass", "nsubjpass") or (child.dep_ == "nsubj" and child.lower_ == "it")
        for token in cue
        for child in token.children
    )


def _tells_of_deed(verb: "Token") -> bool:
    return verb.tag_ in ("VBD", "VBN") and verb.lemma_ not in ("be", "have", "seem", "feel")


def _is_name(token: "Token") -> bool:
    return token.pos_ == "PROPN" and token.text[:1].isupper() and token.i != token.sent.start
