"""What a person can do about an error: one or two plain sentences. Pure."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from mtui.domain import errors
from mtui.domain.secret import mask_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.domain.answers import ApiAnswer

MALFORMED = "Check the endpoint; if it is right, refresh to see what is really there."
HTML = "A web page came instead of the API: a proxy in between, or the wrong endpoint."
LOST = "It may have been carried out: refresh before you repeat it."
TLS_CA = (
    "The service's certificate is not trusted here. Behind a proxy that inspects TLS, set"
    " ca_bundle in the profile to its authority's PEM file."
)
DNS = "The host name is not known here. Check region and endpoint, and the network."
PROXY = "Check proxy in the profile and the variables HTTPS_PROXY and ALL_PROXY."
PROXY_LOGIN = "Give its name and password in HTTPS_PROXY: http://name:password@host:port."
UNREACHABLE = "Check the network, the proxy and the endpoint."
URL = "The endpoint in the profile is not a URL that can be used."

NOT_RUNNING = "It is not running any more, so there is nothing to stop."

_MAX_SKEW_S = 5 * 60
_MAX_WAIT_S = 24 * 3600.0

_KEY_LOCKED = "Do not repeat it: about five failures lock an access key for about five minutes."
_BY_KIND: Mapping[type[errors.ApiError], str] = {
    errors.AuthError: "Check the credentials of the profile, and that they belong to this region.",
    errors.ExpiredError: "Get a new token, or new temporary keys, where the old ones came from.",
    errors.ForbiddenError: "The account lacks a permission for this call.",
    errors.NotServedError: (
        "This region or endpoint does not offer this call: older regions have jobs with versions"
        " (v1, retired in 2023), newer ones only jobs without (v2)."
    ),
    errors.NotFoundError: "It is gone already, or the id belongs to another project or region.",
    errors.StateConflictError: "Wait until its status has changed, then refresh.",
    errors.ThrottledError: "Too many requests: wait a little.",
    errors.ServerError: "The service failed. Refresh to see what is really there.",
}


def for_answer(kind: type[errors.ApiError], answer: ApiAnswer, headers: Mapping[str, str]) -> str:
    """Return the advice for an error that the service told."""
    if kind is errors.AuthError:
        skew = clock_skew(headers, now_s=answer.at_ms / 1000)
        locked = _KEY_LOCKED if answer.error_code.endswith(".0301") else ""
        return " ".join(filter(None, (skew, locked))) or _BY_KIND[kind]
    if answer.error_code.endswith(".2796"):
        return NOT_RUNNING
    return _BY_KIND.get(kind, "")


def clock_skew(headers: Mapping[str, str], *, now_s: float) -> str:
    """Return a sentence when this machine's clock is off by more than five minutes."""
    service_s = _http_date(headers.get("date", ""))
    if service_s is None or abs(service_s - now_s) <= _MAX_SKEW_S:
        return ""
    minutes = round(abs(service_s - now_s) / 60)
    side = "behind" if service_s > now_s else "ahead of"
    return f"This machine's clock is {minutes} min {side} the service: set it right."


def retry_after_s(headers: Mapping[str, str], *, now_s: float) -> float | None:
    """Return the wait that ``Retry-After`` asks for, in seconds, given as number or date."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return min(float(text), _MAX_WAIT_S)
    until_s = _http_date(text)
    return None if until_s is None else min(max(0.0, until_s - now_s), _MAX_WAIT_S)


def redirect(location: str) -> str:
    """Return the advice for a redirect, which is never followed; names the host alone."""
    try:
        host = mask_secrets(httpx.URL(location).host)
    except (httpx.InvalidURL, UnicodeError):  # the latter for "xn--" and no name behind it
        host = ""
    where = f" to {host}" if host else ""
    return f"The endpoint redirects{where}: a login page of a network, or the wrong endpoint."


def _http_date(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
