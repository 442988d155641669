"""What is called nearly so: topics and sources like what was asked, where nothing is called so."""

from collections.abc import Mapping, Sequence

from knowledge.model import TopicCount
from knowledge.text import terms

MAX_NEAREST = 4

ALIKE = 80.0
"""Of 100: names and words from here on are taken for spellings of each other."""

_WORD_LETTERS = 3


def topics_like(
    asked: str, topics: Sequence[TopicCount]
) -> tuple[tuple[TopicCount, ...], tuple[TopicCount, ...]]:
    """Return the topics with a word like one of *asked*, best first, and the largest others.

    They are at most `MAX_NEAREST` together.
    """
    words = [word for word in terms(asked) if len(word) >= _WORD_LETTERS]
    names = {t.topic.key: tuple(terms(f"{t.topic.key} {t.topic.label}")) for t in topics}
    scores = {key: _likest(words, of) for key, of in names.items()}
    alike = sorted((t for t in topics if scores[t.topic.key]), key=lambda t: -scores[t.topic.key])
    near = alike[:MAX_NEAREST]
    others = [topic for topic in topics if topic not in near]
    return tuple(near), tuple(others[: MAX_NEAREST - len(near)])


def nearest(key: str, names: Mapping[str, tuple[str, ...]], floor: float) -> list[str]:
    """Return the keys of *names* most like *key*, best first, down to *floor* of 100."""
    from rapidfuzz import fuzz

    if not key:
        return []
    scores = {
        k: max(fuzz.token_set_ratio(key.replace("-", " "), n.replace("-", " ")) for n in ns)
        for k, ns in names.items()
    }
    return sorted(
        (k for k, score in scores.items() if score >= floor), key=lambda k: (-scores[k], k)
    )


def _likest(words: Sequence[str], of: Sequence[str]) -> float:
    """Return how alike the most alike of two lists' words are, of 100, or 0 if none is."""
    from rapidfuzz import fuzz

    pairs = (fuzz.ratio(word, other, score_cutoff=ALIKE) for word in words for other in of)
    return max(pairs, default=0.0)
