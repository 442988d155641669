"""Web addresses as the desk compares them, and the hosts that readers know."""

from urllib.parse import urlsplit

from knowledge.readers import urls


def canonical(address: str) -> str:
    """Return the web *address* without what does not name the page, or nothing if it is none.

    As `knowledge.readers.urls` has it; `www.` and a last slash make no difference here either.
    """
    if not host_of(address):
        return ""
    form = urls.canonical(address)
    return form.replace("://www.", "://", 1).rstrip("/") if form.startswith("https://") else ""


def host_of(address: str) -> str:
    """Return the host of *address* as a reader knows it, or nothing if it has none."""
    try:
        return (urlsplit(address.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
