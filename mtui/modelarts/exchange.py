"""One exchange with the service: build, sign, send, read, understand; repeat where harmless."""

from __future__ import annotations

import asyncio
import random
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, TypeVar
from urllib.parse import quote

import httpx

from mtui.domain.answers import ApiAnswer
from mtui.domain.errors import (
    AnswerLostError,
    ApiError,
    AuthError,
    ExpiredError,
    ForbiddenError,
    MalformedAnswerError,
    NotSentError,
    ServerError,
    ThrottledError,
)
from mtui.domain.frozen import frozen
from mtui.domain.secret import Secret
from mtui.modelarts import failures, hints
from mtui.modelarts.authentication import Authentication
from mtui.modelarts.classify import Expect, RawAnswer, malformed, understand
from mtui.modelarts.logbook import noted
from mtui.modelarts.receiving import BodyRefusedError, read_body
from mtui.modelarts.retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from mtui.domain.answers import ApiCall
    from mtui.modelarts.bodies import JsonValue

MAX_BODY_BYTES = 64 * 1024 * 1024
"""Longest answer that is read, decompressed."""

_NOT_FOR_REPEATING = frozenset({501, 505})
_BEFORE_SENDING = ("connection.", "proxy.", "socks.")
_ALSO_TRUE_OF_THE_CALL = (AuthError, ForbiddenError, ThrottledError)

_T = TypeVar("_T")


@frozen
class Reply:
    """A successful answer with its JSON object."""

    answer: ApiAnswer
    payload: dict[str, JsonValue] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    """Lookup ignores case. IAM's hold a token: never show them."""

    def malformed(self, reason: str) -> MalformedAnswerError:
        """Return the error for a payload that makes no sense."""
        return malformed(self.answer, reason)


