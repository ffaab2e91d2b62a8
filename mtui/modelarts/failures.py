"""Failures on the way to the service: httpx's exceptions to the domain's errors. Pure."""

from __future__ import annotations

import socket
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx

from mtui.domain.errors import AnswerLostError, ApiError, NotSentError
from mtui.modelarts import hints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtui.domain.answers import ApiAnswer

NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    UnicodeError,  # a host name that cannot be encoded
)
"""What can only happen before the first byte of a request."""

TRANSPORT_FAILURES = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    httpx.CookieConflict,
    OSError,
    UnicodeError,
)
"""All that sending a request and reading its answer may raise, timeouts of asyncio included."""

PROXY_ASKS = "the proxy asks for a login"

_WORTH_ANOTHER_TRY = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def from_exception(error: Exception, answer: ApiAnswer, *, was_sent: bool | None) -> ApiError:
    """Return the domain's error for a failure of the transport.

    Args:
        error: one of TRANSPORT_FAILURES.
        answer: stands for the answer that never came.
        was_sent: whether the request had begun to leave, where that could be watched. Not
            knowing counts as sent: only then is nothing repeated that was done.
    """
    if was_sent is False or (was_sent is None and isinstance(error, NEVER_SENT)):
        reason, hint = _not_sent(error)
        return NotSentError(replace(answer, error_msg=reason), hint=hint)
    hint = hints.UNREACHABLE if answer.call.is_read else hints.LOST
    return AnswerLostError(replace(answer, error_msg=_lost(error)), hint=hint)


def is_worth_another_try(error: Exception) -> bool:
    """Say whether a request that was never sent may get through a moment later."""
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return False
    return isinstance(error, (*_WORTH_ANOTHER_TRY, TimeoutError))


def _not_sent(error: Exception) -> tuple[str, str]:
    """Return the reason and the advice; the exception's own text may hold what is secret."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return _tls(cause)
        if isinstance(cause, socket.gaierror):
            return "the host name could not be resolved", hints.DNS
        if isinstance(cause, ConnectionRefusedError):
            return "the connection was refused", hints.UNREACHABLE
    if isinstance(error, httpx.ProxyError):
        if str(error).startswith("407"):
            return PROXY_ASKS, hints.PROXY_LOGIN
        return "the proxy refused the connection", hints.PROXY
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | UnicodeError):
        return "the address cannot be used", hints.URL
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return "no connection within the time limit", hints.UNREACHABLE
    return "no connection could be made", hints.UNREACHABLE


def _tls(error: ssl.SSLError) -> tuple[str, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate was refused: {error.verify_message}", hints.TLS_CA
    return "the TLS handshake failed", hints.TLS_CA


def _lost(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return "no answer within the time limit"
    if isinstance(error, httpx.DecodingError):
        return "the answer could not be decompressed"
    return "the connection broke before the answer was complete"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all that led to it, groups included."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting.extend(filter(None, (cause.__context__, cause.__cause__)))
        if isinstance(cause, BaseExceptionGroup):
            waiting.extend(cause.exceptions)
