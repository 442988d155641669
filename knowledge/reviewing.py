"""Reviewing what is on record: judgements, evidence and second signatures, each with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from knowledge.amending import (
    Amendment,
    Revision,
    Seen,
    Work,
    WorkKind,
    person_key,
    seen_of,
)
from knowledge.check import pending, withdrawals
from knowledge.grounds import (
    address_of,
    must_be_open,
    must_be_shown,
    must_have_reason,
    rating_called,
)
from knowledge.meanwhile import is_ours, since_words
from knowledge.model import (
    Claim,
    ClaimRating,
    Evidence,
    QuotationRating,
    Review,
    Stance,
    Subject,
)
from knowledge.ports import ClaimStore
from knowledge.proposals import NotKept
from knowledge.text import folded

MAX_NOTE = 1_000

SIGNED_TWICE = (ClaimRating.SUPPORTED, ClaimRating.CONTRADICTED)
"""What is shown only once a second person has signed off, where the desk has it so."""

_STANCES = {
    ClaimRating.SUPPORTED: Stance.SUPPORTS,
    ClaimRating.CONTRADICTED: Stance.DISPUTES,
    ClaimRating.DISPUTED: Stance.DISPUTES,
}


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change: the claim as it stands now, and whether this changed it.

    Where it did not, `since` says what others have changed since the claim was seen, unless the
    same change was `made_before`. `clock_back` says that the machine's clock is behind.
    """

    claim: Claim
    changed: bool
    made_before: bool = False
    since: tuple[str, ...] = ()
    clock_back: bool = False


