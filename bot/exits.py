"""How the program ends, in numbers a supervisor can act on (after BSD's sysexits)."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of `onrecord`."""

    OK = 0
    """Done; for `ask`, something is on record."""
    NOTHING = 1
    """`ask` found nothing; `doctor` or `db check` found fault; `ingest` could not read it all."""
    USAGE = 2
    """The command line, or the question, cannot be used as it is."""
    INTERNAL = 70
    """An unexpected failure; the log has the whole story under the reference shown."""
    RUNNING = 73
    """Another process already serves this desk."""
    STORE = 74
    """The claim store cannot be opened, read or written."""
    LOST = 75
    """A platform has been out of reach for too long; a supervisor should start the process anew."""
    REFUSED = 77
    """A platform refuses us (token, scope, intent); only a person can mend that."""
    CONFIG = 78
    """A setting is wrong; the report names each one, where it came from and the fix."""
    STOPPED = 130
    """Ctrl-C or SIGTERM stopped `ingest`; the same command goes on where it was."""


class AlreadyRunningError(Exception):
    """Another process serves this desk; two would split one platform's events between them."""
