"""`/compare`: claims side by side with their figures, and what can be said of every two."""

import asyncio
import re
from collections.abc import Sequence

from bot.commands.claim import shortened
from bot.commands.compared import comparison_reply
from bot.commands.restricted import restricted
from bot.commands.suggest import suggest_several
from bot.core.errors import Unusable
from bot.core.registry import Context, Param, command
from bot.core.reply import Reply
from knowledge.check import status
from knowledge.compare import MAX_CLAIMS, MIN_CLAIMS, compare
from knowledge.desk import Found, How, Restricted, Several
from knowledge.model import Claim, ClaimRating, Record, Subject

_COMMA = re.compile(r"[,;\n]")
_BETWEEN = re.compile(r"[,;\n]|\s(?:and|vs\.?|versus|with|&)\s", re.IGNORECASE)
_FILLING = frozenset(["and", "vs", "vs.", "versus", "with", "&"])


def names_in(typed: str) -> list[str]:
    """Return the names of claims in *typed*, each once: set apart by commas, or else by spaces."""
    parts = _BETWEEN.split(typed) if _COMMA.search(typed) else typed.split()
    names = (" ".join(part.split()) for part in parts)
    return list(dict.fromkeys(name for name in names if name and name.lower() not in _FILLING))


@command(
    "compare",
    "Claims side by side: their figures, and in what they differ",
    params=[
        Param(
            "claims",
            "2 to 8 names, with spaces or commas between; one name takes what is beside it",
            required=True,
            max_length=2000,
            suggest=suggest_several,
        )
    ],
    shareable=True,
    example="/compare doctors-salary-iwpr doctors-salary-un-letter",
)
async def compare_claims(context: Context, claims: str) -> Reply:
    """Compare the claims called *claims*, or the only one named with what is on record about it."""
    names = names_in(claims)
    if not names:
        raise Unusable(
            "There is no name of a claim in that.",
            "Name two to eight claims, such as: /compare kenya-arrival kenya-doctors",
            field="claims",
        )
    if len(names) > MAX_CLAIMS:
        raise Unusable(
            f"That is {len(names)} claims, and a comparison takes {MIN_CLAIMS} to {MAX_CLAIMS}.",
            "Leave some out, and compare them in a second question.",
            field="claims",
        )
    records, notices = [], []
    for name in names:
        record, notice = await _named(context, name)
        records.append(record)
        notices += [notice] if notice else []
    chosen = list({record.claim.slug: record.claim for record in records}.values())
    left_out = 0
    if len(chosen) == 1:
        chosen, left_out = _with_others(records[0])
        notices.append(_beside(chosen[0], names))
    notice = " ".join(notices)
    return await asyncio.to_thread(
        lambda: comparison_reply(compare(chosen), notice=notice, left_out=left_out)
    )


async def _named(context: Context, name: str) -> tuple[Record, str]:
    """Return the record of the claim called *name*, and how it was matched if not by its slug."""
    found = await context.desk.look_up(name)
    shown = shortened(name)
    if isinstance(found, Several):
        slugs = ", ".join(claim.slug for claim in found.claims)
        raise Unusable(
            f"{shown} may be several claims: {slugs}{' and others' if found.more else ''}.",
            "Ask again with the one you mean.",
            field="claims",
        )
    if isinstance(found, Restricted):
        raise restricted(name)
    if not isinstance(found, Found):
        raise Unusable(
            f"No claim on record is called {shown}.",
            "Look it up with /claim, which also finds near names, and compare what it finds.",
            field="claims",
        )
    claim = found.record.claim
    if _withdrawn(claim):
        raise Unusable(
            f"The desk withdrew {claim.slug}, so it is not compared.",
            f"Leave it out; /claim {claim.slug} says why it was withdrawn.",
            field="claims",
        )
    if found.how is How.SLUG:
        return found.record, ""
    how = "is another name for" if found.how is How.ALIAS else "is no name on record; nearest is"
    return found.record, f"{shown} {how} {claim.slug}."


def _with_others(record: Record) -> tuple[list[Claim], int]:
    """Return a claim with what else is on record about the same thing, and how many are left out.

    What a person has related to it comes first. Raises `Unusable` where there is nothing else.
    """
    beside = [*(link.claim for link in record.links), *record.others]
    others = [
        other
        for other in {claim.slug: claim for claim in beside}.values()
        if other.slug != record.claim.slug and not _withdrawn(other)
    ]
    if not others:
        raise Unusable(
            f"{record.claim.slug} alone cannot be compared: nothing else is on record about the "
            "same thing.",
            "Name a second claim after it.",
            field="claims",
        )
    kept = others[: MAX_CLAIMS - 1]
    return [record.claim, *kept], len(others) - len(kept)


def _beside(claim: Claim, names: Sequence[str]) -> str:
    if len(names) > 1:
        return f"Those names are all {claim.slug}, so it is shown beside what else is on record."
    return f"{claim.slug} beside what else is on record about the same thing."


def _withdrawn(claim: Claim) -> bool:
    return status(claim.reviews, Subject.CLAIM) == ClaimRating.WITHDRAWN
