"""Failures as people meet them: one sentence, one next step, a code.

The table at the end maps every failure we know to a `Problem`; whatever it does not know becomes
an unexpected failure, whose sentence carries the request's reference and nothing else.
"""

from dataclasses import dataclass

from bot.core.reply import Note, Paragraph, Reply, Result
from knowledge import errors as knowledge


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure in words: a stable code, what happened, what to do next."""

    code: str
    sentence: str
    next_step: str
    result: Result = Result.FAILED


class UserError(Exception):
    """A failure that the asker can do something about."""

    code = "error"
    result = Result.USAGE

    def __init__(self, sentence: str, next_step: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.problem = Problem(self.code, sentence, next_step, self.result)
        self.field = field


class Unusable(UserError):
    """An argument cannot be used as it is."""

    code = "unusable"


class UnknownCommand(UserError):
    """There is no such command."""

    code = "unknown-command"


class BadToken(UserError):
    """A pressed button carries something that this version did not write or no longer reads."""

    code = "bad-button"


class NotAllowed(UserError):
    """This workspace, or this person, may not ask this desk."""

    code = "not-allowed"


class RestrictedClaim(UserError):
    """There is a claim of that name, and whoever reads the answer may not see it."""

    code = "restricted"


class TooFast(UserError):
    """One person asks faster than the desk answers."""

    code = "too-fast"


class TooSlow(UserError):
    """The answer was not ready before the deadline."""

    code = "too-slow"
    result = Result.FAILED


class Restarting(UserError):
    """The program is stopping and takes no new questions."""

    code = "restarting"
    result = Result.FAILED


_ASK_AGAIN = "Ask again in a minute; if it goes on, tell whoever runs the desk."
_RUN_DOCTOR = "Tell whoever runs the desk: `onrecord doctor` names the cause."

PROBLEMS: dict[type[BaseException], Problem] = {
    knowledge.StoreBusy: Problem(
        "store-busy", "The claim store is in use by another program just now.", _ASK_AGAIN
    ),
    knowledge.StoreReadOnly: Problem(
        "store-read-only",
        "The claim store can be read but not written, so nothing was saved.",
        _RUN_DOCTOR,
    ),
    knowledge.StoreFull: Problem(
        "store-full",
        "The disk that holds the claim store is full, so nothing was saved.",
        "Keep your text, and tell whoever runs the desk to make room.",
    ),
    knowledge.StoreTooNew: Problem(
        "store-too-new",
        "The claim store was written by a newer version of Onrecord than this one.",
        "Tell whoever runs the desk to update Onrecord; the store was left as it is.",
    ),
    knowledge.StoreTooSlow: Problem(
        "too-slow", "The claim store did not answer in time.", _ASK_AGAIN
    ),
    knowledge.StoreDamaged: Problem(
        "store-damaged",
        "The claim store cannot be read.",
        "Tell whoever runs the desk: `onrecord db check` says what is broken.",
    ),
    knowledge.StoreMissing: Problem(
        "store-missing",
        "There is no claim store yet.",
        "Tell whoever runs the desk to run `onrecord db upgrade`, or `onrecord demo` for a sample.",
    ),
    knowledge.StoreError: Problem(
        "store-failed", "The claim store could not do that.", _RUN_DOCTOR
    ),
    knowledge.RecordError: Problem(
        "record-refused",
        "That record breaks a rule of the desk, so it was not saved.",
        "Say who makes the claim, and try again.",
        Result.USAGE,
    ),
}


def problem_of(error: BaseException, reference: str) -> Problem:
    """Return *error* in words, looked up along its class's ancestors as Starlette does."""
    if isinstance(error, UserError):
        return error.problem
    for kind in type(error).__mro__:
        if kind in PROBLEMS:
            return PROBLEMS[kind]
    return Problem(
        "unexpected",
        f"Something went wrong on our side, reference {reference}.",
        "Give that reference to whoever runs the desk; the log has the whole story.",
    )


def reply_for(problem: Problem, *, field: str = "") -> Reply:
    """Return the private answer that tells *problem*; the sentence is the title."""
    return Reply(
        title=problem.sentence,
        blocks=(Paragraph((problem.next_step,)), Note((f"Code: {problem.code}",))),
        result=problem.result,
        field=field,
    )
