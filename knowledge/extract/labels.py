"""Names for what a claim is about: the nouns of the matter, never what is said of it.

A label takes its words from the document, in the document's spelling. It holds no figure and no
verb, and never a person beside a wrong, so that it can stand in a list without asserting anything.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from knowledge.extract.names import TITLES
from knowledge.extract.strength import is_grave
from knowledge.text import folded, is_slug, singular

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_WORDS = 5
_MOST_LETTERS = 48
LONGEST = 60
"""A slug has at most so many letters."""
_EMPTY = frozenset(
    """
    thing things way ways lot lots number numbers part parts kind kinds sort sorts case cases fact
    facts time times year years month months week weeks day days today yesterday tomorrow hour hours
    minute minutes moment morning evening night afternoon monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november
    december man men woman women people person persons someone everyone something nothing anything
    everything one ones other others some most many few all half majority percent percentage per
    cent dozens hundreds thousands tens millions billions million billion thousand hundred dozen
    reason reasons result results point points issue issues question questions statement statements
    claim claims allegation allegations accusation accusations charge charges comment comments
    remark remarks word words aim end bit matter example total amount level place inc mr mrs ms
    dr use order form member members front side line set group groups euro euros dollar dollars
    pound pounds yen yuan rupee rupees franc francs peso pesos ruble rubles cents mile miles km
    couple string series host range array handful pair spate slew mark sign while addition
    retrospect manner sense truth course rest core center centre step light look
    turn something basis
    kilometer kilometers kilometre kilometres meter meters metre metres foot feet acre acres hectare
    hectares ton tons tonne tonnes kilo kilos degrees third quarter
    """.split()
)
_CUES = frozenset(
    """
    account accounts address announcement announcements argument arguments article articles
    assertion assertions complaint complaints conclusion conclusions document documents figure
    figures finding findings interview interviews letter letters memo memos news note notes opinion
    opinions poll polls post posts press release report reports research speech speeches study
    studies suggestion suggestions survey surveys testimony text tweet tweets view views warning
    warnings
    """.split()
)
"""What somebody says or writes: a matter only where nothing else is one."""

_VAGUE = frozenset(
    """
    certain enough few former further last latest least less many more most much new next other own
    past previous recent same several such various whole
    """.split()
)
"""Adjectives that no matter is known by."""

_LANDS = ("GPE", "LOC", "NORP")
_CONTENT = ("NOUN", "PROPN")
_ASSERTING = frozenset(
    """
    accuse accused accuses accusing accuser charged alleged allege alleges alleging blame blamed
    guilty suspect suspected suspects convicted indicted said says admitted admit confessed denies
    denied deny lied lies liar lying stole stolen killed murdered raped assaulted abused cheated
    """.split()
)
"""Words that say what somebody did or is said to have done; the tagger takes some for nouns."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Nouns of one claim, most telling first, each as it stands in the document."""

    phrases: tuple[str, ...]


def noun_phrases(tokens: "Sequence[Token]", *, accused: Collection[int] = ()) -> tuple[str, ...]:
    """Return the noun phrases among *tokens* that may name a matter: subject, object, the rest.

    *accused* are the numbers of the words that name who is accused; they are left out. So are
    people wherever the words name a wrong.
    """
    tokens = [token for token in tokens if not token.is_punct]
    grave = any(is_grave(token.text) or token.lower_ in _ASSERTING for token in tokens)
    inside = {token.i for token in tokens}
    ranked: list[tuple[int, int, str]] = []
    for token in tokens:
        if token.pos_ not in _CONTENT or token.i in accused or not _may_name(token):
            continue
        if (token.dep_ == "compound" and token.head.i in inside) or _hyphen_after(token):
            continue
        if (grave or accused) and token.pos_ == "PROPN" and token.ent_type_ not in _LANDS:
            continue
        phrase = _phrase(token, inside, accused, with_people=not (grave or accused))
        if phrase:
            late = 6 * (folded(token.text) in _CUES)
            ranked.append((_rank(token) + 2 * _depth(token, inside) + late, token.i, phrase))
    return tuple(dict.fromkeys(phrase for _, _, phrase in sorted(ranked)))


def is_cue(phrase: str) -> bool:
    """Say whether *phrase* names what somebody says or writes and no matter: “a new report”."""
    return folded(phrase).split("-")[-1] in _CUES


def _depth(token: "Token", inside: set[int]) -> int:
    """Return in how many clauses within the first one *token* stands."""
    depth = 0
    for above in token.ancestors:
        if above.i not in inside:
            break
        depth += above.dep_ in ("relcl", "acl", "advcl", "ccomp", "pcomp")
    return depth


def _rank(token: "Token") -> int:
    """Order by what the clause is about, then what it says something of, then circumstances."""
    if token.dep_ in ("nsubj", "nsubjpass"):
        return 0
    if token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.lower_ == "of":
        above = token.head.head
        if folded(above.text) in _EMPTY or above.like_num:
            return _rank(above)
        return 3
    if token.dep_ in ("dobj", "attr", "nsubjpass"):
        return 1
    return 2 if token.dep_ == "pobj" else 4


def _phrase(head: "Token", inside: set[int], accused: Collection[int], *, with_people: bool) -> str:
    words = []
    for child in [*_before(head), head]:
        fits = child.i == head.i or (
            child.i in inside
            and child.i not in accused
            and (child.dep_ == "compound" or child.ent_type_ == "NORP" or _is_adjective(child))
            and _may_name(child)
            and not is_grave(child.text)
            and not _is_title(child, head)
        )
        if fits and (with_people or child.ent_type_ != "PERSON") and not _hyphen_after(child):
            words.append(_as_written(child))
    return " ".join(words[-3:]) if words and words[-1].endswith(head.text.lstrip()) else ""


