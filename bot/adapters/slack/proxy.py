"""Which proxy leads to an address. The library takes the environment's for every address."""

from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env


def proxy_for(address: str) -> str | None:
    """Return the proxy that the environment names for *address*, or nothing.

    This machine, and the hosts in NO_PROXY, are reached without one.
    """
    host = urlsplit(address).hostname or ""
    if _is_here(host) or proxy_bypass(host):
        return None
    return load_http_proxy_from_env()


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