class Reviewing:
    """What people judge of claims, over one store.

    With *second_signature*, support and contradiction are shown only once a second person has
    signed them off. *written* is called right after each change, so that what keeps records catches
    up with it before anybody asks.
    """

    def __init__(
        self,
        store: ClaimStore,
        *,
        second_signature: bool = True,
        written: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._written = written
        self.second_signature = second_signature

    async def review(
        self,
        claim: Claim,
        by: str,
        why: str,
        *,
        seen: Seen | None = None,
        quotation: str = "",
        rating: str = "",
        link: str = "",
    ) -> Changed:
        """Judge the quotation, the claim, or both, for the reason *why*, with *link* as evidence.

        Raises `NotKept` for what the desk's rules do not allow, with the field it belongs to.
        """
        must_be_open(claim)
        why = must_have_reason(why)
        of_quotation = (
            rating_called(quotation, QuotationRating, "quotation") if quotation.strip() else ""
        )
        of_claim = rating_called(rating, ClaimRating, "claim") if rating.strip() else ""
        if not of_quotation and not of_claim and not link.strip():
            raise NotKept(
                "No status was given, so there is nothing to change.",
                f"Give one of the claim's: {', '.join(ClaimRating)}.",
                "rating",
            )
        if of_claim == ClaimRating.WITHDRAWN:
            raise NotKept(
                "A review does not withdraw a claim.", "Use /desk withdraw for that.", "rating"
            )
        at, back = _now(claim)
        evidence = self._linked(link, of_claim, why, by, at)
        if of_claim in SIGNED_TWICE:
            must_be_shown(claim, of_claim, evidence)
        reviews = []
        if of_quotation:
            reviews.append(Review(Subject.QUOTATION, of_quotation, why, by, at))
        if of_claim in SIGNED_TWICE and self.second_signature:
            checking = ClaimRating.CHECKING.value
            reviews.append(Review(Subject.CLAIM, checking, why, by, at, proposes=of_claim))
        elif of_claim:
            reviews.append(Review(Subject.CLAIM, of_claim, why, by, at))
        return await self._amend(
            claim, Amendment(by, at, why, tuple(reviews), evidence), seen, clock_back=back
        )

    async def withdraw(
        self, claim: Claim, by: str, why: str, *, seen: Seen | None = None
    ) -> Changed:
        """Withdraw the claim; its name stays taken, and its card says that it was withdrawn."""
        at, said = _time(), " ".join(why.split())
        review = Review(Subject.CLAIM, ClaimRating.WITHDRAWN.value, said, by, at)
        if seen is not None and is_ours(claim, seen, Amendment(by, at, said, (review,))):
            return Changed(claim, changed=False, made_before=True)
        must_be_open(claim)
        return await self._judge(claim, ClaimRating.WITHDRAWN, by, why, seen)

    async def reinstate(
        self, claim: Claim, by: str, why: str, *, seen: Seen | None = None
    ) -> Changed:
        """Take the withdrawal back: what was judged before it stands again.

        Raises `NotKept` where nobody has withdrawn the claim.
        """
        why = must_have_reason(why)
        since = claim.reviews[seen.reviews :] if seen is not None else ()
        key = person_key(by)
        if since and all(r.takes_back and person_key(r.reviewer) == key for r in since):
            return Changed(claim, changed=False, made_before=True)
        numbers = withdrawals(claim.reviews)
        if not numbers and seen is not None and seen != seen_of(claim):
            return Changed(claim, changed=False, since=tuple(since_words(claim, seen)))
        if not numbers:
            raise NotKept(
                f"The desk has not withdrawn {claim.slug}.", "Look at it with /claim and its name."
            )
        at, back = _now(claim)
        checking = ClaimRating.CHECKING.value
        reviews = [Review(Subject.CLAIM, checking, why, by, at, signs=each) for each in numbers]
        return await self._amend(
            claim, Amendment(by, at, why, tuple(reviews)), seen, clock_back=back
        )

    async def hold(self, claim: Claim, by: str, why: str, *, seen: Seen | None = None) -> Changed:
        """Put the claim on hold."""
        must_be_open(claim)
        return await self._judge(claim, ClaimRating.ON_HOLD, by, why, seen)

    async def sign_off(
        self, claim: Claim, by: str, why: str, *, seen: Seen | None = None
    ) -> Changed:
        """Sign off the rating that somebody else has proposed last.

        Raises `NotKept` where nothing waits for that, or only what *by* proposed.
        """
        must_be_open(claim)
        if seen is not None and is_ours(claim, seen, self._signature(claim, by, seen)):
            return Changed(claim, changed=False, made_before=True)
        why = must_have_reason(why)
        waiting = pending(claim.reviews, Subject.CLAIM)
        if not waiting:
            raise NotKept(
                f"Nothing about {claim.slug} waits for a second signature.",
                "Look at /desk history first; whoever reviews it proposes a status.",
            )
        others = [each for each in waiting if person_key(each[1].reviewer) != person_key(by)]
        if not others:
            raise NotKept(
                "You proposed that status, so a second person has to sign it off.",
                "Ask somebody else who signs off; /desk role lists who does.",
            )
        number, proposed = others[-1]
        must_be_shown(claim, proposed.proposes, ())
        at, back = _now(claim)
        review = Review(Subject.CLAIM, proposed.proposes, why, by, at, signs=number)
        return await self._amend(claim, Amendment(by, at, why, (review,)), seen, clock_back=back)

    async def prove(
        self,
        claim: Claim,
        by: str,
        *,
        link: str,
        stance: str,
        what: str,
        source: str = "",
        seen: Seen | None = None,
    ) -> Changed:
        """Add a piece of evidence: what it shows, and whether it supports or disputes the claim."""
        must_be_open(claim)
        what = must_have_reason(what, "what")
        name = folded(stance)
        known = next((s for s in Stance if name and folded(s.value).startswith(name)), None)
        if known is None:
            raise NotKept(
                f"“{stance[:40]}” is nothing that evidence does to a claim.",
                f"It {', '.join(s.value for s in Stance)}: give one of these.",
                "stance",
            )
        at, back = _now(claim)
        url = address_of(link)
        named = " ".join(source.split()) or _host(url)
        evidence = Evidence(known, what, url, named, by, at)
        amendment = Amendment(by, at, what, evidence=(evidence,))
        return await self._amend(claim, amendment, seen, clock_back=back)

    async def revise(
        self, claim: Claim, wanted: Claim, by: str, why: str, *, seen: Seen | None = None
    ) -> Changed:
        """Have *claim* read as *wanted* from now on, in a new revision."""
        must_be_open(claim)
        why = must_have_reason(why)
        if wanted == claim and (seen is None or seen == seen_of(claim)):
            raise NotKept("Nothing was changed.", "Change a field, or close the form.", "statement")
        at, back = _now(claim)
        amendment = Amendment(by, at, why, claim=wanted)
        return await self._amend(claim, amendment, seen, clock_back=back)

    async def take(self, claim: Claim, by: str) -> Work | None:
        """Keep that *by* works on the claim, and return who took it last before, if anybody did."""
        must_be_open(claim)
        last = taken(await self._store.work_on(claim.slug))
        if last is None or person_key(last.by) != person_key(by):
            await self._store.add_work(claim.slug, Work(WorkKind.TAKEN, by, _time()))
        return last

    async def note(self, claim: Claim, by: str, words: str) -> None:
        """Note something about the claim for the desk; readers are not shown it."""
        said = " ".join(words.split())
        if not said:
            raise NotKept("A note needs words.", "Write them after the claim's name.", "words")
        await self._store.add_work(claim.slug, Work(WorkKind.NOTED, by, _time(), said[:MAX_NOTE]))

    async def work_on(self, slug: str) -> Sequence[Work]:
        """Return who took the claim and what was noted about it, oldest first."""
        return await self._store.work_on(slug)

    async def revisions(self, slug: str) -> Sequence[Revision]:
        """Return the claim as it was before each edit, oldest first."""
        return await self._store.revisions(slug)

    async def _judge(
        self, claim: Claim, rating: ClaimRating, by: str, why: str, seen: Seen | None
    ) -> Changed:
        why = must_have_reason(why)
        at, back = _now(claim)
        review = Review(Subject.CLAIM, rating.value, why, by, at)
        return await self._amend(claim, Amendment(by, at, why, (review,)), seen, clock_back=back)

    async def _amend(
        self, claim: Claim, amendment: Amendment, seen: Seen | None, *, clock_back: bool
    ) -> Changed:
        expected = seen or seen_of(claim)
        told = await self._store.amend(claim.slug, amendment, expected)
        if told.changed:
            self._written()
            return Changed(told.claim, changed=True, clock_back=clock_back)
        made_before = is_ours(told.claim, expected, amendment)
        since = () if made_before else tuple(since_words(told.claim, expected))
        return Changed(told.claim, changed=False, made_before=made_before, since=since)

    def _signature(self, claim: Claim, by: str, seen: Seen) -> Amendment:
        """Return the signing off that would be *by*'s if it was sent a second time."""
        last = claim.reviews[seen.reviews :][-1:]
        mine = tuple(r for r in last if r.signs and person_key(r.reviewer) == person_key(by))
        return Amendment(by, _time(), mine[0].reason if mine else "", mine)

    def _linked(
        self, link: str, rating: str, why: str, by: str, at: datetime
    ) -> tuple[Evidence, ...]:
        if not link.strip():
            return ()
        url = address_of(link)
        stance = next((s for r, s in _STANCES.items() if r == rating), Stance.CONTEXT)
        return (Evidence(stance, why, url, _host(url), by, at),)


def taken(work: Sequence[Work]) -> Work | None:
    """Return who took the claim last, if anybody did."""
    return next((each for each in reversed(work) if each.kind is WorkKind.TAKEN), None)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _time() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _now(claim: Claim) -> tuple[datetime, bool]:
    """Return when it is, and whether the clock is behind what is on record.

    No entry is dated before the one that it follows.
    """
    now = _time()
    last = max((*(r.at for r in claim.reviews), *(e.added_at for e in claim.evidence)), default=now)
    return max(now, last), now < last
