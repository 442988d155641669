"""Web addresses, written in the one way that tells whether two of them are of the same page."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|cmpid|ocid|smid|ref_src|_ga|"
    r"at_(?:medium|campaign|\w+)|ns_(?:mchannel|source|campaign|linkname)|guccounter|ftag",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(address: str) -> str:
    """Return the web *address* without what does not name the page, or nothing if it is none.

    Scheme, `www.`, capitals in the host, the fragment, a last slash and the marks that campaigns
    leave make no difference.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return ""
    host = host.removeprefix("www.").rstrip(".")
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    query = [pair for pair in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(pair[0])]
    path = parts.path.rstrip("/")
    return f"https://{host}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


def host_of(address: str) -> str:
    """Return the host of *address* as a reader knows it, or nothing if it has none."""
    try:
        return (urlsplit(address.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
