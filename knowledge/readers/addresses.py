"""Which network addresses a page may be fetched from: those of the open internet alone.

A person, or a page that redirects, may name an address inside the newsroom's own network, and the
desk must not be the way in.
"""

import re
from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from yarl import URL

from knowledge.errors import AddressRefused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST_URL = 2_048
"""Characters of an address that is still fetched."""

_INSIDE: tuple[Network, ...] = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocols' own, and one cloud's service for its machines
            "168.63.129.16/32",  # a cloud's service for its own machines, at a public address
            "192.88.99.0/24",  # a way into IPv6 that is no longer in use
            "::/96",  # IPv4 inside IPv6, in six forms that can hide an inside address
            "::ffff:0:0/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2002::/16",
            "2001::/32",
            "3fff::/20",  # documentation
            "5f00::/16",  # segment routing
            "fec0::/10",  # inside a site
        ),
    )
)
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|\d+)")
_PASTE = "Paste the text of the page instead."


def is_outside(address: Address, allowed: Sequence[Network] = ()) -> bool:
    """Say whether *address* is one of the open internet, or in an *allowed* network."""
    if any(address in network for network in allowed):
        return True
    odd = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not odd and not any(address in network for network in _INSIDE)


def checked(text: str, allowed: Sequence[Network] = ()) -> Address:
    """Return the numeric address *text*. Raises `AddressRefused` where it lies inside."""
    address = ip_address(text.partition("%")[0])
    if not is_outside(address, allowed):
        raise AddressRefused(
            "That address leads into a private network, and pages are fetched from the open"
            " internet only.",
            _PASTE,
        )
    return address


def checked_url(text: str, ports: frozenset[int], allowed: Sequence[Network] = ()) -> URL:
    """Return the web address *text* if it may be asked for; names are not looked up here.

    Raises `AddressRefused` for other schemes and ports, for credentials, and for inside addresses.
    """
    text = text.strip()
    if len(text) > LONGEST_URL or re.search(r"[\x00-\x20\x7f\\]", text):
        raise AddressRefused("That is no web address.", "Copy it whole from your browser.")
    try:
        url = URL(text)
        host, port = url.host or "", url.port
    except ValueError:
        raise AddressRefused(
            "That is no web address.", "Copy it whole from your browser."
        ) from None
    if url.scheme not in ("http", "https") or not host:
        raise AddressRefused(
            "Only addresses that begin with http:// or https:// are fetched.",
            "Copy the address whole from your browser, or paste the text.",
        )
    if url.user is not None or url.password is not None:
        raise AddressRefused(
            "That address holds a user name or password, which the desk never sends.",
            "Give the address without it, or paste the text of the page.",
        )
    if port not in ports:
        raise AddressRefused(f"Port {port} is none that web pages are fetched from.", _PASTE)
    try:
        checked(host, allowed)
    except ValueError:
        # A name, then; browsers also take numbers in other writings for addresses, we do not.
        if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
            raise AddressRefused(
                "That address names its site by a number in an unusual writing.",
                "Give the site's name, or paste the text of the page.",
            ) from None
    return url
