"""Units of measure as the text writes them, in the plural; abbreviations stay as they are."""

from dataclasses import dataclass

from knowledge.extract.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, what kind of thing it measures, and the place after it."""

    name: str
    kind: str
    next: int


_KINDS = {
    "duration": "second minute hour day week weekday weekend fortnight month year decade century "
    "generation",
    "length": "metre meter kilometre kilometer centimetre centimeter millimetre millimeter mile "
    "yard inch foot block",
    "area": "acre hectare",
    "volume": "litre liter millilitre milliliter gallon barrel pint ounce teaspoon cup",
    "weight": "tonne ton kilogram kilogramme gram gramme milligram pound kilo stone",
    "energy": "watt kilowatt megawatt gigawatt terawatt joule calorie volt",
    "data": "byte kilobyte megabyte gigabyte terabyte petabyte megapixel",
}
_IRREGULAR = {"foot": "feet", "inch": "inches", "century": "centuries", "stone": "stone"}
_UNITS: dict[str, tuple[str, str]] = {}
for _kind, _names in _KINDS.items():
    for _name in _names.split():
        _plural = _IRREGULAR.get(_name, _name + "s")
        _UNITS[_name] = _UNITS[_plural] = (_plural, _kind)
_GLUED = {
    "km": "length",
    "cm": "length",
    "mm": "length",
    "ft": "length",
    "kg": "weight",
    "lb": "weight",
    "lbs": "weight",
    "mg": "weight",
    "ml": "volume",
    "ha": "area",
    "mph": "speed",
    "kph": "speed",
    "mw": "energy",
    "gw": "energy",
    "kw": "energy",
    "kwh": "energy",
    "mwh": "energy",
    "gb": "data",
    "mb": "data",
    "tb": "data",
    "hz": "frequency",
    "ghz": "frequency",
    "mhz": "frequency",
    "hr": "duration",
    "hrs": "duration",
    "min": "duration",
    "mins": "duration",
    "ppm": "concentration",
}
_SQUARED = frozenset("square cubic".split())
_METRES = frozenset("high tall long wide deep away race sprint final freestyle hurdles".split())
_CELSIUS, _FAHRENHEIT = "degrees Celsius", "degrees Fahrenheit"
_SCALES = {"celsius": _CELSIUS, "centigrade": _CELSIUS, "c": _CELSIUS}
_SCALES |= {"fahrenheit": _FAHRENHEIT, "f": _FAHRENHEIT}
_POLLS = frozenset(
    "% percent poll polls polling polled pollster survey lead leads leading led trails trailing "
    "trailed net margin swing turnout approval support rates inflation unemployment advantage "
    "ahead favorability pc pct".split()
)
_GAMES = frozenset(
    "scored scoring game games match team coach index dow nasdaq ftse stocks shares league season "
    "quarterback rebounds".split()
)


def unit(tokens: Tokens, place: int) -> Unit | None:
    """Return the unit at *place*, straight after a number; a hyphen may stand between."""
    hyphened = tokens.hyphen(place)
    at = place + 1 if hyphened else place
    token = tokens[at]
    if token.sentence != tokens[place - 1].sentence:
        return None
    return (
        _percent(tokens, at)
        or _temperature(tokens, at)
        or _points(tokens, at)
        or _measure(tokens, at)
        or (None if hyphened else _abbreviation(tokens, at))
    )


def _percent(tokens: Tokens, at: int) -> Unit | None:
    word = tokens.low(at)
    after = 0
    if (
        word == "%"
        or word in ("percent", "pct", "percentage")
        or (word == "pc" and tokens[at].glued)
    ):
        after = at + 1
    elif word == "per" and tokens.low(at + 1) == "cent":
        after = at + 2
    elif word == "per" and tokens.hyphen(at + 1) and tokens.low(at + 2) == "cent":
        after = at + 3
    if not after:
        return None
    points = after + 1 if tokens.hyphen(after) else after
    if tokens.low(points) in ("point", "points") and word != "%":
        return Unit("percentage points", "percentage points", points + 1)
    return None if word == "percentage" else Unit("percent", "percent", after)


def _points(tokens: Tokens, at: int) -> Unit | None:
    word = tokens.low(at)
    if word == "basis" and tokens.low(at + 1) in ("point", "points"):
        return Unit("basis points", "percentage points", at + 2)
    if word == "pp" and tokens[at].glued:
        return Unit("percentage points", "percentage points", at + 1)
    if word not in ("point", "points"):
        return None
    around = tokens.words_around(at)
    of_percent = bool(around & _POLLS or {"per", "cent"} <= around) and not around & _GAMES
    kind = "percentage points" if of_percent else "count"
    return Unit("percentage points" if of_percent else "points", kind, at + 1)


def _temperature(tokens: Tokens, at: int) -> Unit | None:
    token = tokens[at]
    if token.low in ("°", "º"):
        scale = _SCALES.get(tokens.low(at + 1))
        return Unit(scale or "degrees", "temperature", at + 2 if scale else at + 1)
    if token.low in ("degree", "degrees"):
        scale = _SCALES.get(tokens.low(at + 1))
        return Unit(scale or "degrees", "temperature", at + 2 if scale else at + 1)
    if token.glued and token.text in ("C", "F"):
        return Unit(_SCALES[token.low], "temperature", at + 1)
    return None


def _measure(tokens: Tokens, at: int) -> Unit | None:
    word = tokens.low(at)
    if word in _SQUARED:
        inner = at + 2 if tokens.hyphen(at + 1) else at + 1
        found = _UNITS.get(tokens.low(inner))
        if found and found[1] == "length":
            kind = "area" if word == "square" else "volume"
            return Unit(f"{word} {found[0]}", kind, inner + 1)
        return None
    found = _UNITS.get(word)
    if found is None or (tokens[at].glued and not tokens.hyphen(at - 1)):
        return None
    name, kind = found
    if kind in ("length", "weight") and word in ("block", "blocks", "stone", "yard", "yards"):
        return None
    after = at + 1
    if kind == "length" and (
        tokens.follow(after, "per", "hour") or tokens.follow(after, "an", "hour")
    ):
        return Unit(f"{name} {tokens.low(after)} hour", "speed", after + 2)
    joined = after + 1 if tokens.hyphen(after) else after
    if name == "years" and tokens.low(joined) in ("old", "olds"):
        return Unit("years", "age", joined + 1)
    if name == "years" and tokens.follow(after, "of", "age"):
        return Unit("years", "age", after + 2)
    if name in ("months", "weeks", "days") and tokens.low(joined) in ("old", "olds"):
        return Unit(name, "age", joined + 1)
    return Unit(name, kind, after)


def _abbreviation(tokens: Tokens, at: int) -> Unit | None:
    token = tokens[at]
    if tokens[at - 1].kind != "digits":
        return None
    if token.low == "km" and tokens.follow(at + 1, "/", "h"):
        return Unit("km/h", "speed", at + 3)
    if token.low in ("km", "m") and tokens.low(at + 1) == "²":
        return Unit(f"square {'kilometres' if token.low == 'km' else 'metres'}", "area", at + 2)
    if token.low == "sq" and tokens.low(at + 1) in ("km", "ft", "m", "mi"):
        return Unit(f"sq {tokens.low(at + 1)}", "area", at + 2)
    if token.low in _GLUED and token.text != "MIN":
        return Unit(token.text, _GLUED[token.low], at + 1)
    if token.text == "m" and (tokens.low(at + 1) in _METRES or not token.glued):
        return Unit("m", "length", at + 1)
    return None
