"""What is said of claims that whoever reads the answer may not see: that they are, and no more."""

from bot.core.errors import RestrictedClaim
from bot.core.reply import Note


def restricted(asked: str) -> RestrictedClaim:
    """Return the failure to raise where a restricted claim was asked for by its name."""
    return RestrictedClaim(
        f"“{' '.join(asked.split())[:80]}” is restricted, and is not shown here.",
        "Ask whoever runs the desk for it, or whom they let read restricted claims; those ask in "
        "private.",
        field="slug",
    )


def not_shown(count: int) -> tuple[Note, ...]:
    """Return the note that *count* restricted claims were left out, where any were."""
    if not count:
        return ()
    return (Note((f"{count} restricted claim{'' if count == 1 else 's'} not shown.",)),)
