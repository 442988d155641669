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
└── RecordError                a record breaks a rule of the desk (no claimant, a bad date, …)
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
