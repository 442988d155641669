"""Magnitudes without a number: `dozens`, `tens of thousands`, `several hundred`, `most`.

The value of a magnitude is the least that its word names (`dozens` 12, `hundreds of millions`
100,000,000), there to sort by; the qualifier says that no number is given.
"""

from decimal import Decimal

from knowledge.extract.figures import currencies, nouns, units
from knowledge.extract.figures.drafts import FEW, MAGNITUDE, MOST, Draft, Scene
from knowledge.extract.numerals import NUMBER_WORDS
from knowledge.extract.tokens import Tokens

_MAGNITUDES = {
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 10**3,
    "lakhs": 10**5,
    "millions": 10**6,
    "crores": 10**7,
    "billions": 10**9,
    "trillions": 10**12,
}
_ONE_OF = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_ONE_OF |= {"trillion": 10**12, "score": 20, "lakh": 10**5, "crore": 10**7}
_SEVERAL = tuple(
    tuple(words.split())
    for words in ("several", "a few", "a couple", "a couple of", "some few", "many", "multiple")
)
OPENERS = frozenset(_MAGNITUDES) | {words[0] for words in _SEVERAL}
OPENERS |= frozenset("a the few most majority".split())
"""The words that one of these begins with."""
_PRONOUNS = frozenset("them us it which whom these those".split())
_SUPERLATIVE_AFTER = frozenset(
    "the a an its their his her our my your this that at second third and or but is are was were "
    "be been whose what by".split()
)
_NO_NOUN = frozenset(
    "well recently often commonly widely notably importantly likely highly famously heavily "
    "closely definitely certainly probably wanted important powerful dangerous popular recent "
    "famous successful serious significant prominent influential vulnerable effective".split()
)
_VERBS = frozenset(
    "are were have had said say agree agreed did do will would came come died live lived want "
    "believe believed think seem seemed appear appeared remain remained".split()
)


def magnitude(scene: Scene, place: int) -> Draft | None:
    """Read `dozens of families`, `tens of thousands of fans`, `a few dozen nurses`."""
    tokens = scene.tokens
    for words in _SEVERAL:
        at = place + len(words)
        if tokens.follow(place, *words) and tokens.low(at) in _ONE_OF:
            value = Decimal(_ONE_OF[tokens.low(at)])
            after = at + 1
            if tokens.low(after) in ("thousand", "million", "billion"):
                value, after = value * _ONE_OF[tokens.low(after)], after + 1
            return _counted(scene, place, after, value)
    word = tokens.low(place)
    if word not in _MAGNITUDES:
        return None
    if word in ("tens", "scores") and not _many(tokens, place):
        return None
    value, after = Decimal(_MAGNITUDES[word]), place + 1
    while tokens.low(after) == "of" and tokens.low(after + 1) in _MAGNITUDES:
        value, after = value * _MAGNITUDES[tokens.low(after + 1)], after + 2
    before = tokens[place - 1]
    if before.kind == "digits" or before.low in NUMBER_WORDS:
        return None
    return _counted(scene, place, after, value)


def _many(tokens: Tokens, place: int) -> bool:
    """Say whether “scores” and “tens” are many, and not results or verbs."""
    following = tokens.low(place + 1)
    if following == "of":
        counts = tokens[place + 2].kind == "digits" or tokens.low(place + 2) in NUMBER_WORDS
        return not counts
    return tokens.opens(place) and (following == "more" or nouns.of_people(tokens, place + 1))


def _counted(scene: Scene, first: int, after: int, value: Decimal) -> Draft:
    tokens = scene.tokens
    draft = Draft(first, after, value, qualifier=MAGNITUDE)
    if tokens.low(after) in ("”", '"', "’") and tokens[after].glued:
        after += 1
    at = after + 1 if tokens.low(after) == "of" else after
    money = currencies.after(tokens, at, scene.money, large=value >= 10**6)
    unit = units.unit(tokens, at)
    if money is not None:
        draft.unit, draft.kind, draft.next, draft.closes = (
            money.unit,
            "money",
            money.next,
            money.next,
        )
    elif unit is not None:
        draft.unit, draft.kind, draft.next, draft.closes = (
            unit.name,
            unit.kind,
            unit.next,
            unit.next,
        )
    elif tokens.low(at) in ("more", "others") or tokens.low(at) in _PRONOUNS:
        draft.noun = nouns.counted(tokens, after)
        draft.borrows = draft.noun is None
    else:
        draft.noun = nouns.counted(tokens, after)
        draft.borrows = draft.noun is None and nouns.passive(tokens, after)
    return draft


def few(scene: Scene, place: int) -> Draft | None:
    """Read `a handful of clinics`, `a few clinics`, `few clinics`."""
    tokens = scene.tokens
    if tokens.follow(place, "a", "handful"):
        draft = Draft(place, place + 2, qualifier=FEW)
        draft.noun = nouns.counted(tokens, place + 2)
        return draft
    at = place + 1 if tokens.low(place) == "a" else place
    if tokens.low(at) != "few" or tokens.low(place - 1) in _NOT_BEFORE_FEW:
        return None
    noun = nouns.counted(tokens, at + 1)
    if noun is None or (tokens.low(at + 1) in ("more", "other") and at == place):
        return None
    return Draft(place, at + 1, qualifier=FEW, noun=noun)


_NOT_BEFORE_FEW = frozenset(
    "the first last past next final opening previous recent quite a".split()
)


def most(scene: Scene, place: int) -> Draft | None:
    """Read `most doctors`, `most of them`, `the vast majority of complaints`; no superlative."""
    tokens = scene.tokens
    if tokens.low(place) == "most":
        return _most(tokens, place)
    at = place
    if tokens.low(at) in ("a", "the"):
        at += 1
        end = at + 3
        while at < end and tokens.low(at) != "majority" and _describes(tokens, at):
            at += 1
    if tokens.low(at) != "majority" or tokens.low(at + 1) != "of":
        return None
    if tokens[at + 2].kind == "digits" or tokens.low(at + 2) in NUMBER_WORDS:
        return None
    return Draft(place, at + 1, qualifier=MOST, kind="share", whole=at + 2)


def _describes(tokens: Tokens, at: int) -> bool:
    """Say whether the word may stand in “a large and growing majority”."""
    word = tokens.low(at)
    plain = tokens[at].kind == "word" and not nouns.ends(word) and not nouns.plural(word)
    return word == "and" or plain


def _most(tokens: Tokens, place: int) -> Draft | None:
    before, following = tokens[place - 1], tokens.low(place + 1)
    opens = tokens.opens(place)
    draft = Draft(place, place + 1, qualifier=MOST, kind="share")
    if following == "of" and (opens or before.low not in ("the", "at", "make", "made", "making")):
        all_kinds = tokens.low(place + 2) == "all"
        draft.whole = 0 if all_kinds else place + 2
        return None if all_kinds else draft
    superlative = before.low in _SUPERLATIVE_AFTER or before.low.endswith(("'s", "s'", "'"))
    if before.kind == "digits" or before.low in NUMBER_WORDS:
        return None  # “the five most populous counties”
    if before.low in ("and", "or", "but"):
        other = tokens.low(place - 2)
        superlative = other.endswith("est") or other in ("best", "worst", "least")
    if (superlative and not opens) or following in _NO_NOUN or following.endswith("ly"):
        return None
    noun = nouns.counted(tokens, place + 1)
    if noun is not None and noun.next - noun.first <= 4:
        draft.noun = noun
        return draft
    if opens and following in _VERBS and tokens[place].text == "Most":
        draft.borrows = True
        return draft
    return None
