"""Answers that stand where they were given, what each said of a claim, and what has changed since.

An answer is kept by where it stands and what it showed, never by the question it answers. Of an
answer that only its asker saw, no words are kept either: only prints, which tell that something
changed and which part of it, and not what it was.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.attributed import answer_of_accused, attribution
from knowledge.check import status
from knowledge.model import Claim, ClaimRating, DocumentState, Figure, Subject

_PRINT = 8
"""Hexadecimal digits a part: two states of one claim are alike by chance once in four billion."""

NOT_CONFIRMED = "the program ended while it was sent; nobody confirmed whether it arrived"
OVERTAKEN = "told with a later change"
"""Why a delivery failed that may have arrived, and why one is done that was not made itself."""

UNCONFIRMED_SECONDS = 60.0
"""An answer that nobody confirmed for so long is taken for one that nobody will confirm."""

PATIENT_TRIES = 3
"""People wait to be told until the edits of their answers were tried so often."""

OF_ONE_CHANNEL = 5
"""So many deliveries of one channel are taken at once, so that others have their turn."""


class Step(StrEnum):
    """How a change is brought to those who read an answer, in this order."""

    EDIT = "edit"
    POST = "post"
    TELL = "tell"


class AnswerState(StrEnum):
    """Whether an answer stands, as far as is known.

    `SENDING` is an answer that nobody confirmed: the program ended, or the platform was silent.
    `FIXED` stands and cannot be edited; `GONE` was deleted, or is out of reach for good.
    """

    SENDING = "sending"
    STANDING = "standing"
    FIXED = "fixed"
    GONE = "gone"


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    DUE = "due"
    DOING = "doing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer shows of one claim, in the words it is shown in.

    `figures` are as written, each with what it measures; `answer` is that of the accused party.
    """

    slug: str
    revision: int
    attribution: str
    strength: str
    words: str
    figures: str
    answer: str
    quotation: str
    status: str
    document: str
    restricted: bool = False

    def parts(self) -> tuple[str, ...]:
        """Return what a change of is a change of the answer, in the order of `PARTS`."""
        return (
            *(self.attribution, self.strength, self.words, self.figures, self.answer),
            *(self.quotation, self.status, self.document, str(self.restricted)),
        )

    def print(self) -> str:
        """Return a print of every part, from which nothing can be read but whether it changed."""
        return "-".join(map(_print, self.parts()))

    def as_json(self) -> str:
        """Return this as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def _print(part: str) -> str:
    return hashlib.sha256(part.encode()).hexdigest()[:_PRINT]


PARTS = (
    *("who says it", "how strongly", "the words", "the figures", "the accused party's answer"),
    *("the quotation's status", "the claim's status", "the document", "who may see it"),
)
"""The names of a claim's parts."""


def shown_from(text: str) -> Shown:
    """Return what `Shown.as_json` wrote."""
    return Shown(**json.loads(text))


def shown_of(claim: Claim) -> Shown:
    """Return what an answer shows of *claim* as it is now."""
    said = claim.attribution
    strong = [said.strength.value, f"hedged “{said.hedge}”" if said.hedge else ""]
    strong.append(f"passing on {said.relays}" if said.relays else "")
    quoted = f" Quoted: “{claim.anchor.quote.exact}”" if claim.anchor else ""
    return Shown(
        slug=claim.slug,
        revision=claim.revision,
        attribution=attribution(claim),
        strength=", ".join(filter(None, strong)),
        words=f"{claim.statement}{quoted}",
        figures="; ".join(map(_figure, claim.figures)),
        answer=answer_of_accused(said) if claim.alleged else "",
        quotation=status(claim.reviews, Subject.QUOTATION),
        status=status(claim.reviews, Subject.CLAIM),
        document=claim.document.state.value,
        restricted=claim.restricted,
    )


def _figure(figure: Figure) -> str:
    written = f"“{figure.text}”" if figure.span else figure.text
    details = ", ".join(filter(None, (figure.measure, figure.population, figure.period)))
    return f"{written} ({details})" if details else written


@dataclass(frozen=True, slots=True)
class Said:
    """What a step last said of a claim: its print and, of a public answer, the words.

    `closed` once the answer took the claim back because it had become restricted: from then on it
    says nothing of that claim, whatever becomes of it.
    """

    slug: str
    print: str
    words: Shown | None = None
    closed: bool = False

    @property
    def of_restricted(self) -> bool:
        """Whether it was said of a claim that was restricted already, to who may see it."""
        return self.print.endswith(_print("True"))

    def differs(self, now: Shown | None) -> bool:
        """Say whether there is something to say, when the claim is shown as *now*.

        Nothing stands for a claim that may not be shown where the answer is.
        """
        return not self.closed and (now is None or now.print() != self.print)

    def changed(self, now: Shown) -> tuple[str, ...]:
        """Return the names of the parts that are different *now*."""
        pairs = zip(PARTS, self.print.split("-"), now.print().split("-"), strict=True)
        return tuple(name for name, was, is_ in pairs if was != is_)


