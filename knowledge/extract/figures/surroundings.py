"""What stands around a figure: a unit shared with the one before, out of whom, and per what."""

from collections.abc import Sequence
from decimal import Decimal

from knowledge.extract.figures import nouns
from knowledge.extract.figures.drafts import Draft, Scene
from knowledge.extract.figures.nouns import Noun
from knowledge.extract.figures.ranges import changes
from knowledge.extract.found import FoundFigure
from knowledge.extract.numerals import NUMBER_WORDS
from knowledge.extract.tokens import Tokens
from knowledge.model import Span

_PRONOUNS = frozenset("them us it which whom these those".split())
_DETERMINERS = frozenset(
    "the a an his her their its our my your these those this that all such any".split()
)
_SPANS = frozenset("second minute hour day night week month year season decade quarter".split())
_ADVERBS = frozenset("annually daily monthly weekly yearly hourly nightly quarterly apiece".split())
_NO_PERIOD = frozenset("ago earlier later before old after and from since or - into".split())
_OVER = frozenset("in for over within after than of once twice times by to only about".split())
_REACH = 7
_SUBJECT = 24
"""A longer subject of “rose” is not looked through."""


def lend_units(scene: Scene, drafts: Sequence[Draft]) -> None:
    """Give a figure that counts something unnamed the unit of the one before in its sentence."""
    tokens = scene.tokens
    for at, draft in enumerate(drafts):
        if draft.unit or draft.noun is not None:
            continue
        if draft.kind == "count" and tokens.low(draft.opens - 1) in ("from", "to", "by"):
            draft.unit = _risen(tokens, draft.opens - 1)
        if draft.whole:
            draft.noun = whole(tokens, draft.whole)
            if draft.noun is not None:
                continue
            draft.borrows = draft.borrows or tokens.low(draft.whole) in _PRONOUNS
        if not draft.borrows:
            continue
        sentence = tokens[draft.first].sentence
        lender = next(
            (
                other
                for other in reversed(drafts[max(0, at - 4) : at])
                if tokens[other.first].sentence == sentence and _may_lend(other, draft)
            ),
            None,
        )
        lent = "" if lender is None else lender.unit or (lender.noun.head if lender.noun else "")
        if draft.kind == "count" and nouns.passive(tokens, draft.past):
            # Three buses crashed and 20 were hurt: not 20 buses.
            people = lent == "people" or (not lent and nouns.of_people(tokens, draft.past))
            draft.unit = "people" if people else ""
        else:
            draft.unit = lent


def _may_lend(other: Draft, draft: Draft) -> bool:
    same = (draft.kind == "ratio") == (other.kind == "ratio")
    return same and other.kind in ("count", "share", "ratio") and bool(other.unit or other.noun)


def _risen(tokens: Tokens, place: int) -> str:
    """Return what rose or fell: `seats` in “the seats in the council increased from 9 to 10”."""
    verb = changes(tokens, place)
    if verb is None:
        return ""
    first = verb
    while (
        verb - first < _SUBJECT
        and tokens[first - 1].sentence == tokens[verb].sentence
        and tokens.low(first - 1) not in (",", ";", ":")
    ):
        first -= 1
    heads = [at for at in range(first, verb) if tokens.low(at) in ("of", "in", "for", "at", "on")]
    head = tokens[(heads[0] if heads else verb) - 1]
    return head.text if nouns.plural(head.low) and head.start >= tokens[first].start else ""


def whole(tokens: Tokens, place: int) -> Noun | None:
    """Return the noun phrase at *place* behind an “of”: `the homes`, `their salary`."""
    at = place
    while at < place + _REACH and tokens.low(at) in _DETERMINERS:
        at += 1
    if tokens[at].low in _PRONOUNS:
        return None
    if tokens[at].kind == "digits" or tokens.low(at) in NUMBER_WORDS:
        at += 1
    return nouns.counted(tokens, at) or nouns.counted(tokens, at, one=True)


def finished(scene: Scene, draft: Draft) -> FoundFigure:
    """Return *draft* as a figure whose words are slices of the text."""
    tokens = scene.tokens
    core = Span(tokens[draft.first].start, tokens[draft.next - 1].end)
    span = Span(tokens[draft.opens].start, tokens[draft.past - 1].end)
    noun = draft.noun
    measure = _slice(tokens, noun.first, noun.next) if noun else ""
    population, end = _population(tokens, draft)
    unit = draft.unit or (noun.head if noun else "")
    if draft.kind == "share" and draft.whole:
        measure = ""
    return FoundFigure(
        span,
        core,
        tokens.text[span.start : span.end],
        draft.qualifier,
        _plain(draft.value),
        _plain(draft.low),
        _plain(draft.high),
        tuple(map(_exact, draft.values)),
        unit,
        draft.kind,
        measure,
        population,
        _period(scene, max(end, draft.past, noun.next if noun else 0)),
    )


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else _exact(value)


def _exact(value: Decimal) -> Decimal:
    """Return *value* without the noughts that a multiplication leaves behind its point."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _population(tokens: Tokens, draft: Draft) -> tuple[str, int]:
    """Return out of whom a share is taken, in the text's words, and the place after them."""
    if draft.whole:
        at = draft.whole
        if tokens.low(at) in _PRONOUNS and tokens.low(at) not in ("these", "those"):
            return tokens[at].text, at + 1
        noun = whole(tokens, at)
        if noun is not None:
            return _slice(tokens, at, noun.next), noun.next
    elif draft.kind == "share" and draft.noun is not None:
        return _slice(tokens, draft.noun.first, draft.noun.next), draft.noun.next
    return _of_before(tokens, draft.opens), 0


def _of_before(tokens: Tokens, place: int) -> str:
    """Return the whole of “Of the 340 nurses, 12 …”, where a sentence opens with it."""
    if tokens.low(place - 1) != ",":
        return ""
    for first in range(place - 2, max(-1, place - 9), -1):
        if tokens[first].sentence != tokens[place].sentence:
            return ""
        if tokens.low(first) == "of" and tokens.opens(first):
            return _slice(tokens, first + 1, place - 1)
    return ""


def _period(scene: Scene, place: int) -> str:
    """Return for how long or per what: `a month`, `per year`, `annually`, `in 2018`."""
    tokens = scene.tokens
    sentence = tokens[place - 1].sentence
    for at in range(place, place + _REACH):
        token = tokens[at]
        if token.sentence != sentence or token.low in (",", ";", ":", "—", "("):
            return ""
        if token.low in ("a", "an", "per", "each", "every") and tokens.low(at + 1) in _SPANS:
            counted = tokens.low(at - 1) in _OVER and token.low in ("a", "an")
            if not counted and tokens.low(at + 2) not in _NO_PERIOD:
                return _slice(tokens, at, at + 2)
            return ""
        if token.low in _ADVERBS:
            return token.text
        if token.low in ("in", "during") and _is_year(tokens, at + 1):
            return _slice(tokens, at, at + 2)
    return ""


def _is_year(tokens: Tokens, at: int) -> bool:
    text = tokens[at].text
    return len(text) == 4 and text.isdigit() and 1500 <= int(text) <= 2099


def _slice(tokens: Tokens, first: int, after: int) -> str:
    if not 0 <= first < after <= len(tokens):
        return ""
    return tokens.text[tokens[first].start : tokens[after - 1].end]
