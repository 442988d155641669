"""Reading the figures of a text, from its first token to its last."""

from collections.abc import Sequence
from decimal import Decimal

from knowledge.extract.figures import (
    ages,
    masks,
    nouns,
    qualifiers,
    quantities,
    ranges,
    ratios,
    shares,
    surroundings,
    vague,
)
from knowledge.extract.figures.currencies import Currencies
from knowledge.extract.figures.drafts import EXACTLY, RANGE, Draft, Scene
from knowledge.extract.figures.quantities import Quantity, quantity
from knowledge.extract.found import FoundFigure
from knowledge.extract.numerals import Number
from knowledge.extract.tokens import Tokens
from knowledge.model import Span

_READERS = (ages.decade, vague.magnitude, vague.few, vague.most, ratios.multiple, ranges.opened)
_BEFORE_PRONOUN = frozenset(
    "no this that the each every any which another other such first last loved right wrong "
    "some new old his her their its my our big good better latest previous next".split()
)
_AFTER_PRONOUN = frozenset(
    "of another can could would will is was has had who whom that which thing should may might "
    "must does did to and or by another's on for with at as from , . ; : ? ! ) ” \" than more1 way "
    "hand side year time day point where such he she they i we you if when but reason final last "
    "might wonders knows worth".split()
)
_OPENERS = ages.OPENERS | vague.OPENERS | ratios.OPENERS | ranges.OPENERS
_OPENERS |= shares.OPENERS | quantities.OPENERS


def read_figures(
    text: str,
    start: int = 0,
    end: int | None = None,
    masked: Sequence[Span] = (),
    *,
    money: Currencies | None = None,
    dated: bool = False,
) -> tuple[FoundFigure, ...]:
    """Return the figures of *text* between *start* and *end*, in reading order, none overlapping.

    Nothing inside a span of *masked* is read, nor what `masks` takes for a date, a time, an
    identifier. *money* is what the desk takes a bare dollar, shilling or rupee for. *dated* says
    that every date is among *masked*, so that they need not be looked for again.
    """
    stop = len(text) if end is None else min(end, len(text))
    tokens = Tokens(text, max(0, start), stop)
    hidden = masks.masked(tokens, max(0, start), stop, masked, dated=dated)
    scene = Scene(tokens, hidden, money or Currencies())
    drafts = list(_drafts(scene))
    surroundings.lend_units(scene, drafts)
    return tuple(surroundings.finished(scene, draft) for draft in drafts)


def _drafts(scene: Scene) -> list[Draft]:
    found: list[Draft] = []
    place = 0
    while place < len(scene.tokens):
        # Most words open no figure, and to ask every reader of each was most of the time.
        opens = may_open(scene.tokens, place) and not scene.hidden[place]
        draft = _at(scene, place) if opens else None
        if draft is None:
            place += 1
            continue
        _qualify(scene, draft, found[-1].past if found else 0)
        found.append(draft)
        place = max(draft.past, place + 1)
    return found


def may_open(tokens: Tokens, place: int) -> bool:
    """Say whether a figure may begin at *place*: at any other, no reader finds one."""
    token = tokens.all[place]
    return token.kind == "digits" or token.low in _OPENERS


def _at(scene: Scene, place: int) -> Draft | None:
    for reader in _READERS:
        draft = reader(scene, place)
        if draft is not None:
            if draft.low is not None and not draft.unit:
                _count(scene, draft, draft.high)
            return draft if scene.clear(draft.first, draft.next) else None
    draft = shares.fraction(scene, place) if _may_be_a_part(scene, place) else None
    if draft is not None:
        return draft if scene.clear(draft.first, draft.next) else None
    return _numeric(scene, place)


def _may_be_a_part(scene: Scene, place: int) -> bool:
    """Say whether no bigger number begins here: `half a million`, `a quarter of a million`."""
    read = quantity(scene.tokens, place, scene.money)
    return read is None or read.scale == 1


