"""The SDK-HMAC-SHA256 signature (api.md §4.2) as pure functions, and the auth that applies it."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from mtui.domain.frozen import frozen
from mtui.modelarts.authentication import Authentication, require_header_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

    import httpx

    from mtui.domain.errors import AuthError
    from mtui.domain.secret import Secret

_UNKNOWN_KEY = re.compile(r"\bak\b.*\bnot exist|\bsignature expired")
_ALGORITHM = "SDK-HMAC-SHA256"
_EMPTY_HASH = hashlib.sha256(b"").hexdigest()
_HASHED_TYPES = ("application/json", "application/bson")
_CONTENT_HASH_HEADER = "x-sdk-content-sha256"

# Proxies rewrite the other headers that httpx adds; a signature over those would break.
_SIGNED_BY_NAME = frozenset({"content-type", "host"})


@frozen
class AkSk:
    """An access key with its secret key, permanent or temporary."""

    access_key: str
    secret_key: Secret
    security_token: Secret | None = None
    """Comes with temporary keys only (api.md §4.3)."""


def canonical_path(raw_path: str) -> str:
    """Return the path decoded, encoded anew and ending in ``/``."""
    path = quote(unquote_to_bytes(raw_path), safe="/")
    return path if path.endswith("/") else path + "/"


def canonical_query(raw_query: str) -> str:
    """Return the query sorted by decoded name, then decoded value.

    A ``+`` is a plus sign, as in RFC 3986; a space must be sent as ``%20``.
    """
    pairs = []
    for part in filter(None, raw_query.split("&")):
        name, _, value = part.partition("=")
        pairs.append((unquote_to_bytes(name), unquote_to_bytes(value)))
    return "&".join(
        f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(pairs)
    )


def _payload_hash(headers: Mapping[str, str], body: bytes) -> str:
    if not body:
        return _EMPTY_HASH
    return headers.get(_CONTENT_HASH_HEADER) or hashlib.sha256(body).hexdigest()


def canonical_request(
    method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes
) -> tuple[str, str]:
    """Return the canonical request and the list of signed headers.

    Args:
        method: the HTTP method.
        target: path and query exactly as they are sent.
        headers: all headers to sign; those with ``_`` in their name are left out.
        body: the body as it is sent.
    """
    signed = {name.lower(): value.strip() for name, value in headers if "_" not in name}
    names = ";".join(sorted(signed))
    path, _, query = target.partition("?")
    lines = [
        method.upper(),
        canonical_path(path),
        canonical_query(query),
        *(f"{name}:{signed[name]}" for name in sorted(signed)),
        "",
        names,
        _payload_hash(signed, body),
    ]
    return "\n".join(lines), names


def string_to_sign(canonical: str, sdk_date: str) -> str:
    """Return the text that the signature is made over."""
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return f"{_ALGORITHM}\n{sdk_date}\n{digest}"


def signature(secret_key: Secret, text: str) -> str:
    """Return the signature of a string to sign; the key is used as it is, not derived."""
    return hmac.new(secret_key.reveal().encode(), text.encode(), hashlib.sha256).hexdigest()


def sdk_date(epoch_s: float) -> str:
    """Return a moment as the ``X-Sdk-Date`` header has it."""
    return datetime.fromtimestamp(epoch_s, UTC).strftime("%Y%m%dT%H%M%SZ")


def payload_header(content_type: str) -> tuple[str, str] | None:
    """Return the header that leaves a body unsigned, for content types that are not hashed.

    Upper and lower case count, as they do in the vendor's signer (huaweicloudsdkcore 3.1.219).
    """
    if not content_type or content_type.startswith(_HASHED_TYPES):
        return None
    return "X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"


def authorization(
    keys: AkSk,
    date: str,
    method: str,
    target: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
) -> str:
    """Return the ``Authorization`` header for a request with all its other headers in place."""
    canonical, names = canonical_request(method, target, headers, body)
    signed = signature(keys.secret_key, string_to_sign(canonical, date))
    return f"{_ALGORITHM} Access={keys.access_key}, SignedHeaders={names}, Signature={signed}"


def _is_signed(name: str) -> bool:
    name = name.lower()
    return name in _SIGNED_BY_NAME or name.startswith("x-")


class AkSkAuth(Authentication):
    """Signs each request, just before it is sent, over exactly what is sent.

    Args:
        keys: the access key and its secret.
        clock: the time in epoch seconds; the service refuses a skew above 15 minutes.
        project_id: sent as ``X-Project-Id``, which sub-projects need.
        ends_s: when a temporary key ends, in epoch seconds, where that is known.

    Raises:
        CredentialError: a value cannot be sent in a header.
    """

    requires_request_body = True

    def __init__(
        self,
        keys: AkSk,
        *,
        clock: Callable[[], float],
        project_id: str | None = None,
        ends_s: float | None = None,
    ) -> None:
        require_header_safe("access_key", keys.access_key)
        if keys.security_token is not None:
            require_header_safe("security_token", keys.security_token)
        self._keys = keys
        self._clock = clock
        self._project_id = project_id
        self._ends_s = ends_s
        self._was_accepted = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the signature and the headers that belong under it."""
        date = sdk_date(self._clock())
        request.headers["X-Sdk-Date"] = date
        if self._project_id:
            request.headers["X-Project-Id"] = self._project_id
        if self._keys.security_token is not None:
            request.headers["X-Security-Token"] = self._keys.security_token.reveal()
        unsigned = payload_header(request.headers.get("Content-Type", ""))
        if unsigned is not None:
            request.headers[unsigned[0]] = unsigned[1]
        request.headers["Authorization"] = authorization(
            self._keys,
            date,
            request.method,
            request.url.raw_path.decode("ascii"),
            [item for item in request.headers.multi_items() if _is_signed(item[0])],
            request.content,
        )
        response = yield request
        self._was_accepted |= response.is_success

    def has_run_out(self, error: AuthError) -> bool:
        """Say so of a temporary key that was good and is not known any more.

        The gateway then says that there is no such key (apig-faq-0003), or that the signature
        has expired (sis_04_0087), as it does of a wrong clock.
        """
        is_temporary = self._keys.security_token is not None
        is_unknown = _UNKNOWN_KEY.search(error.answer.error_msg) is not None
        return is_temporary and self._was_accepted and is_unknown

    async def ends_s(self) -> float | None:
        """Return when a temporary key ends, in epoch seconds; None where nobody told."""
        return self._ends_s
