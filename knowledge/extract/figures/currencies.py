"""Money: signs, codes and words, and which country's they are where the text says so.

A bare dollar, shilling or rupee belongs to the country that the desk has set, never to one guessed
from the story; where the desk has set none, the unit is the word.
"""

from dataclasses import dataclass
from decimal import Decimal

from knowledge.extract.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Currencies:
    """What the desk takes a bare `$`, `Sh` and `Rs` for; empty leaves the word as it stands."""

    dollar: str = "USD"
    shilling: str = "KES"
    rupee: str = "INR"

    def of(self, family: str) -> str:
        """Return the code of a family of currencies, or the family's word."""
        return {"dollars": self.dollar, "shillings": self.shilling, "rupees": self.rupee}.get(
            family, ""
        ) or family


@dataclass(frozen=True, slots=True)
class Money:
    """A currency and the place after it; `part` is what one coin is of it (0.01 for a penny)."""

    unit: str
    next: int
    part: Decimal = Decimal(1)


_SIGNS = {"$": "dollars", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW"}
_SIGNS |= {"₦": "NGN", "₺": "TRY", "₴": "UAH", "₪": "ILS", "฿": "THB", "₱": "PHP", "₵": "GHS"}
_DOLLARS = {"us": "USD", "u.s.": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD"}
_DOLLARS |= {"can": "CAD", "nz": "NZD", "hk": "HKD", "s": "SGD", "sg": "SGD", "nt": "TWD"}
_DOLLARS |= {"r": "BRL", "z": "ZWL", "n": "NAD", "j": "JMD", "tt": "TTD", "b": "BND"}
_PREFIXES = {"sh": "shillings", "shs": "shillings", "ksh": "KES", "kshs": "KES", "kes": "KES"}
_PREFIXES |= {"ush": "UGX", "ushs": "UGX", "ugx": "UGX", "tsh": "TZS", "tshs": "TZS"}
_PREFIXES |= {"rs": "rupees", "inr": "INR", "pkr": "PKR", "usd": "USD", "eur": "EUR", "gbp": "GBP"}
_PREFIXES |= {"aud": "AUD", "cad": "CAD", "nzd": "NZD", "chf": "CHF", "jpy": "JPY", "cny": "CNY"}
_PREFIXES |= {"rmb": "CNY", "zar": "ZAR", "ngn": "NGN", "sek": "SEK", "nok": "NOK", "dkk": "DKK"}
_PREFIXES |= {"rm": "MYR", "brl": "BRL", "mxn": "MXN", "rub": "RUB", "hkd": "HKD", "sgd": "SGD"}
_PREFIXES |= {"tk": "BDT", "ghs": "GHS", "egp": "EGP", "pln": "PLN", "try": "TRY"}
OPENERS = frozenset(_SIGNS) | frozenset(_DOLLARS) | frozenset(_PREFIXES)
"""The words and signs that stand before a number."""
_CODES = frozenset(
    "usd eur gbp kes ugx tzs inr pkr aud cad nzd chf jpy cny zar ngn sek nok dkk brl mxn rub hkd "
    "sgd ghs egp pln".split()
)
_WORDS = {
    "dollar": "dollars",
    "dollars": "dollars",
    "bucks": "dollars",
    "euro": "EUR",
    "euros": "EUR",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rupee": "rupees",
    "rupees": "rupees",
    "shilling": "shillings",
    "shillings": "shillings",
    "rouble": "RUB",
    "roubles": "RUB",
    "ruble": "RUB",
    "rubles": "RUB",
    "rand": "ZAR",
    "naira": "NGN",
    "zloty": "PLN",
    "baht": "THB",
    "pesos": "pesos",
    "francs": "francs",
    "lira": "lira",
    "kroner": "kroner",
    "kronor": "SEK",
    "reais": "BRL",
    "shekels": "ILS",
    "dirhams": "dirhams",
    "dinars": "dinars",
    "riyals": "riyals",
}
_COUNTRIES = {
    ("us", "dollars"): "USD",
    ("u.s.", "dollars"): "USD",
    ("american", "dollars"): "USD",
    ("canadian", "dollars"): "CAD",
    ("australian", "dollars"): "AUD",
    ("singapore", "dollars"): "SGD",
    ("jamaican", "dollars"): "JMD",
    ("namibian", "dollars"): "NAD",
    ("kenyan", "shillings"): "KES",
    ("kenya", "shillings"): "KES",
    ("ugandan", "shillings"): "UGX",
    ("uganda", "shillings"): "UGX",
    ("tanzanian", "shillings"): "TZS",
    ("indian", "rupees"): "INR",
    ("pakistani", "rupees"): "PKR",
    ("sri lankan", "rupees"): "LKR",
    ("swiss", "francs"): "CHF",
    ("mexican", "pesos"): "MXN",
    ("argentine", "pesos"): "ARS",
    ("cuban", "pesos"): "CUP",
    ("philippine", "pesos"): "PHP",
    ("turkish", "lira"): "TRY",
    ("danish", "kroner"): "DKK",
    ("norwegian", "kroner"): "NOK",
    ("hong kong", "dollars"): "HKD",
    ("new zealand", "dollars"): "NZD",
    ("egyptian", "pounds"): "EGP",
    ("sudanese", "pounds"): "SDG",
    ("syrian", "pounds"): "SYP",
    ("lebanese", "pounds"): "LBP",
}
_TWO_WORDS = frozenset(country for country, _ in _COUNTRIES if " " in country)
_HUNDREDTH = Decimal("0.01")


def before(tokens: Tokens, place: int, currencies: Currencies) -> Money | None:
    """Return the currency that begins at *place* and stands before its number."""
    token = tokens[place]
    if token.low in _SIGNS:
        return Money(currencies.of(_SIGNS[token.low]), place + 1)
    if token.kind != "word":
        return None
    glued = tokens[place + 1].glued
    abbreviated = token.text.isupper() and len(token.text) > 1
    if tokens.low(place + 1) == "$" and (glued or abbreviated) and token.low in _DOLLARS:
        return Money(_DOLLARS[token.low], place + 2)
    if token.low in _PREFIXES and token.text[0].isupper():
        after = place + 1 + (tokens.low(place + 1) == "." and tokens[place + 1].glued)
        if tokens[after].kind == "digits" and (token.text.isupper() or len(token.text) <= 5):
            return Money(currencies.of(_PREFIXES[token.low]), after)
    return None


def is_sign(word: str) -> bool:
    """Say whether *word* (in lower case) stands for a currency before a number."""
    return word in _PREFIXES or word in _SIGNS


def after(tokens: Tokens, place: int, currencies: Currencies, *, large: bool) -> Money | None:
    """Return the currency at *place*, after its number. *large*: a million or more went before.

    Pounds without a country are money only where they are counted in millions or called sterling;
    else they are a weight just as well, and stay the word.
    """
    at = place + 1 if tokens.hyphen(place) else place
    country = tokens.low(at)
    for length, name in ((2, f"{country} {tokens.low(at + 1)}"), (1, country)):
        word = tokens.low(at + length)
        family = "pounds" if word in ("pound", "pounds") else _WORDS.get(word, "")
        known = _COUNTRIES.get((name, family))
        if known and (length == 1 or name in _TWO_WORDS):
            return Money(known, at + length + 1)
    word = tokens.low(at)
    if word in _WORDS and not _a_market(tokens, at):
        return Money(currencies.of(_WORDS[word]), at + 1)
    if word in ("pound", "pounds"):
        if tokens.low(at + 1) == "sterling":
            return Money("GBP", at + 2)
        if large and tokens.low(at + 1) != "of":
            return Money("GBP", at + 1)
    if word in _CODES and tokens[at].text.isupper():
        return Money(word.upper(), at + 1)
    if word in ("cent", "cents") and not (at > 0 and tokens.low(at - 1) == "per"):
        return Money(currencies.of("dollars"), at + 1, _HUNDREDTH) if currencies.dollar else None
    if word in ("€", "£") and tokens[at].glued:
        return Money(_SIGNS[word], at + 1)
    if word == "pence" or (word == "p" and tokens[at].glued and at == place):
        return Money("GBP", at + 1, _HUNDREDTH)
    return None


def _a_market(tokens: Tokens, at: int) -> bool:
    """Say whether the word is about a currency and no amount of it (“two dollar stores”)."""
    return tokens.low(at + 1) in ("store", "stores", "index", "zone")
