"""What a number counts: the noun after it, by its plural and the words that end a phrase."""

from dataclasses import dataclass

from knowledge.extract.numerals import NUMBER_WORDS
from knowledge.extract.tokens import Tokens

_REACH = 7
_STOPS = frozenset(
    "a an the this that these those of in on at by for with from to into onto as than then and or "
    "but nor so if when while where who whom whose which what why how because since until till "
    "before after during over under above below about against between among amid through across "
    "near via per is are was were be been being am has have had having do does did done will would "
    "can could may might must shall should ought not no never also only just already still even "
    "yet now here there today yesterday tomorrow tonight he she it they we i you him her them us "
    "me his its their our my your himself herself itself themselves each every all both either "
    "neither some any many much more less fewer most least such own same so-called up down out off "
    "away back together apart said says say told tells came come comes went go goes gone took take "
    "takes made make makes got get gets gave give gives left leave leaves held hold holds ran run "
    "runs won win wins lost lose loses began begin begins became become becomes rose rise rises "
    "fell fall falls spent spend spends led lead leads drew draw draws knew know knows thought "
    "think thinks ago earlier later old worth aboard inside outside alone within without like "
    "plus minus versus vs ahead behind around along toward towards despite although though "
    "unless except once again apiece lived live lives died die dies know need needs want wants "
    "attended including followed living being during instead according".split()
)
_PLURALS = frozenset(
    "people men women children police staff personnel troops crew cattle fish sheep aircraft "
    "youth dead wounded injured servicemen servicewomen congressmen congresswomen policemen "
    "firefighters clergy spacecraft teeth feet mice geese media data criteria phenomena alumni "
    "gunmen businessmen fishermen spokesmen firemen salesmen lawmen folks counterparts livestock "
    "salmon elk deer bison craft series species unemployed homeless elderly those".split()
)
_NOT_PLURAL = frozenset(
    "his this was has does its perhaps always sometimes across yes thus besides towards less "
    "unless overseas news politics texas arkansas kansas dallas paris james hers ours theirs "
    "downstairs upstairs indoors outdoors afterwards nowadays else's us as is christmas business "
    "process access success mess dress press boss loss cross class glass grass mass pass "
    "minus plus gas bus virus status campus focus bonus crisis basis analysis series's".split()
)
_GOES_ON = frozenset(
    "sports arms sales savings systems operations communications rights services news human "
    "women's men's children's veterans people's goods narcotics police staff crew personnel cattle "
    "fish sheep aircraft media data youth".split()
)
_PEOPLE = frozenset(
    "killed injured hurt wounded arrested detained treated evacuated dead died missing "
    "hospitalised hospitalized displaced homeless fled jailed charged rescued drowned executed "
    "infected trapped protested marched attended gathered demonstrated rallied turned".split()
)


@dataclass(frozen=True, slots=True)
class Noun:
    """The head of what is counted, its whole phrase in tokens `first` to `next`."""

    head: str
    first: int
    next: int


def plural(word: str) -> bool:
    """Say whether *word* (in lower case) looks like the plural of a noun."""
    if word in _PLURALS:
        return True
    if word in _NOT_PLURAL or len(word) < 4 or "'" in word:
        return False
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def counted(tokens: Tokens, place: int, *, one: bool = False) -> Noun | None:
    """Return the noun phrase at *place*, behind its number; *one* looks for a singular."""
    sentence = tokens[place - 1].sentence
    at = place + 1 if tokens.low(place) in _CLOSING and tokens[place].glued else place
    while at < place + _REACH and tokens.low(at) in _BETWEEN:
        if tokens.low(at) == "of":
            while at < place + _REACH and tokens.low(at + 1) in _AFTER_OF:
                at += 1
            if tokens[at + 1].kind == "digits" or tokens.low(at + 1) in NUMBER_WORDS:
                at += 1  # “58 of the 61 nurses”
        at += 1
    first = at
    if one and tokens.hyphen(at):
        return None
    for at in range(first, first + _REACH):
        token = tokens[at]
        if token.sentence != sentence:
            break
        if tokens.hyphen(at) or token.low in ("“", "”"):
            continue
        inside = tokens.hyphen(at + 1)
        if token.kind != "word" or (token.low in _STOPS and not inside):
            break
        if not inside and not one and plural(token.low):
            if token.low in _GOES_ON and plural(tokens.low(at + 1)):
                continue
            return Noun(token.text, first, at + 1)
        if one and not inside and at > first and _verbal(token.low):
            at -= 1
            return Noun(tokens[at].text, first, at + 1)
    else:
        return None
    if one and at > first and at - first <= 4 and tokens[at - 1].kind == "word":
        return Noun(tokens[at - 1].text, first, at)
    return None


_BETWEEN = frozenset("more most fewer other additional of different separate".split())


def ends(word: str) -> bool:
    """Say whether *word* cannot be part of a noun phrase that a number opens."""
    return word in _STOPS


def is_manner(tokens: Tokens, place: int) -> bool:
    """Say whether a hyphen at *place* makes the number a manner: `three-way`, `five-star`."""
    word = tokens.low(place + 1)
    if word in ("plus", "odd"):  # “10,000-plus” is a qualifier
        return False
    return tokens.hyphen(place) and (word in _COMPOUNDS or (word.endswith("ed") and len(word) > 4))


_CLOSING = frozenset('"”’')
_AFTER_OF = frozenset("the his her their its these those our my your all said".split())


def _verbal(word: str) -> bool:
    """Say whether *word*, behind a singular noun, looks like its verb."""
    return plural(word) or (len(word) > 4 and word.endswith(("ed", "ing")))


def behind_hyphen(tokens: Tokens, place: int) -> Noun | None:
    """Return the noun of “six-member team” in the plural that it stands for: members."""
    at = place + 1
    if tokens.hyphen(place - 1) or not tokens.hyphen(place) or tokens[at].kind != "word":
        return None
    word = tokens.low(at)
    if word in NUMBER_WORDS or word in _STOPS or word in _COMPOUNDS or word.endswith("ed"):
        return None
    return Noun(_in_plural(word), at, at + 1)


_COMPOUNDS = frozenset(
    "way sided sides tier time times star dimensional wheel fold plus odd thirds fifths tenths "
    "quarters sevenths eighths sixths ninths fourths".split()
)


def _in_plural(word: str) -> str:
    if plural(word):
        return word
    if word in ("man", "woman"):
        return word[:-2] + "en"
    if word in ("child", "person"):
        return {"child": "children", "person": "people"}[word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def passive(tokens: Tokens, place: int) -> bool:
    """Say whether a number is followed by what was done to those that it counts."""
    return tokens.low(place) in ("were", "was", "are", "have", "had") or of_people(tokens, place)


def of_people(tokens: Tokens, place: int) -> bool:
    """Say whether the verb behind a number is one that only people are the subject or object of."""
    at = place
    while tokens.low(at) in (
        "were",
        "was",
        "had",
        "have",
        "been",
        "others",
        "more",
        "are",
        "being",
    ):
        at += 1
    return tokens.low(at) in _PEOPLE
