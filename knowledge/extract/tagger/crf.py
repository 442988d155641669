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
            "Taggers need python-crfsuite, which is not installed: see docs/training.md."
        )


class Crf:
    """A model, ready to be asked about one sequence at a time."""

    def __init__(self, model: bytes) -> None:
        """Open *model*. Raises `BadModel`."""
        try:
            import pycrfsuite
        except ImportError:
            raise NoLibrary from None
        self._tagger: Tagger = pycrfsuite.Tagger()
        # The library reads these bytes for as long as it is asked, and keeps no hold on them.
        self._bytes = model
        try:
            self._tagger.open_inmemory(self._bytes)
        except ValueError:
            raise BadModel("A part of the tagger is damaged; train it anew.") from None
        self._labels = frozenset(self._tagger.labels())

    def look_at(self, features: Features) -> None:
        """Take the sequence with these features as the one that is asked about."""
        self._tagger.set(features)

    def marginal(self, label: str, place: int) -> float:
        """Return how likely the item at *place* has *label*."""
        return float(self._tagger.marginal(label, place)) if label in self._labels else 0.0

    def likely(self, features: Sequence[str]) -> float:
        """Return how likely a model of one item says yes."""
        self.look_at([features])
        return self.marginal(YES, 0)


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