def _before(head: "Token") -> "list[Token]":
    """Return what stands before *head* in its phrase: “Supreme”, “Court” of its nominations."""
    return [
        word
        for child in head.lefts
        for word in ([*child.lefts, child] if child.dep_ == "compound" else [child])
    ]


def _is_title(word: "Token", head: "Token") -> bool:
    """Say whether *word* is what a person of that name is: “Prime”, “Minister” before it."""
    named = head.ent_type_ == "PERSON" or head.pos_ == "PROPN"
    return named and word.ent_type_ != "ORG" and word.lower_.rstrip(".") in TITLES


def _as_written(word: "Token") -> str:
    """Return *word* with what hyphens join to it, and without a sentence's first capital."""
    first = word
    while (before := _hyphen_before(first)) is not None:
        first = before
    text = "".join(token.text for token in word.doc[first.i : word.i + 1])
    plain = first.is_sent_start and first.pos_ not in ("PROPN", "X") and not first.ent_type_
    return text[0].lower() + text[1:] if plain and text[1:2].islower() else text


def _hyphen_before(token: "Token") -> "Token | None":
    """Return the word that a hyphen joins to *token* on its left: “co” of “co-founder”."""
    if token.i < 2 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_:
        return None
    return None if token.nbor(-2).whitespace_ else token.nbor(-2)


def _hyphen_after(token: "Token") -> bool:
    return token.i + 2 < len(token.doc) and _hyphen_before(token.nbor(2)) is not None


def _is_adjective(token: "Token") -> bool:
    return (
        token.dep_ == "amod"
        and token.pos_ == "ADJ"
        and token.lower_ not in _VAGUE
        and not is_grave(token.text)
    )


def _may_name(token: "Token") -> bool:
    word = folded(token.text)
    return (
        bool(word)
        and word not in _EMPTY
        and word not in _ASSERTING
        and token.tag_ not in ("VBG", "VBN", "VBD")
        and len(word) > 1
        and token.text[0].isalpha()
        and not {"'", "’"}.intersection(token.text)
        and not token.like_num
        and not any(letter.isdigit() for letter in word)
        and token.ent_type_ not in ("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT")
        and word.replace("-", "").isascii()
        and word.replace("-", "").isalnum()
    )


def slug_and_label(
    phrases: Sequence[str], spare: Iterable[str] = (), by: str = ""
) -> tuple[str, str]:
    """Return a slug of two to five words and a label, made of the first *phrases*.

    *spare* are phrases of the sentence or the title, for a claim that is too short to name itself.
    Where there is no noun at all, the label says “Short statement”, or whose statement it is: *by*.
    """
    chosen: list[str] = []
    words: list[str] = []
    # A person beside a wrong is an accusation, whoever makes it; the words come from the text.
    for phrase in chain(phrases, spare):
        new = [
            w for w in folded(phrase).split("-") if w and singular(w) not in map(singular, words)
        ]
        if not new or len(words) + len(new) > MOST_WORDS - 1:
            continue
        if len("-".join([*words, *new])) > _MOST_LETTERS:
            continue
        chosen.append(phrase)
        words += new
        if len(chosen) == 2 and len(words) >= 2:
            break
    last = folded(by).split("-")[-1] or "statement"
    slug = "-".join(words) if len(words) > 1 else f"{'-'.join(words)}-{last}".strip("-")
    if not chosen or not is_slug(slug) or (len(words) == 1 and words[0] == last):
        short = f"{last}-statement" if last != "statement" else "short-statement"
        return (short, f"Statement by {by}") if by and is_slug(short) else _NAMELESS
    label = chosen[0][0].upper() + chosen[0][1:]
    return slug, label if len(chosen) == 1 else f"{label}: {', '.join(chosen[1:])}"


_NAMELESS = ("short-statement", "Short statement")


def unique(slug: str, taken: Collection[str], more: Iterable[str] = ()) -> str:
    """Return *slug*, or it with a word of *more* or a counter, so that it is not in *taken*."""
    if slug not in taken:
        return slug
    held = slug.split("-")
    for phrase in more:
        # The head comes last and says most.
        for word in reversed(folded(phrase).split("-")):
            longer = f"{slug}-{word}"
            fits = word and singular(word) not in map(singular, held) and len(longer) <= LONGEST
            if fits and longer not in taken and is_slug(longer) and len(held) < MOST_WORDS:
                return longer
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"


def topics(phrases: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return for each claim, given its phrases, the one it shares with most of the others.

    A claim that shares none has its own first phrase for a topic.
    """
    sets = [{_key(phrase): phrase for phrase in reversed(claim[:3])} for claim in phrases]
    shared: dict[str, int] = {}
    for keys in sets:
        for key in keys:
            shared[key] = shared.get(key, 0) + 1
    found = []
    names: dict[str, str] = {}
    for claim, keys in zip(phrases, sets, strict=True):
        best = max(keys, key=lambda key: (shared[key], key == _key(claim[0]), key), default="")
        if best and shared[best] == 1:
            best = _key(claim[0])
        if best:
            names.setdefault(best, _topic_name(keys[best]))
        found.append(names.get(best, ""))
    return tuple(found)


def _topic_name(phrase: str) -> str:
    return phrase[0].upper() + phrase[1:]


def _key(phrase: str) -> str:
    """Return what phrases about the same thing have in common: the head, in the singular."""
    return singular(folded(phrase).split("-")[-1])
