"""The model in numpy gives what the model gives, for any text; needs the semantic gear."""

import math
from collections.abc import Sequence
from struct import unpack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.match.gears import Gear, load_embedder, missing_packages
from tests.thorough import examples

pytestmark = pytest.mark.skipif(
    bool(missing_packages()), reason="the semantic gear is not installed: make semantic"
)

TEXTS = (
    "The weather is lovely today.",
    "It's so sunny outside!",
    "He drove to the stadium.",
)


class Model:
    """The model, as lists of numbers."""

    def __init__(self) -> None:
        embedder = load_embedder(Gear.SEMANTIC)
        assert embedder is not None
        self.embedder = embedder

    def vectors(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the vectors of *texts*."""
        return [unpack("<384f", numbers) for numbers in self.embedder.embed(texts)]

    def cosine(self, one: str, other: str) -> float:
        """Return how near two texts are."""
        these, those = self.vectors([one, other])
        return sum(a * b for a, b in zip(these, those, strict=True))


@pytest.fixture(scope="module")
def model() -> Model:
    """The model, loaded once."""
    return Model()


@pytest.mark.parametrize(
    ("one", "other", "cosine"), [(0, 1, 0.6660), (0, 2, 0.1046), (1, 2, 0.1411)]
)
def test_cosines_are_the_published_ones(model: Model, one: int, other: int, cosine: float) -> None:
    """The library the model was made with gives these cosines on its opening page."""
    assert model.cosine(TEXTS[one], TEXTS[other]) == pytest.approx(cosine, abs=5e-5)


def test_the_weights_name_the_model(model: Model) -> None:
    """Vectors carry the hash of the weights, so that those of others cannot be mixed in."""
    assert model.embedder.model == "all-MiniLM-L6-v2 53aa51172d142c89"


def test_company_changes_nothing(model: Model) -> None:
    """A text has the same vector alone and among others, long or short."""
    texts = [*TEXTS, "word " * 300, "", "Doctors keep a quarter of their pay.", "word " * 200]
    together = model.vectors(texts)
    for text, vector in zip(texts, together, strict=True):
        (alone,) = model.vectors([text])
        assert max(abs(a - b) for a, b in zip(alone, vector, strict=True)) < 1e-6, text


def test_what_is_past_the_limit_changes_nothing(model: Model) -> None:
    """The model reads 256 word pieces, its two marks among them, and no more."""
    assert model.vectors(["word " * 254 + "doctor"]) == model.vectors(["word " * 254])
    assert model.vectors(["word " * 253 + "doctor"]) != model.vectors(["word " * 254])


def test_no_text_gives_no_vector(model: Model) -> None:
    """Nothing to embed is nothing embedded."""
    assert model.vectors([]) == []


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters()))
def test_any_text_has_a_vector_of_length_one(model: Model, text: str) -> None:
    """Half characters, other scripts, pictures and nothing at all have a vector like any other."""
    (vector,) = model.vectors([text])
    assert math.hypot(*vector) == pytest.approx(1, abs=1e-5)
