"""What the accused were asked and said, as a person fills it in."""

import re
from dataclasses import replace
from datetime import datetime

from knowledge.amending import Seen
from knowledge.filter_values import read_date
from knowledge.grounds import must_be_open
from knowledge.model import Claim
from knowledge.proposals import NotKept
from knowledge.reviewing import Changed, Reviewing

MAX_ANSWER = 600

_NONE_BY = re.compile(r"\s*none\s+by\b\s*(.*)", re.IGNORECASE | re.DOTALL)
_CLOCK = re.compile(r"(.*?)[,\sT]*\b([0-2]?\d)[:.]([0-5]\d)\s*", re.DOTALL)
_YES = frozenset({"yes", "y", "true", "on", "1"})
_NO = frozenset({"", "no", "n", "false", "off", "0"})


async def keep_answer(
    reviewing: Reviewing,
    claim: Claim,
    by: str,
    why: str,
    *,
    accused: str,
    asked: str,
    answer: str,
    legal: str,
    seen: Seen | None = None,
) -> Changed:
    """Keep when the accused of *claim* were asked, and what they said, in a new revision.

    *answer* is their words, or “none by” and a time. Raises `NotKept` with the field.
    """
    must_be_open(claim)
    if not claim.alleged:
        raise NotKept(
            f"{claim.slug} accuses nobody, so nobody is asked about it.",
            "Edit it with /desk edit where that is wrong.",
        )
    named = " ".join(accused.split())
    if not named:
        raise NotKept("The accused is not named.", "Say who is accused.", "accused")
    when = moment(asked, "asked") if asked.strip() else ""
    none = _NONE_BY.fullmatch(answer)
    none_by = moment(none[1], "answer") if none else ""
    said = "" if none else " ".join(answer.split())
    if len(said) > MAX_ANSWER:
        raise NotKept(
            f"That answer has {len(said)} characters, and at most {MAX_ANSWER} fit.",
            "Keep to what answers the accusation.",
            "answer",
        )
    if none_by and not when:
        raise NotKept(
            "There was no answer, and it is not said when they were asked.",
            "Say when they were asked for comment.",
            "asked",
        )
    if none_by and none_by < when:
        raise NotKept(
            "That says there was no answer by a time before they were asked.",
            "Give a later time.",
            "answer",
        )
    attribution = replace(
        claim.attribution,
        accused=named,
        asked=when,
        answer=said,
        none_by=none_by,
        legal=_flag(legal),
    )
    wanted = replace(claim, attribution=attribution)
    return await reviewing.revise(claim, wanted, by, why, seen=seen)


def moment(words: str, field: str) -> str:
    """Return a day, with a time where one is given: `2026-11-12 15:00`. Raises `NotKept`."""
    match = _CLOCK.fullmatch(words.strip())
    day = read_date((match[1] if match else words).strip().rstrip(","))
    clock = f" {int(match[2]):02}:{match[3]}" if match else ""
    if day is None or len(day.value) != len("2026-11-12") or clock > " 23:59":
        raise NotKept(
            f"“{words.strip()[:40]}” is no day.",
            "Write it as 2026-11-12, or with a time: 2026-11-12 15:00.",
            field,
        )
    text = f"{day.value}{clock}"
    datetime.fromisoformat(text)
    return text


def _flag(words: str) -> bool:
    key = words.strip().lower()
    if key not in _YES | _NO:
        raise NotKept(
            f"“{words.strip()[:40]}” is neither yes nor no.",
            "Write yes for a claim that a lawyer should see, or no.",
            "legal",
        )
    return key in _YES
