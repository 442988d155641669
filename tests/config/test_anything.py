"""Whatever is written into the settings, loading gives settings or a report."""

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from config.keys import keys
from config.load import SettingsError, load

PLAIN = [key for key in keys().values() if not key.secret]
WORDS = st.one_of(
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=30),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(
        ["http://", "https://[", "wss://x", "https://slack.com/api/", "~", "~/", "true"]
    ),
)
SCALARS = st.one_of(
    st.booleans(),
    st.integers(min_value=-(2**80), max_value=2**80),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["C"]), max_size=30),
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3), max_leaves=5)


def outcome(environ: dict[str, str], file: Path | None = None) -> SettingsError | None:
    """Return the report of loading, or nothing when there are settings."""
    try:
        load(environ, file)
    except SettingsError as error:
        return error
    return None


@given(
    st.dictionaries(
        st.sampled_from([key.variable for key in keys().values()])
        | st.text(max_size=5).map("ONRECORD_{}".format),
        WORDS,
        max_size=6,
    )
)
def test_any_environment(environ: dict[str, str]) -> None:
    """Any environment gives settings or a report whose problems each say key, reason and fix."""
    error = outcome({"HOME": "/home/ed", **environ})
    for problem in error.problems if error else ():
        assert all((problem.key, problem.source, problem.message, problem.fix))
        assert problem.message.endswith(".")


@given(st.dictionaries(st.sampled_from([key.path for key in PLAIN]), VALUES, max_size=6))
def test_any_values_in_the_file(values: dict[tuple[str, ...], Any]) -> None:
    """Any values in the file give settings, or a problem at most for each line that is wrong."""
    text = "\n".join(
        f"{'.'.join(path)} = {json.dumps(value, ensure_ascii=False)}"
        for path, value in values.items()
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "onrecord.toml"
        file.write_text(text, encoding="utf-8")
        error = outcome({"HOME": "/home/ed"}, file)
    told = [problem.key for problem in error.problems] if error else []
    assert len(told) == len(set(told))
    assert set(told) <= {".".join(path) for path in values}


@given(st.binary(max_size=60))
def test_any_file(content: bytes) -> None:
    """A file of any bytes is settings or a report."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "onrecord.toml"
        file.write_bytes(content)
        error = outcome({"HOME": "/home/ed"}, file)
    assert error is None or error.problems
