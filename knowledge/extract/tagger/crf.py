"""python-crfsuite, which is there with the extra `train` alone, behind two plain functions."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from knowledge.extract.tagger.model import BadModel

if TYPE_CHECKING:
    from pycrfsuite import Tagger

Features = Sequence[Sequence[str]]
"""The features of each item of a sequence."""

YES = "1"
NO = "0"


class NoLibrary(BadModel):
    """python-crfsuite is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Taggers need python-crfsuite, which is not installed; install onrecord[train]."
        )


def opened(model: bytes) -> "Tagger":
    """Return the tagger that *model* holds. Raises `BadModel`."""
    try:
        import pycrfsuite
    except ImportError:
        raise NoLibrary from None
    tagger = pycrfsuite.Tagger()
    try:
        tagger.open_inmemory(model)
    except ValueError:
        raise BadModel("A part of the tagger is damaged; train it anew.") from None
    return tagger


def likely(tagger: "Tagger", features: Sequence[str]) -> float:
    """Return how likely a model of one item says yes."""
    tagger.set([features])
    return float(tagger.marginal(YES, 0)) if YES in tagger.labels() else 0.0


def fitted(
    sequences: Iterable[tuple[Features, Sequence[str]]],
    file: str,
    *,
    rounds: int = 100,
    rarest: int = 2,
    ridge: float = 0.1,
) -> bytes:
    """Return a model of *sequences* (features and labels), made in *file*, which it writes over.

    Features that occur less than *rarest* times are left out; *ridge* is the weight of the L2 term
    and *rounds* the most steps of L-BFGS.
    """
    try:
        import pycrfsuite
    except ImportError:
        raise NoLibrary from None
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for features, labels in sequences:
        trainer.append(features, labels)
    trainer.set_params(
        {"c1": 0.0, "c2": ridge, "max_iterations": rounds, "feature.minfreq": rarest}
    )
    trainer.train(file)
    with open(file, "rb") as made:
        return made.read()
