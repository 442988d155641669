"""What is meant by the words after `onrecord ingest`."""

import os
from pathlib import Path

import pytest

from bot.cli.items import STDIN, Item, NothingThere, items, printable


def test_files_folders_patterns_pages_and_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stands for its files in order of names, and nothing is read twice."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.HTML", "notes.xyz", "deep/c.warc.gz", ".hidden/d.txt", "deep/.e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "#c.txt").write_text("x", encoding="utf-8")
    (tmp_path / "list.txt").write_text(
        "\ufeff# mine\nb.txt\n\nhttps://e.example/2\n#c.txt\n", encoding="utf-8"
    )

    def found(*typed: str, lists: tuple[Path, ...] = ()) -> list[str]:
        return [each.source.removeprefix(f"{tmp_path}/") for each in items(typed, lists)]

    assert found("deep", "b.txt", ".") == [
        "deep/c.warc.gz",
        "b.txt",
        "#c.txt",
        "a.HTML",
        "list.txt",
    ]
    assert found("*.txt", "notes.xyz") == ["#c.txt", "b.txt", "list.txt", "notes.xyz"]
    assert found("-", "HTTPS://e.example/1", lists=(Path("list.txt"),)) == [
        STDIN,
        "HTTPS://e.example/1",
        "b.txt",
        "https://e.example/2",
        "#c.txt",
    ]
    assert [each.is_page for each in items(["-", "https://e.example", "b.txt"])] == [
        False,
        True,
        False,
    ]
    assert items(["b.txt"]) == [Item(str(tmp_path / "b.txt"), tmp_path / "b.txt")]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    """A missing file, an empty folder and a list that cannot be read are each one sentence."""
    with pytest.raises(NothingThere, match=r"There is no file or folder .*none\.txt\.$"):
        items([str(tmp_path / "none.txt")])
    with pytest.raises(NothingThere, match="There is no file or folder"):
        items([str(tmp_path / "*.txt")])
    with pytest.raises(NothingThere, match=r"^file:///etc/hosts is no address of a page"):
        items(["file:///etc/hosts"])
    with pytest.raises(NothingThere, match="holds nothing that can be read"):
        items([str(tmp_path)])
    with pytest.raises(NothingThere, match=r"The list .* cannot be read"):
        items([], [tmp_path / "list"])
    with pytest.raises(NothingThere, match="names is empty"):
        items([""])
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(NothingThere, match=r"pipe\.txt is a pipe"):
        items([str(tmp_path / "pipe.txt")])
    (tmp_path / "list").write_bytes(b"\xff")
    with pytest.raises(NothingThere, match="is not UTF-8 text"):
        items([], [tmp_path / "list"])


def test_odd_names_are_files_like_others(tmp_path: Path) -> None:
    """A name that is not UTF-8 can be kept, and one with a line end is printed in one line."""
    odd = os.fsencode(tmp_path) + b"/\xff\n\x1b.txt"
    Path(os.fsdecode(odd)).write_bytes(b"x")
    (item,) = items([str(tmp_path)])
    assert item.file is not None
    assert item.file.read_bytes() == b"x"
    assert item.source.encode().endswith(b"/\\xff\n\x1b.txt")
    assert printable(item.source).endswith(r"/\xff\n\x1b.txt")


@pytest.mark.parametrize("word", ["The mayor said " * 30, "a\0b*"], ids=["text", "nul"])
def test_what_cannot_be_a_name_is_said(word: str) -> None:
    """Text that is given as an argument is told where to go."""
    with pytest.raises(NothingThere, match=r"cannot be the name of a file|no file or folder"):
        items([word])
