"""Checking SDK-HMAC-SHA256 signatures the way the gateway's rules read (api.md §4.2)."""

from __future__ import annotations

import hashlib
import hmac
import re
from calendar import timegm
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, quote, unquote

if TYPE_CHECKING:
    from mtui.simulator.wire import Request

ALGORITHM = "SDK-HMAC-SHA256"
MAX_SKEW_S = 900.0
"""How far the signer's clock may be off, in seconds."""

_AUTHORIZATION = re.compile(
    r"SDK-HMAC-SHA256 +Access=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]+)"
)
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_UNSIGNED = "UNSIGNED-PAYLOAD"
_REQUIRED = frozenset({"host", "x-sdk-date"})


class Claim(NamedTuple):
    """What an ``Authorization`` header claims."""

    access_key: str
    signed_headers: tuple[str, ...]
    signature: str


def parse_claim(authorization: str) -> Claim | None:
    """Return the claim in an ``Authorization`` header, None where it has another form."""
    match = _AUTHORIZATION.fullmatch(authorization.strip())
    if match is None:
        return None
    return Claim(match[1], tuple(match[2].lower().split(";")), match[3])


def signed_at(request: Request) -> float | None:
    """Return the epoch second in ``X-Sdk-Date``, None where it is missing or no date."""
    match = _DATE.fullmatch(request.headers.get("x-sdk-date", ""))
    if match is None:
        return None
    year, month, day, hour, minute, second = map(int, match.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 60):
        return None
    return float(timegm((year, month, day, hour, minute, second)))


def is_genuine(request: Request, claim: Claim, secret_key: str) -> bool:
    """Return whether the request was signed with this secret key as it stands."""
    if not _REQUIRED.issubset(claim.signed_headers):
        return False
    payload = _payload_hash(request)
    if payload is None:
        return False
    text = string_to_sign(request, claim, payload)
    expected = hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, claim.signature)


def string_to_sign(request: Request, claim: Claim, payload_hash: str) -> str:
    """Return the text whose HMAC is the signature."""
    canonical = canonical_request(request, claim, payload_hash)
    digest = hashlib.sha256(canonical.encode("utf-8", "surrogateescape")).hexdigest()
    return f"{ALGORITHM}\n{request.headers.get('x-sdk-date', '')}\n{digest}"


def canonical_request(request: Request, claim: Claim, payload_hash: str) -> str:
    """Return the canonical request: six parts, one line each but for the headers."""
    names = sorted(claim.signed_headers)
    headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in names)
    return "\n".join(
        (
            request.method,
            _canonical_path(request.path),
            _canonical_query(request.query),
            headers,
            ";".join(names),
            payload_hash,
        )
    )


def _canonical_path(path: str) -> str:
    """Decode as a whole first: an encoded slash separates as well (pinned by the vectors)."""
    encoded = "/".join(quote(part, safe="") for part in unquote(path).split("/"))
    return encoded if encoded.endswith("/") else encoded + "/"


def _canonical_query(query: str) -> str:
    """Sort by decoded name, then by decoded value as text."""
    if not query:
        return ""
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def _payload_hash(request: Request) -> str | None:
    """Return the hash to sign; None where the client states one that does not fit the body."""
    actual = hashlib.sha256(request.body).hexdigest()
    stated = request.headers.get("x-sdk-content-sha256")
    if stated is None or not request.body:
        return actual
    return stated if stated in (_UNSIGNED, actual) else None