def said_of(shown: Shown | None, slug: str, *, public: bool) -> Said:
    """Return what a step has said of the claim once it showed *shown*, or took it back."""
    if shown is None:
        return Said(slug, "", None, closed=True)
    return Said(slug, shown.print(), shown if public else None)


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim of an answer that is on record otherwise than was said.

    `now` is missing where the claim may not be shown any more. `secret` is a change of a restricted
    claim that was shown to somebody who may see it; nothing is told but that there is one.
    """

    said: Said
    now: Shown | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, where it stands, and whom it was given to.

    `channel`, `thread`, `message` and `more` (the messages it goes on in) are the platform's ids.
    `asker` is the id of who asked for it or, if it was `shared`, of who shared it. A `card` is
    that of the first of its claims, and the others stand under it. A `dated` one, such as a brief,
    says how things stood on a day, and is not replaced. `why` says what is wrong with it in a
    sentence. `number` is the store's, and 0 for one that is not kept yet.
    """

    platform: str
    workspace: str
    channel: str
    asker: str
    at: datetime
    claims: tuple[tuple[str, int], ...]
    """The claims it showed, as slug and revision, in reading order."""
    public: bool = False
    card: bool = False
    shared: bool = False
    thread: str = ""
    message: str = ""
    more: tuple[str, ...] = ()
    state: AnswerState = AnswerState.STANDING
    why: str = ""
    dated: bool = False
    number: int = 0

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of the claims it showed."""
        return tuple(slug for slug, _ in self.claims)

    def steps(self) -> tuple[Step, ...]:
        """Return what a change of one of its claims calls for."""
        editable = self.public and self.state in (AnswerState.STANDING, AnswerState.SENDING)
        return (Step.EDIT, Step.POST, Step.TELL) if editable else (Step.TELL,)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One step of bringing a change to one answer.

    `change` is the number of the change that made it due: there is one delivery of a step for an
    answer and a change. `said` is what the step has said so far of each claim. `tries` counts the
    attempts, `why` is the last one's failure in a sentence, and `at` when it was made due. `begun`
    is when it was first tried, where since then nobody knows whether it was done.
    """

    number: int
    answer: Answer
    change: int
    step: Step
    state: DeliveryState
    at: datetime
    said: tuple[Said, ...] = ()
    tries: int = 0
    why: str = ""
    ended: datetime | None = None
    begun: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a delivery ended, and what its step has said of the claims by now, if it said anything.

    `answer` is how the answer turned out to stand, where that was found out. `dropped` steps of
    the same answer cannot follow any more and end with it, as failed for the same reason.
    """

    number: int
    state: DeliveryState
    at: datetime
    why: str = ""
    said: tuple[Said, ...] = ()
    answer: AnswerState | None = None
    dropped: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries to list; what is empty narrows nothing."""

    state: DeliveryState | None = None
    step: Step | None = None
    platform: str = ""
    slug: str = ""


def day_words(at: datetime) -> str:
    """Return the day of *at* in words: `25 November 2026`."""
    return f"{at.day} {at:%B %Y}"


def said_and_now(said: Shown, now: Shown) -> tuple[str, str]:
    """Return what was said and what is on record now, each with who says it first.

    Both tell the parts that changed, so that they can be read side by side.
    """
    changed = said_of(said, said.slug, public=True).changed(now)
    if now.status == ClaimRating.WITHDRAWN and said.status != now.status:
        kept = [name for name in changed if name == "the claim's status"]
        return _told(
            said, kept
        ), f"{now.attribution} — the desk withdrew this claim; do not use it."
    return _told(said, changed), _told(now, changed)


def told_beside(said: Said, now: Shown) -> str:
    """Return what is different *now* and is neither the words nor a status, or nothing."""
    beside = ("how strongly", "the figures", "the accused party's answer", "the document")
    parts = _parts(now)
    return "; ".join(parts[name] for name in beside if name in said.changed(now))


_DOCUMENTS = {
    DocumentState.CURRENT.value: "the document stood as published",
    DocumentState.CORRECTED.value: "the outlet has corrected the document",
    DocumentState.WITHDRAWN.value: "the outlet has withdrawn the document",
}


def _told(shown: Shown, changed: Sequence[str]) -> str:
    """Return the *changed* parts of *shown* behind its attribution."""
    told = _parts(shown)
    if "who says it" in changed and "the words" not in changed:
        changed = ("the words", *changed)
    parts = [told[name] for name in told if name in changed]
    return f"{shown.attribution} — {'; '.join(parts)}." if parts else f"{shown.attribution}."


def _parts(shown: Shown) -> dict[str, str]:
    """Return the parts of *shown* by name, each as it is told, without a full stop."""
    strength, answer = f"how strongly: {shown.strength}", shown.answer or "nobody is accused"
    told = {
        "the words": shown.words,
        "how strongly": strength,
        "the figures": f"figures as written: {shown.figures}" if shown.figures else "no figure",
        "the accused party's answer": answer,
        "the quotation's status": f"quotation: {shown.quotation}",
        "the claim's status": f"claim: {shown.status}",
        "the document": _DOCUMENTS.get(shown.document, f"the document is {shown.document}"),
    }
    return {name: part.rstrip(".") for name, part in told.items()}
