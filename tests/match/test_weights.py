"""Weights are read from a safetensors file, and anything else is refused in words."""

import json
from pathlib import Path
from struct import pack

import numpy as np
import pytest

from knowledge.match import gears
from knowledge.match.weights import UnreadableWeightsError, read_weights, sha256_of


def written(path: Path, header: object, numbers: bytes) -> Path:
    """Write a file of that form and return its place."""
    told = json.dumps(header).encode()
    path.write_bytes(pack("<Q", len(told)) + told + numbers)
    return path


def test_tensors_come_out_as_they_went_in(tmp_path: Path) -> None:
    """Each 32-bit tensor has its numbers in its shape; other types are left out."""
    header = {
        "__metadata__": {"format": "pt"},
        "flat": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
        "square": {"dtype": "F32", "shape": [2, 2], "data_offsets": [8, 24]},
        "places": {"dtype": "I64", "shape": [1], "data_offsets": [24, 32]},
    }
    path = written(tmp_path / "w", header, pack("<6fq", 1, 2, 3, 4, 5, 6, 7))
    weights = read_weights(path)
    assert weights.keys() == {"flat", "square"}
    np.testing.assert_array_equal(weights["flat"], [1, 2])
    np.testing.assert_array_equal(weights["square"], [[3, 4], [5, 6]])
    assert sha256_of(path) != sha256_of(written(tmp_path / "v", header, pack("<6fq", *range(7))))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 7,
        b"\0" * 8,
        b"\xff" * 64,
        pack("<Q", 2) + b"[]",
        pack("<Q", 16) + b'{"a": {"b": 12}}',
        pack("<Q", 8) + b'{"a": 1}',
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that was cut short or is something else is told from one with weights."""
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(UnreadableWeightsError):
        read_weights(path)


def test_a_tensor_past_the_end_is_refused(tmp_path: Path) -> None:
    """A header that promises more numbers than there are is not believed."""
    header = {"flat": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}
    with pytest.raises(UnreadableWeightsError):
        read_weights(written(tmp_path / "w", header, pack("<f", 1)))


def test_a_model_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged model is one sentence and the command that installs it anew."""
    pytest.importorskip("tokenizers", reason="the semantic gear is not installed: make semantic")
    (tmp_path / "model.safetensors").write_bytes(b"cut short")
    monkeypatch.setattr("knowledge.match.gears.missing_packages", list)
    monkeypatch.setattr("knowledge.match.minilm.folder", lambda: tmp_path)
    with pytest.raises(gears.GearMissing, match=r"cannot be read .*\n.*--force-reinstall"):
        gears.load_embedder("semantic")
