"""What can go wrong with what is on record.

KnowledgeError
├── StoreError                 the store could not do what was asked
│   ├── StoreBusy              another process holds the database
│   ├── StoreReadOnly          the file or its folder may not be written
│   ├── StoreFull              the disk has no room left
│   ├── StoreTooNew            a newer version of the program wrote this database
│   ├── StoreTooSlow           a read took longer than its deadline
│   ├── StoreDamaged           the file is not a sound database of ours
│   └── StoreMissing           there is no database yet
├── RecordError                a record breaks a rule of the desk (no claimant, a bad date, …)
└── Unreadable                 a file or page gives no text; says so to a person, with a next step
    ├── TooLarge               it is larger than what is read
    └── Unfetched              the page was not fetched
        ├── AddressRefused     the address is none that the desk fetches from
        ├── PageUnavailable    the site does not give the page, or cannot be reached
        └── PageTooSlow        the site did not send the page in time
"""


class KnowledgeError(Exception):
    """Anything that went wrong with what is on record; the message is for the log."""


class StoreError(KnowledgeError):
    """The store could not do what was asked."""


class StoreBusy(StoreError):
    """Another process holds the database; waiting did not help."""


class StoreReadOnly(StoreError):
    """The database file, or the folder it lies in, may not be written."""


class StoreFull(StoreError):
    """There is no room left on the disk."""


class StoreTooNew(StoreError):
    """A newer version of the program wrote this database; ours must not touch it."""


class StoreTooSlow(StoreError):
    """A read took longer than its deadline and was stopped."""


class StoreDamaged(StoreError):
    """The file is not a sound database of ours."""


class StoreMissing(StoreError):
    """There is no database at the configured place yet."""


class RecordError(KnowledgeError):
    """A record breaks a rule of the desk."""


class Unreadable(KnowledgeError):
    """A file or page gives no text; `sentence` and `next_step` are written for a person."""

    def __init__(self, sentence: str, next_step: str) -> None:
        super().__init__(f"{sentence} {next_step}")
        self.sentence = sentence
        self.next_step = next_step

    def __reduce__(self) -> tuple[type["Unreadable"], tuple[str, str]]:
        # Reading happens in a process of its own, and its failures must come back whole.
        return type(self), (self.sentence, self.next_step)


class TooLarge(Unreadable):
    """A file or page is larger than what is read."""


class Unfetched(Unreadable):
    """A page was not fetched."""


class AddressRefused(Unfetched):
    """The address is none that the desk fetches from."""


class PageUnavailable(Unfetched):
    """The site does not give the page, or cannot be reached."""


class PageTooSlow(Unfetched):
    """The site did not send the page in time."""
