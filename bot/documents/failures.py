"""`docs/errors.md` and `docs/exit-codes.md`, from the places where failures are written."""

import ast
import inspect
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from bot import exits
from bot.core.errors import PROBLEMS, UserError, problem_of
from bot.documents.marks import WRITTEN, cell

_BOT = Path(__file__).parents[1]

OPERATOR: MappingProxyType[str, str] = MappingProxyType(
    {
        "unusable": "Nothing: the asker can mend it.",
        "unknown-command": "Nothing. If Slack or Discord still offers the command, its list is "
        "older than the program: paste the new manifest, or run `onrecord discord sync`.",
        "bad-button": "Nothing: buttons of an older version stop working after some upgrades.",
        "not-allowed": "If the workspace is yours, add its id to `slack.teams` or "
        "`discord.guilds`.",
        "restricted": "Give whoever asked what they may know of the claim, or add their id to "
        "`desk.restricted_readers`.",
        "too-fast": "Nothing, unless it happens in ordinary work: then raise "
        "`desk.questions_per_minute`.",
        "too-slow": "Look for a busy machine or disk. `store.read_seconds` and "
        "`desk.deadline_seconds` are the limits.",
        "restarting": "Nothing: it ends with the restart.",
        "store-busy": "Find the other program that holds the database file open for writing, such "
        "as a copy or an editor, and end it.",
        "store-read-only": "Give the account that runs Onrecord the right to write to the data "
        "folder; `onrecord doctor` shows it.",
        "store-full": "Make room on the disk. Nothing else is needed.",
        "store-too-new": "Run the newer version again, or restore the backup that was made before "
        "the upgrade.",
        "store-damaged": "Stop Onrecord, keep the file, run `onrecord db check`, and restore a "
        "backup.",
        "store-missing": "Run `onrecord db upgrade`, or look whether `ONRECORD_DATA_DIR` is right.",
        "store-failed": "Run `onrecord doctor` and `onrecord db check`, and read the log.",
        "record-refused": "Nothing: the record breaks a rule of the desk, and whoever enters it "
        "can mend it.",
        "unexpected": "Search the log for the reference. It stands there with the whole story; "
        "please report it as a bug.",
    }
)
"""What whoever runs the desk does about each code."""


def _literal(node: ast.expr) -> str:
    """Return the text an expression gives, with an ellipsis for what only a question fills in."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(map(_literal, values))
        case _:
            return "…"


def user_sentences(root: Path = _BOT) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return each code that an asker can meet by asking, with its sentences and next steps.

    They are read from the places in `bot/` that raise them, since they are written there.
    """
    codes = {kind.__name__: kind.code for kind in UserError.__subclasses__()}
    found: dict[str, dict[tuple[str, str], None]] = {code: {} for code in codes.values()}
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[sentence, step]) if name in codes:
                    pair = (_literal(sentence), _literal(step))
                    if pair != ("…", "…"):  # handed on: it is written where it is found out
                        found[codes[name]][pair] = None
    return {code: tuple(each) for code, each in found.items()}


def sentences() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return every code there is with its sentences and next steps."""
    found = user_sentences()
    unexpected = problem_of(Exception(), "7KQM-2XYZ")
    for problem in (*PROBLEMS.values(), unexpected):
        pair = (problem.sentence, problem.next_step)
        found[problem.code] = (*found.get(problem.code, ()), pair)
    return found


def errors_markdown() -> str:
    """Return `docs/errors.md`: what people are told, and what whoever runs the desk does."""
    text = (
        f"# Errors\n\n{WRITTEN}"
        "A failure is answered privately with a sentence, a next step and a code. An ellipsis "
        "stands for what differs from one question to the next.\n"
    )
    for code, pairs in sorted(sentences().items()):
        text += f"\n## `{code}`\n\n| What the asker reads | Next step |\n|---|---|\n"
        text += "".join(f"| {cell(said)} | {cell(step)} |\n" for said, step in pairs)
        text += f"\nWhoever runs the desk: {OPERATOR[code]}\n"
    return text


def exit_meanings() -> dict[int, tuple[str, str]]:
    """Return each exit code's name and meaning, from the sentence under it in bot/exits.py."""
    (body,) = [
        node.body
        for node in ast.parse(inspect.getsource(exits)).body
        if isinstance(node, ast.ClassDef) and node.name == exits.Exit.__name__
    ]
    found = {}
    for member, below in pairwise(body):
        match member, below:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(ast.Constant(str(words))):
                found[int(exits.Exit[name])] = (name, words)
    return found


def exit_codes_markdown() -> str:
    """Return `docs/exit-codes.md`."""
    text = f"# Exit codes\n\n{WRITTEN}| Code | Name | Meaning |\n|---|---|---|\n"
    for number, (name, words) in sorted(exit_meanings().items()):
        text += f"| {number} | `{name}` | {cell(words)} |\n"
    return text + "\n[What a supervisor does about each](operating.md#exit-codes)\n"
