"""A trained tagger as one file: four small models of python-crfsuite and what is known of them."""

import json
import zipfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

FORMAT = 1
"""Changes with whatever makes older files useless: the features, the labels, the parts."""

PARTS = ("roles", "content", "source", "accept")
_ABOUT = "about.json"
_MOST_BYTES = 500_000_000


class BadModel(Exception):
    """A file that is no tagger, or none for this program; the text is one sentence that says so."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a tagger.

    `parser` is the spaCy model under whose parse it was trained, `least` how likely an attribution
    has to be to be kept. `documents` and `attributions` say what it learnt from, `made` when. `f1`
    is its attribution F1 on texts it did not learn from, `rules_f1` that of the rules alone on the
    same texts; `heldout` counts those texts.
    """

    parser: str
    least: float
    documents: int
    attributions: int
    made: str
    heldout: int = 0
    f1: float = 0.0
    rules_f1: float = 0.0
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Model:
    """A tagger's models, in the bytes of python-crfsuite.

    `roles` gives tokens their roles, `content` and `source` say what belongs to a cue, and `accept`
    how likely an attribution is right.
    """

    about: About
    roles: bytes
    content: bytes
    source: bytes
    accept: bytes


def write_model(model: Model, file: Path) -> None:
    """Write *model* to *file*, whole or not at all. Raises `OSError`."""
    beside = file.with_name(f"{file.name}.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_ABOUT, json.dumps(asdict(model.about), indent=1))
        for part in PARTS:
            archive.writestr(f"{part}.crfsuite", getattr(model, part))
    beside.replace(file)


def read_model(file: Path) -> Model:
    """Return the tagger in *file*. Raises `BadModel` with one sentence."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise BadModel(f"{file} is too large to be a tagger; `onrecord train` makes one.")
            about = _about(json.loads(archive.read(_ABOUT)), file)
            parts = {part: archive.read(f"{part}.crfsuite") for part in PARTS}
    except OSError as error:
        raise BadModel(f"The tagger {file} cannot be read: {error.strerror}.") from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError):
        raise BadModel(f"{file} is no tagger; `onrecord train` makes one.") from None
    return Model(about, **parts)


def _about(told: dict[str, Any], file: Path) -> About:
    if told["format"] != FORMAT:
        raise BadModel(
            f"{file} is a tagger of format {told['format']!s:.20}, and this program reads format "
            f"{FORMAT}; train it anew with `onrecord train`."
        )
    about = About(**{field.name: told[field.name] for field in fields(About)})
    kinds = {name: type(getattr(about, name)) for name in ("parser", "least")}
    if kinds != {"parser": str, "least": float}:
        raise TypeError
    return about
