"""One form for the many ways of writing a web address, to know the same document again."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?i)(?:utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid"
    r"|yclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|vero_id|oly_\w+_id|s_cid|ns_\w+|cmpid"
    r"|at_(?:medium|campaign|custom\d|link_\w+|bbc_team|format|ptr_name)|xtor|ref_src|ref_url"
    r"|_ga|_gl|srsltid|ocid|guccounter|guce_\w+|smid|smtyp|sfnsn|__twitter_impression|amp_\w+)"
)
_DEFAULT = {"http": 80, "https": 443}
_UNRESERVED = re.compile(
    r"%(?:2[Dd]|2[Ee]|5[Ff]|7[Ee]|3\d|4[1-9A-Fa-f]|5[0-9Aa]|6[1-9A-Fa-f]|7[0-9Aa])"
)


def canonical(url: str) -> str:
    """Return *url* in the form in which two addresses of one page are the same.

    Tracking parameters, the fragment, the default port and the case of scheme and host go; `http`
    counts as `https`; all other parameters stay, in their order. What is no web address comes back
    as it is, without blanks around it.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return url
    if scheme not in _DEFAULT or not host:
        return url
    host = host.rstrip(".")
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return url
    where = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT[scheme]:
        where = f"{where}:{port}"
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    ]
    path = quote(_UNRESERVED.sub(lambda m: unquote(m[0]), parts.path), safe="/%:@!$&'()*+,;=~")
    return urlunsplit(("https", where, path or "/", urlencode(kept), ""))