def _numeric(scene: Scene, place: int) -> Draft | None:
    tokens = scene.tokens
    read = quantity(tokens, place, scene.money)
    if read is None or not scene.clear(read.first, read.next):
        return None
    plain = Number(read.value, read.next, read.base, read.scale, read.words)
    if not read.unit and read.digits == place:
        for draft in (
            ratios.with_colon(scene, place, plain),
            ratios.times(tokens, place, plain),
            shares.of_a_number(scene, place, plain),
            ratios.per(scene, place, plain),
        ):
            if draft is not None:
                return draft
    joined = ranges.joined(scene, read)
    if joined is not None:
        if not joined.unit and not joined.noun:
            _count(scene, joined, joined.high)
        return joined
    if tokens.low(place) == "one" and read.next == place + 1 and _is_pronoun(tokens, place):
        return None
    if tokens.follow(place - 1, "at", "one", "point"):
        return None
    if _is_glued(scene, read) or (not read.unit and nouns.is_manner(tokens, read.next)):
        return None
    draft = Draft(place, read.next, read.value, unit=read.unit, kind=read.kind)
    if read.unit == "percent" and tokens.low(read.next) == "of":
        draft.whole = read.next + 1
    if read.unit == "years" and read.kind == "duration" and _old(tokens, read.next):
        draft.kind = "age"
    if not read.unit:
        _count(scene, draft, read.value)
    return draft


def _old(tokens: Tokens, after: int) -> bool:
    return tokens.low(after) == "old"


def _is_glued(scene: Scene, read: Quantity) -> bool:
    """Say whether a plain number hangs on another one by marks that are no range (`1-2-3`)."""
    tokens = scene.tokens
    after = tokens[read.next]
    more = tokens[read.next + 1]
    return (
        not read.unit
        and after.low in "-–/"
        and after.low != ""
        and after.glued
        and (more.glued and more.kind == "digits")
    )


def _is_pronoun(tokens: Tokens, place: int) -> bool:
    """Say whether “one” stands for something rather than counting it."""
    before, following = tokens[place - 1], tokens[place + 1]
    same = before.sentence == tokens[place].sentence
    if same and (before.low in _BEFORE_PRONOUN or (before.low == "," and following.low == ",")):
        return True
    if following.low in _AFTER_PRONOUN or following.kind != "word":
        return True
    if following.low.endswith("ed") and nouns.ends(tokens.low(place + 2)):
        return True  # “one suggested she marry”
    if nouns.ends(following.low) and following.low not in ("made", "left", "led", "held", "more"):
        return True
    return following.sentence != tokens[place].sentence


def _count(scene: Scene, draft: Draft, value: Decimal | None) -> None:
    """Find what a plain number counts, or that it is an age."""
    tokens, after = scene.tokens, draft.next
    if value is not None and ages.is_age(tokens, draft.first, after, value):
        draft.unit, draft.kind = "years", "age"
        return
    draft.noun = nouns.behind_hyphen(tokens, after)
    if draft.noun is not None:
        return
    one = value == 1 and draft.low is None
    draft.noun = nouns.counted(tokens, after, one=one)
    if draft.noun is None and (said := qualifiers.after(tokens, after)) is not None:
        draft.noun = nouns.counted(tokens, said.edge)
    if tokens.low(after) == "of" and draft.noun is not None:
        draft.whole = after + 1
    if draft.noun is None:
        draft.borrows = tokens.low(after) in ("more", "others", "of") or nouns.passive(
            tokens, after
        )
        behind = qualifiers.after(tokens, after)
        if behind is not None and nouns.passive(tokens, behind.edge):
            draft.borrows = True


def _qualify(scene: Scene, draft: Draft, floor: int) -> None:
    """Add the qualifier around *draft*, not reaching back before token *floor*."""
    tokens = scene.tokens
    before = qualifiers.before(tokens, draft.opens, duration=draft.kind == "duration")
    if before is not None and (before.edge < floor or any(scene.hidden[before.edge : draft.opens])):
        before = None
    if before is not None:
        draft.opens = before.edge
        if draft.qualifier == EXACTLY:
            draft.qualifier = before.meaning
    if draft.qualifier not in (EXACTLY, RANGE) and before is not None:
        return
    behind = qualifiers.after(tokens, draft.next)
    if behind is None and draft.noun is not None and draft.noun.first == draft.next:
        behind = qualifiers.after(tokens, draft.noun.next)
    if behind is not None:
        draft.closes = behind.edge
        if draft.qualifier == EXACTLY:
            draft.qualifier = behind.meaning
