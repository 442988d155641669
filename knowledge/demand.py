"""What is asked for and not on record: counted always, kept in words only with an asker's leave.

A question is told from another by a keyed hash of its words as they are compared, and an asker by a
keyed hash of who they are, so that the counts tell nobody what somebody asked.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from knowledge.match.normal import words as compared
from knowledge.match.porter import stem
from knowledge.match.query import content
from knowledge.notices import Spoken

MAX_WORDS = 1_000
KEY = "demand key"
"""The keepsake that holds the key of prints and marks, in hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A question that found nothing.

    `words` are empty until somebody who asked gave leave to keep them. `times` counts how often it
    was asked and `askers` by how many. `claim` is the slug of what is on record about it by now,
    and `why` says why it ended otherwise. `ticket` is the number of its open ticket, or 0, and
    `owner` who has that (`platform:id name`).
    """

    number: int
    words: str
    times: int
    askers: int
    first_at: datetime
    last_at: datetime
    claim: str = ""
    ended_at: datetime | None = None
    why: str = ""
    ticket: int = 0
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """One question that found nothing, as it is counted.

    `print` stands for its words and `mark` for who asked. With leave, `words` are the question's
    and `tell` is where its asker is told when there is something.
    """

    print: str
    mark: str
    at: datetime
    words: str = ""
    tell: Spoken | None = None


def print_of(words: str, key: bytes) -> str:
    """Return the print of a question: the same for the same words in any order and form.

    Empty where nothing in it tells it from another question.
    """
    stems = sorted({stem(word) for word in content(compared(words))})
    return _keyed(" ".join(stems), key) if stems else ""


def mark_of(platform: str, person: str, key: bytes) -> str:
    """Return the mark of somebody who asks."""
    return _keyed(f"{platform}:{person}", key)


def _keyed(text: str, key: bytes) -> str:
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
