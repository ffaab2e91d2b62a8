"""Every exception of httpx ends in the one right error: was it sent or not?"""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import httpx
import pytest

from mtui.domain.answers import ApiAnswer
from mtui.domain.errors import AnswerLostError, ApiError, NotSentError
from mtui.modelarts import failures, hints
from tests.modelarts.wire import DELETE, READ, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

NEVER_SENT = {
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
}
ANSWER_LOST = {
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ReadError,
    httpx.WriteError,
    httpx.CloseError,
    httpx.LocalProtocolError,
    httpx.RemoteProtocolError,
    httpx.DecodingError,
    httpx.TooManyRedirects,
    httpx.HTTPStatusError,
    httpx.CookieConflict,
    httpx.StreamConsumed,
    httpx.StreamClosed,
    httpx.ResponseNotRead,
    httpx.RequestNotRead,
}


def leaves(kind: type[Exception]) -> Iterator[type[Exception]]:
    children = [child for child in kind.__subclasses__() if child.__module__ == "httpx"]
    if not children:
        yield kind
    for child in children:
        yield from leaves(child)


def all_of_httpx() -> list[type[Exception]]:
    exported = [getattr(httpx, name) for name in httpx.__all__]
    roots = [
        kind
        for kind in exported
        if isinstance(kind, type)
        and issubclass(kind, Exception)
        and kind.__bases__[0] in (Exception, RuntimeError)
    ]
    return sorted({leaf for root in roots for leaf in leaves(root)}, key=lambda kind: kind.__name__)


def an_instance(kind: type[Exception]) -> Exception:
    if kind in (
        httpx.StreamConsumed,
        httpx.StreamClosed,
        httpx.ResponseNotRead,
        httpx.RequestNotRead,
    ):
        return kind()
    if kind is httpx.HTTPStatusError:
        request = httpx.Request("GET", "https://h")
        return httpx.HTTPStatusError("told", request=request, response=httpx.Response(500))
    return kind("told")


def test_the_two_lists_name_every_exception_of_httpx() -> None:
    assert set(all_of_httpx()) == NEVER_SENT | ANSWER_LOST


@pytest.mark.parametrize("kind", all_of_httpx(), ids=lambda kind: kind.__name__)
async def test_every_exception_of_httpx_becomes_the_right_error(kind: type[Exception]) -> None:
    wire = Wire(an_instance(kind))
    with pytest.raises(ApiError) as caught:
        await wire.exchange().write(DELETE, "/v1")
    assert type(caught.value) is (NotSentError if kind in NEVER_SENT else AnswerLostError)
    assert caught.value.answer.call == DELETE
    assert caught.value.answer.http_status is None
    assert caught.value.message
    assert caught.value.hint
    assert len(wire.requests) == 1


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TimeoutError(), AnswerLostError),
        (OSError("broken"), AnswerLostError),
        (ssl.SSLError("bad record mac"), AnswerLostError),
        (UnicodeEncodeError("idna", "x", 0, 1, "label too long"), NotSentError),
    ],
)
def test_exceptions_that_httpx_lets_through_are_known(
    error: Exception, expected: type[ApiError]
) -> None:
    assert isinstance(error, failures.TRANSPORT_FAILURES)
    told = failures.from_exception(error, ApiAnswer(DELETE, None), was_sent=None)
    assert type(told) is expected


def test_what_was_watched_goes_before_what_the_exception_suggests() -> None:
    answer = ApiAnswer(DELETE, None)
    unsent = failures.from_exception(httpx.ReadTimeout("t"), answer, was_sent=False)
    sent = failures.from_exception(httpx.ConnectError("t"), answer, was_sent=True)
    assert type(unsent) is NotSentError
    assert type(sent) is AnswerLostError


def caused(cause: BaseException) -> httpx.ConnectError:
    error = httpx.ConnectError("told")
    error.__cause__ = OSError("All connection attempts failed")
    error.__cause__.__cause__ = cause
    return error


def certificate_error() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "unable to get local issuer certificate"
    return error


@pytest.mark.parametrize(
    ("error", "message", "hint", "is_worth_it"),
    [
        (caused(socket.gaierror(-2, "x")), "host name could not be resolved", hints.DNS, True),
        (caused(ConnectionRefusedError()), "was refused", hints.UNREACHABLE, True),
        (
            caused(ExceptionGroup("many", [ConnectionRefusedError()])),
            "was refused",
            hints.UNREACHABLE,
            True,
        ),
        (caused(certificate_error()), "unable to get local issuer", hints.TLS_CA, False),
        (caused(ssl.SSLError("x")), "TLS handshake failed", hints.TLS_CA, True),
        (httpx.ProxyError("403 No"), "the proxy refused", hints.PROXY, False),
        (httpx.ProxyError("407 Who?"), "asks for a login", hints.PROXY_LOGIN, False),
        (httpx.InvalidURL("x"), "address cannot be used", hints.URL, False),
        (httpx.UnsupportedProtocol("x"), "address cannot be used", hints.URL, False),
        (httpx.ConnectTimeout("x"), "no connection within", hints.UNREACHABLE, True),
        (httpx.ConnectError("x"), "no connection could be made", hints.UNREACHABLE, True),
    ],
)
def test_the_reason_and_the_advice_fit_the_cause(
    error: Exception, message: str, hint: str, *, is_worth_it: bool
) -> None:
    told = failures.from_exception(error, ApiAnswer(DELETE, None), was_sent=None)
    assert message in told.message
    assert told.hint == hint
    assert failures.is_worth_another_try(error) is is_worth_it


def test_only_a_change_may_have_been_carried_out() -> None:
    change = failures.from_exception(httpx.ReadError("x"), ApiAnswer(DELETE, None), was_sent=None)
    read = failures.from_exception(httpx.ReadError("x"), ApiAnswer(READ, None), was_sent=None)
    assert (change.hint, read.hint) == (hints.LOST, hints.UNREACHABLE)


def test_an_exceptions_own_text_is_never_repeated() -> None:
    error = httpx.LocalProtocolError("Illegal header value b'the-token'")
    told = failures.from_exception(error, ApiAnswer(DELETE, None), was_sent=None)
    assert "the-token" not in str(told)
