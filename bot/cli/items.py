"""What is to be read, from what was typed: files, folders, patterns, addresses, lists of those."""

import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

STDIN = "-"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")

KNOWN = frozenset(
    ".txt .text .md .html .htm .xhtml .mht .mhtml .pdf .docx"
    " .xml .rss .atom .srt .vtt .warc".split()
)
"""Endings of what is read out of a folder; a file that is named is read whatever it ends in."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read: the path or address that it is known by, and the file if it is one."""

    source: str
    file: Path | None = None

    @property
    def is_page(self) -> bool:
        """Whether it has to be fetched."""
        return self.file is None and self.source != STDIN


class NothingThere(Exception):
    """Something that was typed is not there; the text is one sentence."""


def items(typed: Iterable[str], lists: Iterable[Path] = ()) -> list[Item]:
    """Return what was typed and what the *lists* hold, one item each, in order.

    Raises `NothingThere` for a file, folder or pattern that stands for nothing.
    """
    found: dict[str, Item] = {}
    for word in (*typed, *_listed(lists)):
        for item in _meant(word):
            found.setdefault(item.source, item)
    return list(found.values())


def _listed(lists: Iterable[Path]) -> Iterator[str]:
    for file in lists:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise NothingThere(f"The list {file} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise NothingThere(f"The list {file} is not UTF-8 text.") from None
        for line in map(str.strip, text.splitlines()):
            # A line that begins with # is a remark, unless a file is called so.
            if line and not (line.startswith("#") and not _there(line)):
                yield line


def _there(word: str) -> bool:
    try:
        return Path(word).exists()
    except (OSError, ValueError):
        return False


def _meant(word: str) -> Iterator[Item]:
    try:
        yield from _standing_for(word)
    except (OSError, ValueError):  # longer than a name can be, or with a NUL in it
        raise NothingThere(
            f"“{word[:60]}…” cannot be the name of a file; give text through standard input, as - ."
        ) from None


def _standing_for(word: str) -> Iterator[Item]:
    if not word.strip():  # a variable that is not set; as a path it would be this folder
        raise NothingThere("One of the names is empty.")
    if word == STDIN:
        yield Item(STDIN)
    elif word.lower().startswith(("http://", "https://")):
        yield Item(word)
    elif (path := Path(word)).is_dir():
        inside = sorted(_inside(path))
        if not inside:
            endings = " ".join(sorted(KNOWN))
            raise NothingThere(f"{word} holds nothing that can be read ({endings}).")
        yield from map(_file, inside)
    elif path.is_fifo() and not path.is_relative_to("/dev/fd") and word != "/dev/stdin":
        raise NothingThere(f"{word} is a pipe; send what comes out of it to standard input, as - .")
    elif path.exists():
        yield _file(path)
    else:
        matching = sorted(map(Path, glob.glob(word, recursive=True)))
        files = [each for each in matching if each.is_file()]
        if not files and _SCHEME.match(word):
            raise NothingThere(
                f"{word} is no address of a page; those begin with http:// or https://."
            )
        if not files:
            raise NothingThere(f"There is no file or folder {word}.")
        yield from map(_file, files)


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        name = path.name.lower().removesuffix(".gz")
        if not hidden and Path(name).suffix in KNOWN and path.is_file():
            yield path


def _file(path: Path) -> Item:
    whole = path.absolute()
    # A name need not be UTF-8, and nothing that is kept may be anything else.
    return Item(os.fsencode(whole).decode("utf-8", "backslashreplace"), whole)


def printable(text: str) -> str:
    """Return *text* with its line ends and control characters written out, as for a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
