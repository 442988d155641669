"""How a question or a ticket ends: by a claim that is on record, or for a reason."""

from bot.commands.desk_claim import MAX_NAME
from bot.commands.suggest import suggest_claims
from bot.core.registry import Param
from bot.core.reply import FieldKind, Form, FormField
from knowledge.ticketing import MAX_WHY

BY_CLAIM = Param(
    "slug", "A claim's name", called="claim", max_length=MAX_NAME, suggest=suggest_claims
)
FOR_REASON = Param("why", "Why; it is kept", max_length=1_000)


def asked_claim(command: str, number: int, title: str, label: str, submit: str) -> Form:
    """Return the form that asks which claim ends it."""
    field = FormField("slug", label, FieldKind.SUGGEST, hint="doctors-salary", max_length=MAX_NAME)
    return Form(title, command, (field,), submit=submit, args={"number": str(number)})


def asked_reason(command: str, number: int, title: str, submit: str) -> Form:
    """Return the form that asks for what reason it ends."""
    field = FormField("why", "Why", FieldKind.TEXT, hint="It is kept.", max_length=MAX_WHY)
    return Form(title, command, (field,), submit=submit, args={"number": str(number)})
