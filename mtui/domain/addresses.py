"""A service's URL in its one spelling: locks and unfinished runs are known by it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

_USUAL_PORTS = {"https": 443, "http": 80}


def canonical_url(url: str) -> str:
    """Return the URL with its host in lower case and without usual port or final slashes.

    What is no URL with a host comes back as it is.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if not parts.hostname:
        return url
    login, at, _ = parts.netloc.rpartition("@")
    place = "" if port in (None, _USUAL_PORTS.get(parts.scheme)) else f":{port}"
    host = _canonical_host(parts.hostname)
    return parts._replace(netloc=f"{login}{at}{host}{place}").geturl().rstrip("/")


def _canonical_host(host: str) -> str:
    if ":" not in host:
        return host
    try:
        return f"[{ipaddress.ip_address(host).compressed}]"
    except ValueError:
        return f"[{host}]"
