"""The files that put Onrecord on a machine fit the program and each other."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.exits import Exit
from config.keys import CONFIG, keys
from config.settings import DeskSettings

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy/onrecord.service"
VARIABLE = re.compile(r"\bONRECORD_[A-Z0-9_]*[A-Z0-9]")


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions with their arguments, comments and line breaks gone."""
    lines = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if line.strip() and not line.startswith("#"))
    joined = text.replace("\\\n", " ").splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined)]


def of(word: str) -> list[str]:
    """Return the arguments of every *word* instruction."""
    return [rest for name, rest in instructions() if name == word]


def ignored(path: str) -> bool:
    """Say whether .dockerignore keeps *path*, at the top of the repository, out of the build."""
    out = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        rule = line.strip()
        if rule and not rule.startswith("#") and fnmatch(path, rule.removeprefix("!")):
            out = not rule.startswith("!")
    return out


def unit_values(section: str, key: str) -> list[str]:
    """Return every value the unit gives *key* in *section*, those of commented lines included."""
    found, here = [], ""
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            here = line.strip("[]")
        elif here == section and (match := re.fullmatch(rf"#?{key}=(.*)", line)):
            found.append(match.group(1))
    return found


def test_copied_files_exist_and_reach_the_build() -> None:
    """Whatever the Dockerfile copies is in the repository and is not ignored."""
    sources = [
        source
        for arguments in of("COPY")
        if not arguments.startswith("--from=")
        for source in arguments.split()[:-1]
    ]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert not ignored(source), source


def test_secrets_and_history_stay_out_of_the_image() -> None:
    """Settings, databases and the repository's history are not sent to the build."""
    for path in (".git", ".venv", "tests", "var", "secrets.env", "onrecord.toml", "desk.sqlite3"):
        assert ignored(path), path


def test_the_image_is_pinned_to_a_version() -> None:
    """Every stage starts from a tag that names a version of Python, the same for all."""
    images = {arguments.split()[0] for arguments in of("FROM")}
    assert len(images) == 1
    assert re.fullmatch(r"python:3\.\d+-slim", images.pop())


def test_libraries_are_installed_by_hash_and_nothing_beside_them() -> None:
    """The locked libraries are checked by their hashes; nothing is resolved, and nothing added.

    The pip that comes with Python 3.11 cannot resolve them: two ask for one extra in two spellings.
    """
    installs = [line for line in of("RUN") if "pip install" in line]
    unit = UNIT.read_text(encoding="utf-8").splitlines()
    for libraries, ours in (installs, [line for line in unit if "pip install" in line]):
        assert {"--require-hashes", "--only-binary", "--no-deps"} <= set(libraries.split())
        assert {"--no-deps", "--no-build-isolation"} <= set(ours.split())


def test_the_container_runs_as_nobody_special() -> None:
    """The last stage switches to a user that is not root, before anything runs in it."""
    words = [word for word, _ in instructions()]
    last = len(words) - 1 - words[::-1].index("FROM")
    (user,) = of("USER")
    assert words.index("USER") > last
    assert user.split(":")[0] not in {"0", "root"}


def test_the_container_is_stopped_and_looked_after() -> None:
    """The data is a volume, stopping is SIGTERM, and a health check runs the doctor."""
    assert of("VOLUME") == ["/data"]
    assert of("STOPSIGNAL") == ["SIGTERM"]
    assert 'CMD ["onrecord", "doctor", "--offline"]' in of("HEALTHCHECK")[0]
    assert of("ENTRYPOINT") + of("CMD") == ['["onrecord"]', '["run"]']


def test_the_commands_exist() -> None:
    """What the container and the unit run are commands of `onrecord`."""
    command = get_command(app)
    known = getattr(command, "commands", {})
    assert {"run", "doctor"} <= set(known)
    assert "--offline" in {option for each in known["doctor"].params for option in each.opts}
    assert unit_values("Service", "ExecStart") == ["/opt/onrecord/bin/onrecord run"]


@pytest.mark.parametrize("file", ["deploy/Dockerfile", "deploy/onrecord.service"])
def test_every_variable_is_a_setting(file: str) -> None:
    """The variables in deployment files are settings, since a misspelt one stops the program."""
    known = {CONFIG} | {key.variable for key in keys().values()}
    known |= {key.file_variable for key in keys().values() if key.secret}
    assert set(VARIABLE.findall((ROOT / file).read_text(encoding="utf-8"))) <= known


def test_the_unit_offers_every_secret() -> None:
    """Each secret has its pair of lines, and the two lines of a pair name the same file."""
    loaded = [value.split(":")[0] for value in unit_values("Service", "LoadCredential")]
    named = [value for value in unit_values("Service", "Environment") if "%d/" in value]
    secrets = [key for key in keys().values() if key.secret]
    pairs = zip(secrets, loaded, strict=True)
    assert named == [f"{key.file_variable}=%d/{name}" for key, name in pairs]


def test_the_unit_gives_up_only_where_a_person_is_needed() -> None:
    """The supervisor restarts after a lost platform, not after a wrong setting or a bad token."""
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.read(UNIT, encoding="utf-8")
    assert set(parser.sections()) == {"Unit", "Service", "Install"}
    service = parser["Service"]
    assert service["Restart"] == "on-failure"
    final = {int(code) for code in service["RestartPreventExitStatus"].split()}
    assert final == {Exit.CONFIG, Exit.REFUSED}
    assert float(service["TimeoutStopSec"]) > DeskSettings().drain_seconds


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """systemd finds no fault with the unit, its commented lines included."""
    text = UNIT.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^ExecStart=.*", f"ExecStart={shutil.which('true')}", text)
    unit = tmp_path / "onrecord.service"
    unit.write_text(re.sub(r"(?m)^#(?=[A-Z]\w+=)", "", text), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)],  # noqa: S607 - wherever the system has it
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = [line for line in (done.stdout + done.stderr).splitlines() if unit.name in line]
    assert (done.returncode, told) == (0, [])
