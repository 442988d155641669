"""The grammar of a source phrase: its head, what is joined to it, and what kind of word that is."""

from typing import TYPE_CHECKING

from knowledge.text import folded, singular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

HE_OR_SHE = {"he": "he", "him": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}
SPEAKER = frozenset("i me we us my our".split())
RELATIVE = frozenset("who which that whom".split())

WRITINGS = frozenset(
    """
    account analysis announcement affidavit article audit blog brief bulletin column complaint
    declaration document draft editorial essay estimate figure filing finding indictment inquiry
    interview investigation journal lawsuit leaflet letter magazine manifesto memo memorandum
    message note notice paper petition poll post press-release publication release report
    research review ruling speech statement statistic study submission summary survey testimony
    text tweet verdict video warrant
    """.split()
)
"""Nouns of things that were written or said by somebody."""

BODIES = frozenset(
    """
    agency alliance association authority body charity church club coalition commission
    committee company council court department firm foundation government group institute
    institution league ministry movement network newspaper ngo organisation organization outlet
    paper party regime service team union university watchdog
    """.split()
)
"""Nouns that an organisation is called by again: “the group”."""

PERSONS = frozenset(
    """
    activist actor actress adviser advisor aide ambassador analyst artist attorney author boss
    businessman candidate chairman chairwoman chancellor chief clergyman coach colonel commander
    commentator commissioner congressman congresswoman councillor critic deputy diplomat
    director doctor economist editor executive expert farmer father founder general governor
    historian host inspector investigator journalist judge lawmaker lawyer leader man manager
    mayor minister mother musician nurse officer official owner officeholder player pastor
    physician pilot poet politician pope premier president priest producer professor prosecutor
    rabbi reporter representative researcher scholar scientist secretary senator sheriff singer
    sister son spokesman spokesperson spokeswoman strategist student surgeon teacher victim
    widow wife witness woman worker writer
    """.split()
)
_NOUNS = ("NOUN", "PROPN", "PRON")
_DEFINITE = frozenset("the this that these those".split())


_SINGULAR = {singular(word): word for word in sorted(WRITINGS | BODIES | PERSONS)}


def head_of(tokens: "Sequence[Token]") -> "Token | None":
    """Return the noun of *tokens* that hangs on a word outside of them."""
    inside = {token.i for token in tokens}
    heads = [token for token in tokens if token.head.i not in inside or token.head.i == token.i]
    nominal = [t for t in heads if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")]
    leading = [t for t in nominal if t.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj")]
    for choice in (leading[:1], nominal[-1:], heads[:1]):
        if choice:
            return choice[0]
    return None


def joined_to(head: "Token", tokens: "Sequence[Token]") -> list["Token"]:
    """Return *head* and the words joined to it by “and” within *tokens*."""
    inside = {token.i for token in tokens}
    joined = [head]
    for word in joined:
        joined += [
            child
            for child in word.children
            if child.i in inside
            and ((child.dep_ == "conj" and child.pos_ in _NOUNS) or _is_next_of_list(word, child))
        ]
    return joined


def _is_next_of_list(name: "Token", other: "Token") -> bool:
    """Say whether *other* goes on a list of people parsed as one: “Dana, Dawes and Lee”."""
    return other.dep_ == "appos" and name.ent_type_ == other.ent_type_ == "PERSON"


def own_words(head: "Token", tokens: "Sequence[Token]") -> list["Token"]:
    """Return the words of *tokens* that belong to *head* and to nothing that is joined to it."""
    inside = {token.i for token in tokens}
    dropped: set[int] = set()
    for child in head.children:
        if child.dep_ in ("conj", "cc", "preconj") or _is_next_of_list(head, child):
            dropped.update(inner.i for inner in child.subtree)
    kept = sorted(t.i for t in head.subtree if t.i in inside and t.i not in dropped)
    while kept and head.doc[kept[-1]].is_punct and head.doc[kept[-1]].text in ",;:—–-":
        kept.pop()
    while kept and head.doc[kept[0]].is_punct and head.doc[kept[0]].text in ",;:—–-":
        kept.pop(0)
    run = [i for i in kept if kept and kept[-1] - kept[0] + 1 >= len(kept)]
    return [head.doc[i] for i in run] or [head]


def noun(head: "Token") -> str:
    """Return *head* folded and in the singular, as the lists here hold nouns."""
    word = folded(head.lemma_ or head.text)
    return _SINGULAR.get(singular(word), word)


def is_definite(head: "Token") -> bool:
    """Say whether *head* speaks of somebody already named: “the group”, “these officials”."""
    return any(child.lower_ in _DEFINITE for child in head.children if child.dep_ == "det")


def is_plural(head: "Token") -> bool:
    """Say whether *head* is a plural."""
    return head.tag_ in ("NNS", "NNPS")


def is_subject(token: "Token") -> bool:
    """Say whether *token*, or what it adds a name to, is what a sentence is about."""
    while token.dep_ in ("appos", "compound", "conj", "nmod") and token.head.i != token.i:
        token = token.head
    return token.dep_ in ("nsubj", "nsubjpass")
