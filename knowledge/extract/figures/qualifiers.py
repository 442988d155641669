"""The words that say how a number is meant: `about`, `at least`, `no more than`, `or more`."""

from dataclasses import dataclass

from knowledge.extract.numerals import NUMBER_WORDS
from knowledge.extract.tokens import Tokens

ABOUT, NEARLY, AT_LEAST = "about", "nearly", "at least"
MORE, LESS, UP_TO, EXACTLY = "more than", "less than", "up to", "exactly"

_BEFORE = {
    ABOUT: "about|around|roughly|approximately|approx|approx .|some|circa|an estimated|estimated|"
    "~|≈|in the region of|in the order of|on the order of|something like|more or less|"
    "an average of about|in the neighborhood of|in the neighbourhood of|somewhere around",
    NEARLY: "nearly|almost|close to|closer to|very nearly|not quite|approaching|nearing|"
    "practically|near",
    AT_LEAST: "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|"
    "minimum of|at or above|at or over|as few as|as little as|at the very least|at a minimum|"
    "minimum",
    MORE: "more than|over|upwards of|upward of|above|exceeding|in excess of|greater than|"
    "north of|higher than|larger than|older than|longer than|>|better than|bigger than",
    LESS: "less than|fewer than|under|below|lower than|smaller than|younger than|shorter than|<|"
    "south of|as yet under|short of|shy of",
    UP_TO: "up to|as much as|as many as|no more than|not more than|at most|a maximum of|maximum of|"
    "as high as|at the most|no greater than|no higher than|as long as|anything up to|at or below|"
    "no longer than|no over|not over|≤",
    EXACTLY: "exactly|precisely",
}
_STEPS = "just|only just|slightly|a little|a bit|a touch|marginally|well|far|much|considerably|"
_STEPS += "significantly|substantially|comfortably|way|even"
_SMALL = frozenset("just|only just|slightly|a little|a bit|a touch|marginally".split("|"))
_BY_WORDS: dict[tuple[str, ...], str] = {}
for _meaning, _phrases in _BEFORE.items():
    for _phrase in _phrases.split("|"):
        _BY_WORDS[tuple(_phrase.split())] = _meaning
        if _meaning in (MORE, LESS):
            for _step in _STEPS.split("|"):
                _small = _step in _SMALL and _meaning == LESS
                _BY_WORDS[(*_step.split(), *_phrase.split())] = NEARLY if _small else _meaning
_BY_WORDS[("no", "under")] = _BY_WORDS[("not", "under")] = AT_LEAST
for _step in ("just", "very", "fairly", "relatively"):
    for _word in ("about", "around", "close to", "nearly", "almost"):
        _BY_WORDS[(_step, *_word.split())] = _BY_WORDS[tuple(_word.split())]
_LONGEST = max(map(len, _BY_WORDS))

_AFTER = {
    AT_LEAST: "or more|or over|or older|and over|and up|and above|and older|or above|or higher|"
    "or greater|or longer|and more|or better",
    UP_TO: "or fewer|or less|or under|or younger|and under|or below|or lower|at most|at the most|"
    "and younger|and below|tops",
    ABOUT: "or so|or thereabouts|give or take|-ish",
}
_BEHIND = {
    tuple(phrase.split()): meaning
    for meaning, phrases in _AFTER.items()
    for phrase in phrases.split("|")
}
_TAKES_OVER = frozenset(
    "take takes took taken taking hand handed handing turn turned ran run running passed went "
    "presides presided watched pulled win won mull mulled fight fought argue argued".split()
)
_SPREAD = frozenset("spread stretched phased period staggered out course".split())
_TOPICS = frozenset(
    "talk talks talked talking speak speaks spoke spoken concern concerns concerned worry worries "
    "worried questions question information story stories think thinks know knows knew learn "
    "learned complained asked tweeted joked lied book books article articles report reports "
    "details something debate wrote write writes writing care cares cared hear heard joke jokes "
    "thing things anything everything read argue argued tweet how what said say".split()
)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What it means, and the first token of it (before the number) or the one past it (after)."""

    meaning: str
    edge: int


def before(tokens: Tokens, place: int, *, duration: bool = False) -> Qualifier | None:
    """Return the qualifier that ends right before *place*, the longest that fits.

    *duration*: a length of time follows, where “over” after an amount means during.
    """
    if place and tokens[place].sentence != tokens[place - 1].sentence:
        return None
    if tokens.low(place - 1) in ("a", "an") and tokens[place].kind == "digits":
        return before(tokens, place - 1, duration=duration)  # “about a 20-minute walk”
    for length in range(min(_LONGEST, place), 0, -1):
        first = place - length
        if tokens[first].sentence != tokens[place].sentence:
            continue
        words = tuple(tokens.low(at) for at in range(first, place))
        meaning = _BY_WORDS.get(words)
        if meaning and not _means_something_else(tokens, first, place, words, duration=duration):
            return Qualifier(meaning, first)
    return None


def after(tokens: Tokens, place: int) -> Qualifier | None:
    """Return the qualifier that begins at *place*, behind a number or the noun that it counts."""
    if tokens.low(place) == "+" and tokens[place].glued:
        return Qualifier(AT_LEAST, place + 1)
    if tokens.hyphen(place) and tokens.low(place + 1) == "plus":
        return Qualifier(AT_LEAST, place + 2)
    if tokens.hyphen(place) and tokens.low(place + 1) == "odd":
        return Qualifier(ABOUT, place + 2)
    for length in (3, 2, 1):
        meaning = _BEHIND.get(tuple(tokens.low(place + n) for n in range(length)))
        if meaning and tokens[place + length - 1].sentence == tokens[place - 1].sentence:
            following = tokens[place + length]
            counts = following.kind == "digits" or following.low in NUMBER_WORDS
            if counts or (length == 2 and following.low == "than"):
                return None
            return Qualifier(meaning, place + length)
    return None


def _means_something_else(
    tokens: Tokens, first: int, place: int, words: tuple[str, ...], *, duration: bool
) -> bool:
    previous = tokens[first - 1].low if tokens[first - 1].sentence == tokens[first].sentence else ""
    if words == ("over",):
        paid = previous in ("%", "percent", "million", "billion") or previous in _SPREAD
        worth = tokens[first - 1].kind == "digits"
        return previous in _TAKES_OVER or (duration and (paid or worth))
    if words == ("about",):
        counted = tokens[place].kind == "digits" or tokens.low(place) not in NUMBER_WORDS
        return previous in _TOPICS and not counted
    if words in (("under",), ("below",), ("above",)):
        return tokens[place - 1].text[0].isupper() and not tokens.opens(first)
    if words == ("near",):
        return tokens[place].kind != "digits" or tokens.low(place + 1) not in ("percent", "%")
    if words == ("even", "more", "than"):
        return False
    if words in (("short", "of"), ("shy", "of")):
        return True
    return words == ("some",) and tokens.low(place) in ("one", "a", "half")
