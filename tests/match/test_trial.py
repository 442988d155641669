"""`onrecord match`: files in, one line a query out, and a sentence for each bad line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.exits import Exit
from knowledge.match.trial import BadLineError, read_claims, read_queries

CLAIMS = [
    {"kind": "meta", "source": "made up"},
    {"kind": "claim", "id": "c1", "claim": "Ferry tolls doubled in May.", "speaker": "A. Mayor"},
    {"kind": "claim", "id": 2, "claim": "The harbour was dredged.", "date": "31-10-2020"},
    {"id": "c3", "claim": "Bread costs 1,000,000 crowns.", "title": "Bread"},
    {"kind": "query", "id": "q1", "text": "did ferry tolls double"},
    {"qid": 7, "question": "is bread at one million crowns"},
    {"id": "q9", "query": "…"},
]


def file(folder: Path, *lines: object) -> Path:
    """Return a file with *lines* as JSON, text as it is."""
    path = folder / "lines.jsonl"
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def test_claims_and_queries_of_one_file(tmp_path: Path) -> None:
    """One file may hold both; each query gives one line with ids, scores and bands."""
    path, out = file(tmp_path, *CLAIMS, ""), tmp_path / "out.jsonl"
    args = ["match", "--claims", str(path), "--queries", str(path), "--top", "2"]
    printed = CliRunner().invoke(app, args)
    assert printed.exit_code == 0, printed.output
    assert CliRunner().invoke(app, [*args, "--out", str(out)]).exit_code == 0
    assert out.read_text(encoding="utf-8") == printed.stdout
    answers = {line["query"]: line["hits"] for line in map(json.loads, printed.stdout.splitlines())}
    assert [hits[0]["id"] for hits in (answers["q1"], answers["7"])] == ["c1", "c3"]
    assert answers["q9"] == []
    assert answers["q1"][0]["band"] == "same claim"
    assert isinstance(answers["q1"][0]["score"], float)


def test_a_claim_keeps_its_speaker_and_its_day() -> None:
    """What the file says of a claim is on the record, and what it leaves out is not made up."""
    first, second, third = read_claims(map(json.dumps, CLAIMS), "f")
    assert first.claim.statement == "A. Mayor says: Ferry tolls doubled in May."
    assert first.claim.document.published is None
    assert second.identity == "2"
    assert second.claim.statement.startswith("The file says: ")
    assert second.claim.document.published is not None
    assert second.claim.document.published.value == "2020-10-31"
    assert third.claim.label == "Bread"
    assert [query.identity for query in read_queries(map(json.dumps, CLAIMS), "f")] == [
        "q1",
        "7",
        "q9",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Line 2 of f is no JSON."),
        ("[1]", "Line 2 of f is no JSON object."),
        ('{"claim": "x"}', "Line 2 of f has no `id`."),
        ('{"id": "c", "kind": "claim"}', "Line 2 of f has no `claim`."),
        ('{"id": "c", "claim": 5}', "Line 2 of f has no `claim`."),
    ],
)
def test_a_bad_line_is_named(line: str, said: str) -> None:
    """A line that cannot be used is named by number and file."""
    with pytest.raises(BadLineError, match=said):
        read_claims(['{"id": "a", "claim": "b"}', line], "f")


@pytest.mark.parametrize("lines", [["{"], [], [{"kind": "meta"}]])
def test_files_that_will_not_do_end_with_a_sentence(tmp_path: Path, lines: list[object]) -> None:
    """A bad line, an empty file and a missing one are usage problems, without a traceback."""
    path = file(tmp_path, *lines)
    for claims in (path, tmp_path / "missing.jsonl"):
        args = ["match", "--claims", str(claims), "--queries", str(path)]
        done = CliRunner().invoke(app, args)
        assert done.exit_code == Exit.USAGE
        assert "Traceback" not in done.output
        assert done.stdout == ""
