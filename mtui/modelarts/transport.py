"""The HTTP client that all exchanges of a session share."""

from __future__ import annotations

import ssl
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING

import httpx

from mtui import __version__
from mtui.domain.errors import ConfigError
from mtui.modelarts.receiving import CODINGS

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import Request

_LIMITS = httpx.Limits(max_connections=32, max_keepalive_connections=16, keepalive_expiry=5.0)


class _NoCookies(CookieJar):
    """Keeps none: no call needs one, and one that is not ASCII would spoil all later requests."""

    def extract_cookies(self, response: HTTPResponse, request: Request) -> None:
        """Store nothing of what an answer brings."""


def open_http(
    *,
    timeout_s: float,
    proxy: str | None = None,
    ca_bundle: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> httpx.AsyncClient:
    """Open a client that follows no redirect, keeps no cookie and adds no authentication.

    Args:
        timeout_s: limit for each phase of a request, in seconds.
        proxy: a proxy's URL; without it the usual proxy variables hold.
        ca_bundle: a PEM file with the authorities to trust; without it, certifi's.
        transport: stands in for the network; proxy and ca_bundle then mean nothing.

    Raises:
        ConfigError: proxy or ca_bundle cannot be used.
    """
    if transport is not None:
        return _client(timeout_s, transport=transport)
    context = _tls_context(ca_bundle)
    try:
        return _client(timeout_s, proxy=proxy, verify=context)
    except ImportError as error:
        raise ConfigError(
            "a SOCKS proxy needs a package that is not installed",
            hint="Install it with: pip install 'httpx[socks]'",
        ) from error
    except (ValueError, httpx.InvalidURL) as error:
        # The cause's message may quote the proxy's URL with its password.
        raise ConfigError(
            "the proxy's URL cannot be used" if proxy else "a proxy variable cannot be used",
            hint="It should look like http://host:port (keys: proxy, HTTPS_PROXY, ALL_PROXY).",
        ) from (None if "@" in str(error) else error)


def _client(
    timeout_s: float,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    proxy: str | None = None,
    verify: ssl.SSLContext | bool = True,
) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=transport,
        proxy=proxy,
        verify=verify,
        # TCP and TLS have one limit each. They must end by themselves before the exchange's limit
        # cancels them: httpcore leaves a socket open when a handshake is cancelled.
        timeout=httpx.Timeout(timeout_s, connect=0.4 * timeout_s),
        limits=_LIMITS,
        follow_redirects=False,
        http2=False,
        cookies=_NoCookies(),
        headers={
            "User-Agent": f"mtui/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": ", ".join(CODINGS),
        },
    )


def _tls_context(ca_bundle: str | None) -> ssl.SSLContext:
    try:
        if ca_bundle is None:
            return httpx.create_ssl_context()
        return ssl.create_default_context(cafile=ca_bundle)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        where = f"ca_bundle {ca_bundle}" if ca_bundle else "the file named by SSL_CERT_FILE"
        raise ConfigError(
            f"{where} cannot be read as certificates", hint="It must be a PEM file."
        ) from error
