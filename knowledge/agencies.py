"""The news agencies that outlets print most, under the names by which they are cited."""

from types import MappingProxyType

from knowledge.text import folded

_CALLED = (
    ("Reuters", "Thomson Reuters"),
    ("Associated Press", "The Associated Press", "AP"),
    ("Agence France-Presse", "Agence France Presse", "AFP"),
    ("EFE", "Agencia EFE"),
    ("dpa", "DPA", "Deutsche Presse-Agentur"),
    ("Bloomberg", "Bloomberg News"),
    ("Xinhua", "Xinhua News Agency"),
    ("TASS", "Tass", "Itar-Tass"),
    ("ANSA",),
    ("PA Media", "Press Association"),
    ("Kyodo", "Kyodo News"),
    ("Yonhap", "Yonhap News Agency"),
    ("Interfax",),
    ("RIA Novosti",),
    ("Anadolu", "Anadolu Agency"),
    ("Press Trust of India", "PTI"),
    ("United Press International", "UPI"),
    ("Europa Press",),
    ("Prensa Latina",),
    ("Ukrinform",),
)

AGENCIES = MappingProxyType({name: names[0] for names in _CALLED for name in names})
"""Each name as it is written, and the name under which that agency is known here."""

_KEYS = {folded(name): folded(known) for name, known in AGENCIES.items()}
_NAMES = {folded(known): known for known in AGENCIES.values()}


def agency_key(name: str) -> str:
    """Return the key of the agency called *name*, the same for all its names, or nothing."""
    return _KEYS.get(folded(name), "")


def agency_name(key: str) -> str:
    """Return the name under which the agency with that key is known here, or nothing."""
    return _NAMES.get(key, "")
