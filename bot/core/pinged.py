"""The questions in a message to us: one line of words, several lines, or words and a quotation.

Pure. What people quote with `>`, as both platforms write it, is one question of its own; words that
only point at it, such as “is it true?”, ask about it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.errors import Unusable, UserError
from bot.core.followups import Wish, follow_up
from bot.core.grammar import DEFAULT_COMMAND, read_line
from bot.core.plain import clean
from bot.core.registry import Registry
from bot.core.reply import Paragraph, Reply, Result

MAX_QUESTIONS = 5
"""One message gets so many answers."""

_PASSAGE = 1_500
_LONG_LINE = 240
"""A longer text, or one with a longer line, is a passage: no line of it is a question by itself."""

_REST_QUOTED = ">>>"
_SENTENCES = re.compile(r"(?<=\?)\s+")
_AND_ALSO = re.compile(r"(?:[,;.]\s*|\s)and also\b[,:]?\s+", re.IGNORECASE)
_LEADING_ALSO = re.compile(r"^and also\b[,:]?\s+", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")
_NO_WORDS = re.compile(r":[\w+'-]+:|(?<!\w)@[^\s@]+")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
"""Phones and copied text bring them; they would keep “who says so?” from being read as that."""

_WORD = re.compile(r"[^\W_]")
_COURTESY = re.compile(
    r"(?:(?:hi|hello|hey|good (?:morning|evening)|thanks(?: a lot)?|thank you|thx|cheers|ok|okay"
    r"|great|perfect|got it|bye)(?: (?:there|all|everybody|everyone))?[\s,.!]*)+",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"(?:(?:hi|hey|hello|please|so|ok)[,!]? )?(?:"
    r"thoughts|(?:fact[- ]?)?check(?: (?:this|that|it))?"
    r"|(?:any(?:thing)?|something) on (?:this|that|it)"
    r"|(?:do|have) we (?:have |got )?(?:this|that|it|anything|anything on (?:this|that|it))"
    r"|what about (?:this|that|it)|true|is (?:this|that|it)(?: true| right| so)?"
    r"|what do we have(?: on (?:this|that|it))?"
    r")",
    re.IGNORECASE,
)
_ABOUT_ONE = frozenset({Wish.WHO, Wish.WHEN, Wish.STATUS, Wish.OTHERS, Wish.SOURCE})


@dataclass(frozen=True, slots=True)
class Pinged:
    """The questions of one message, in order, and how many more there were."""

    questions: tuple[str, ...]
    left_out: int = 0


def questions_in(registry: Registry, text: str) -> Pinged:
    """Return the questions in *text*. Raises `Unusable` where it has no words at all.

    What begins with a command is that command, with all that follows.
    """
    text = _INVISIBLE.sub("", clean(text)).strip()
    if _is_command(registry, text):
        return Pinged((text,))
    found = list(dict.fromkeys(_pieces(text)))
    if not found:
        raise Unusable(
            "There is nothing in that to look for.",
            "Write a claim's name or a question beside the mention, such as: doctors-salary",
        )
    return Pinged(tuple(found[:MAX_QUESTIONS]), len(found[MAX_QUESTIONS:]))


def _is_command(registry: Registry, text: str) -> bool:
    """Say whether *text* begins with a command, other than that of every question."""
    if text.startswith("/"):
        return True
    first = text.partition("\n")[0]
    word = first.split(None, 1)[0].lower() if first.split() else ""
    if word not in registry or word == DEFAULT_COMMAND:
        return False
    try:
        command, _ = read_line(registry, first)
    except UserError:
        return True
    return word in (command, registry.get(command).under)


def _pieces(text: str) -> list[str]:
    """Return the questions of *text* in order; a piece without words is none."""
    parts = list(_apart(text))
    own = [part for is_quoted, part in parts if not is_quoted]
    quoted = {part for is_quoted, part in parts if is_quoted and _has_words(part)}
    passage = len("\n".join(own)) > _PASSAGE or any(
        len(line) > _LONG_LINE and not line.endswith("?") for line in own
    )
    asked = [piece for part in own for piece in _split(part) if _asks(piece)]
    pieces = []
    for is_quoted, part in parts:
        if is_quoted:
            pieces.append(part)
        elif not passage or asked:
            pieces += [piece for piece in _split(part) if not passage or piece in asked]
    if passage and not asked:
        pieces.append(" ".join(own))
    return [
        piece
        for piece in pieces
        if _has_words(piece) and (not quoted or piece in quoted or not _points(piece))
    ]


def _apart(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the lines of *text* and whether they are quoted; quoted ones in a row are one."""
    together: list[str] = []
    rest = False
    for raw in text.splitlines():
        line = " ".join(raw.split())
        rest = rest or line.startswith(_REST_QUOTED)
        if rest or line.startswith(">"):
            together.append(line.lstrip("> "))
            continue
        if together:
            yield True, " ".join(together).strip()
            together = []
        if line:
            yield False, line
    if together:
        yield True, " ".join(together).strip()


def _split(line: str) -> list[str]:
    """Return the questions of one line."""
    parts = [part for sentence in _SENTENCES.split(line) for part in _AND_ALSO.split(sentence)]
    bare = (_BULLET.sub("", part.strip(), count=1).strip() for part in parts)
    return [_LEADING_ALSO.sub("", part, count=1) for part in bare]


def _asks(piece: str) -> bool:
    return piece.endswith("?") and len(piece) <= _LONG_LINE


def _has_words(piece: str) -> bool:
    """Say whether there is more in *piece* than emoji, names of people and courtesy."""
    if follow_up(piece) is not None:
        return True
    rest = _NO_WORDS.sub(" ", piece).strip()
    return _WORD.search(rest) is not None and _COURTESY.fullmatch(rest) is None


def _points(piece: str) -> bool:
    """Say whether *piece* only asks about what is quoted beside it."""
    found = follow_up(piece)
    if found is not None:
        return found.wish in _ABOUT_ONE
    return _POINTING.fullmatch(piece.rstrip(" ?!.…")) is not None


def left_out(pinged: Pinged) -> Reply:
    """Return what is said of the questions that one message had too many of."""
    count = pinged.left_out
    questions = "1 more question" if count == 1 else f"{count} more questions"
    return Reply(
        f"{questions} in that message got no answer: one message gets {MAX_QUESTIONS}.",
        (Paragraph(("Ask the rest in another message.",)),),
        result=Result.USAGE,
    )


def own_words(text: str) -> str:
    """Return *text* without the lines that quote somebody, line by line."""
    return "\n".join(part for is_quoted, part in _apart(text) if not is_quoted)