class Exchange:
    """Sends calls to one service, authenticated in one way.

    Args:
        http: the client whose connections are used.
        base_url: the service's URL, without a trailing slash.
        auth: how to authenticate; by default not at all.
        clock: the time in epoch seconds; may jump.
        steady: seconds that never jump, for what takes its time; by default the clock.
        sleep: waits for some seconds.
        timeout_s: limit for one try, from connecting to the last byte, in seconds.
        retry: how reads are repeated.
        jitter: a number from 0 to 1 for each pause.
        max_body_bytes: longest answer that is read.
        before_read: awaited before every try of a read.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        base_url: str,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        steady: Callable[[], float] | None = None,
        auth: Authentication | None = None,
        timeout_s: float = 20.0,
        retry: RetryPolicy | None = None,
        jitter: Callable[[], float] = random.random,
        max_body_bytes: int = MAX_BODY_BYTES,
        before_read: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._http = http
        self._base_url = base_url
        self._auth = auth or Authentication()
        self._clock = clock
        self._steady = steady or clock
        self._sleep = sleep
        self._timeout_s = timeout_s
        self._retry = retry or RetryPolicy()
        self._jitter = jitter
        self._max_body_bytes = max_body_bytes
        self._before_read = before_read

    def impatient(self, before_read: Callable[[], Awaitable[None]] | None = None) -> Exchange:
        """Return the same exchange, except that it repeats no read, and waits before each."""
        return Exchange(
            self._http,
            base_url=self._base_url,
            clock=self._clock,
            steady=self._steady,
            sleep=self._sleep,
            auth=self._auth,
            timeout_s=self._timeout_s,
            retry=RetryPolicy(tries=1),
            max_body_bytes=self._max_body_bytes,
            before_read=before_read,
        )

    async def read(
        self,
        call: ApiCall,
        path: str,
        *,
        query: Sequence[tuple[str, str]] = (),
        body: Secret | bytes = b"",
        expect: Expect = Expect.OBJECT,
    ) -> Reply:
        """Send a call that changes nothing, again and again where that may help.

        Repeated are lost connections, throttling and server failures; each try is signed anew.

        Raises:
            ApiError: the last try's error, when tries or time have run out.
        """
        ask = _Ask(call, path, query, body, expect)
        began_s = self._steady()
        tries_done = 0
        while True:
            if self._before_read is not None:
                await self._before_read()
            try:
                return await self._try(ask)
            except (NotSentError, AnswerLostError, ThrottledError, ServerError) as error:
                tries_done += 1
                pause_s = self._retry.pause_s(
                    tries_done=tries_done,
                    spent_s=self._steady() - began_s,
                    asked_s=error.retry_after_s,
                    jitter=self._jitter(),
                )
                if pause_s is None or not _is_worth_another_try(error):
                    raise
            await self._sleep(pause_s)

    async def write(
        self,
        call: ApiCall,
        path: str,
        *,
        body: bytes = b"",
        expect: Expect = Expect.CONFIRMED,
    ) -> Reply:
        """Send a call that changes something, once.

        The one repeat there can be is with a new login: a request that was not authenticated has
        not been carried out.

        Raises:
            ApiError: it was not accepted, or nobody knows.
        """
        return await self._try(_Ask(call, path, (), body, expect))

    async def _try(self, ask: _Ask) -> Reply:
        """Send once, or twice around a new login that a refusal asked for."""
        await _before_sending(ask.call, self._auth.prepare())
        request = self._build(ask)
        try:
            return await self._once(ask, request)
        except AuthError as refusal:
            error = self._understood(refusal)
            is_unknown = error.answer.http_status == httpx.codes.UNAUTHORIZED
            if not (is_unknown or isinstance(error, ExpiredError)):
                raise
            if not await _before_sending(ask.call, self._auth.renew(request, error)):
                raise error from None
        return await self._once(ask, self._build(ask))

    def _understood(self, refusal: AuthError) -> AuthError:
        """Return the refusal as what it means for credentials that were good before."""
        if isinstance(refusal, ExpiredError) or not self._auth.has_run_out(refusal):
            return refusal
        hint = hints.for_answer(ExpiredError, refusal.answer, {})
        return ExpiredError(refusal.answer, hint=hint)

    def _build(self, ask: _Ask) -> httpx.Request:
        # httpx would send a blank as "+", which signer and service may read differently.
        pairs = "&".join(
            f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in ask.query
        )
        try:
            return self._http.build_request(
                ask.call.method,
                f"{self._base_url}{ask.path}" + (f"?{pairs}" if pairs else ""),
                headers={"Content-Type": "application/json"},
                content=_content(ask.body),
            )
        except failures.TRANSPORT_FAILURES as error:
            answer = ApiAnswer(ask.call, None, at_ms=_ms(self._clock()))
            raise failures.from_exception(error, answer, was_sent=False) from error

    @noted
    async def _once(self, ask: _Ask, request: httpx.Request) -> Reply:
        call = ask.call
        began_s = self._steady()
        watch = _Watch()
        request.extensions["trace"] = watch
        try:
            async with asyncio.timeout(self._timeout_s):
                response, body = await self._receive(request, watch)
        except failures.TRANSPORT_FAILURES as error:
            answer = ApiAnswer(call, watch.http_status, **self._times(began_s))
            raise failures.from_exception(error, answer, was_sent=watch.was_sent) from error
        except BodyRefusedError as refusal:
            answer = ApiAnswer(call, watch.http_status, **self._times(began_s))
            raise malformed(answer, f"the answer is {refusal}") from None
        raw = RawAnswer(call, response.status_code, response.headers, body, **self._times(began_s))
        answer, payload = understand(raw, ask.expect)
        return Reply(answer, payload, response.headers)

    async def _receive(self, request: httpx.Request, watch: _Watch) -> tuple[httpx.Response, bytes]:
        response = await self._http.send(request, auth=self._auth, stream=True)
        watch.http_status = response.status_code
        try:
            return response, await read_body(response, at_most=self._max_body_bytes)
        finally:
            await response.aclose()

    def _times(self, began_s: float) -> _Times:
        return {"at_ms": _ms(self._clock()), "elapsed_ms": _ms(self._steady() - began_s)}


class _Ask(NamedTuple):
    """A call with all that goes out with it."""

    call: ApiCall
    path: str
    query: Sequence[tuple[str, str]]
    body: Secret | bytes
    expect: Expect


class _Times(TypedDict):
    at_ms: int
    elapsed_ms: int


class _Watch:
    """Sees on a real connection whether a request has begun to leave.

    Only what is known to come before that counts as "not yet": an event of a name that nobody
    knows means that it has.
    """

    def __init__(self) -> None:
        self.was_sent: bool | None = None
        """None where the transport tells nothing."""
        self.http_status: int | None = None
        self._method = b""

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of one of httpcore's trace events."""
        if "request" in info:
            self._method = info["request"].method
        # A CONNECT to a proxy is not yet the request.
        is_before = event.startswith(_BEFORE_SENDING) or self._method == b"CONNECT"
        self.was_sent = bool(self.was_sent) or not is_before


def _content(body: Secret | bytes) -> bytes | None:
    return body.reveal().encode() if isinstance(body, Secret) else body or None


async def _before_sending(call: ApiCall, login: Awaitable[_T]) -> _T:
    """Wait for a login; its failure must not be read as the fate of the call behind it.

    A login's "not found" is not the call's, and a login whose answer was lost means that the
    call has certainly not been sent.
    """
    try:
        return await login
    except ApiError as error:
        kind = type(error) if isinstance(error, _ALSO_TRUE_OF_THE_CALL) else NotSentError
        reason = f"login failed: {error.answer.error_msg}" if error.answer.error_msg else ""
        raise kind(
            replace(error.answer, call=call, error_msg=reason or "login failed"),
            hint=error.hint,
            retry_after_s=error.retry_after_s,
        ) from error


def _is_worth_another_try(error: ApiError) -> bool:
    if isinstance(error, NotSentError):
        cause = error.__cause__
        return isinstance(cause, Exception) and failures.is_worth_another_try(cause)
    return error.answer.http_status not in _NOT_FOR_REPEATING


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
