"""One exchange over a scripted wire: what is repeated, what never is, and what is limited."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from mtui.domain import errors
from mtui.domain.answers import ApiAnswer, ApiCall
from mtui.domain.secret import Secret
from mtui.modelarts import Authentication, Exchange, RetryPolicy, TokenAuth, open_http
from tests.modelarts.wire import DELETE, DONE, READ, Wire, answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

GATEWAY_REFUSAL = {"error_code": "APIGW.0301", "error_msg": "verify aksk signature fail"}
BUSY = {"error_code": "ModelArts.2799", "error_msg": "busy"}


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("no"),
        httpx.ConnectTimeout("no"),
        httpx.ReadError("no"),
        httpx.ReadTimeout("no"),
        httpx.RemoteProtocolError("no"),
        answer(BUSY, 429),
        answer({}, 500),
        answer(b"<html>", 502),
        answer({}, 503),
        answer({}, 504),
    ],
    ids=repr,
)
async def test_a_read_is_repeated_after_trouble_that_passes(trouble: Any) -> None:
    wire = Wire(trouble, trouble, answer(DONE))
    reply = await wire.exchange().read(READ, "/v1")
    assert reply.payload == DONE
    assert wire.time.pauses == [0.5, 1.0]


@pytest.mark.parametrize(
    "trouble",
    [
        answer(GATEWAY_REFUSAL, 401),
        answer({}, 400),
        answer({}, 403),
        answer({}, 404),
        answer({}, 501),
        answer({}, 302),
        answer({}, 407),
        answer(b"no json"),
        answer({"is_success": False, "error_code": "ModelArts.0105"}),
        httpx.ProxyError("no"),
        httpx.UnsupportedProtocol("no"),
    ],
    ids=repr,
)
async def test_a_read_is_not_repeated_after_trouble_that_stays(trouble: Any) -> None:
    wire = Wire(trouble)
    with pytest.raises(errors.ApiError):
        await wire.exchange(wire.keys()).read(READ, "/v1")
    assert len(wire.requests) == 1
    assert wire.time.pauses == []


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("no"),
        httpx.ReadError("no"),
        answer(BUSY, 429, [("Retry-After", "1")]),
        answer({}, 500),
        answer({}, 503),
        answer(GATEWAY_REFUSAL, 401),
        answer(b"no json"),
        answer({}),
    ],
    ids=repr,
)
async def test_a_write_is_sent_once_whatever_happens(trouble: Any) -> None:
    wire = Wire(trouble)
    with pytest.raises(errors.ApiError):
        await wire.exchange(wire.keys()).write(DELETE, "/v1")
    assert len(wire.requests) == 1
    assert wire.time.pauses == []


async def test_each_try_is_signed_anew() -> None:
    wire = Wire(answer({}, 503, [("Retry-After", "30")]), answer(DONE))
    await wire.exchange(wire.keys()).read(READ, "/v1")
    first, second = wire.requests
    assert first.headers["X-Sdk-Date"] == "20230102T030405Z"
    assert second.headers["X-Sdk-Date"] == "20230102T030435Z"
    assert first.headers["Authorization"] != second.headers["Authorization"]


async def test_tries_are_bounded() -> None:
    wire = Wire(answer({}, 500))
    with pytest.raises(errors.ServerError):
        await wire.exchange().read(READ, "/v1")
    assert len(wire.requests) == 4
    assert wire.time.pauses == [0.5, 1.0, 2.0]


async def test_a_wait_beyond_the_deadline_is_left_to_the_caller() -> None:
    wire = Wire(answer(BUSY, 429, [("Retry-After", "61")]))
    with pytest.raises(errors.ThrottledError) as caught:
        await wire.exchange().read(READ, "/v1")
    assert caught.value.retry_after_s == 61.0
    assert len(wire.requests) == 1


@pytest.mark.parametrize(
    ("tries_done", "spent_s", "asked_s", "jitter", "expected"),
    [
        (1, 0.0, None, 1.0, 0.5),
        (3, 0.0, None, 1.0, 2.0),
        (3, 0.0, None, 0.25, 0.5),
        (3, 0.0, None, 0.0, 0.0),
        (9, 0.0, None, 1.0, 8.0),
        (1, 0.0, 7.0, 0.0, 7.0),
        (1, 0.0, 7.0, 1.0, 7.5),
        (1, 59.0, 7.0, 0.0, None),
        (1, 60.0, None, 1.0, None),
        (10, 0.0, None, 1.0, None),
    ],
)
def test_pauses_grow_with_full_jitter_within_their_bounds(
    tries_done: int, spent_s: float, asked_s: float | None, jitter: float, expected: float | None
) -> None:
    policy = RetryPolicy(tries=10)
    pause = policy.pause_s(tries_done=tries_done, spent_s=spent_s, asked_s=asked_s, jitter=jitter)
    assert pause == expected


def test_a_huge_number_of_tries_overflows_nothing() -> None:
    policy = RetryPolicy(tries=10_000)
    assert policy.pause_s(tries_done=5_000, spent_s=0, asked_s=None, jitter=1.0) == 8.0


async def test_a_query_is_sent_percent_encoded() -> None:
    wire = Wire(answer(DONE))
    await wire.exchange().read(READ, "/v1/p", query=[("a", "x y+z"), ("b", ""), ("c", "训&=")])
    assert wire.requests[0].url.raw_path == b"/v1/p?a=x%20y%2Bz&b=&c=%E8%AE%AD%26%3D"


async def test_a_redirect_is_not_followed() -> None:
    wire = Wire(answer(b"", 307, [("Location", "https://elsewhere.example/x")]))
    with pytest.raises(errors.MalformedAnswerError, match="redirect"):
        await wire.exchange().write(DELETE, "/v1")
    assert len(wire.requests) == 1


def compressed(body: bytes) -> httpx.Response:
    headers = {"Content-Encoding": "gzip"}
    return httpx.Response(200, headers=headers, stream=httpx.ByteStream(body))


async def test_an_answer_beyond_the_limit_is_not_read_to_its_end() -> None:
    bomb = gzip.compress(b'{"is_success": true, "x": "' + b"0" * 500_000 + b'"}')
    wire = Wire(lambda _request: compressed(bomb))
    with pytest.raises(errors.MalformedAnswerError, match="longer than 10,000 bytes"):
        await wire.exchange(max_body_bytes=10_000).write(DELETE, "/v1")
    reply = await wire.exchange().read(READ, "/v1")
    assert reply.payload["is_success"] is True


@pytest.mark.parametrize(
    "headers",
    [
        [("Content-Encoding", "gzip, gzip")],
        [("Content-Encoding", "gzip"), ("Content-Encoding", "gzip")],
        [("Content-Encoding", "identity, gzip")],
        [("Content-Encoding", "br")],
        [("Content-Encoding", "zstd")],
    ],
    ids=repr,
)
async def test_an_answer_in_a_coding_that_was_not_asked_for_is_not_decompressed(
    headers: list[tuple[str, str]],
) -> None:
    twice = httpx.ByteStream(gzip.compress(gzip.compress(b'{"is_success": true}')))
    wire = Wire(lambda _request: httpx.Response(200, headers=headers, stream=twice))
    with pytest.raises(errors.MalformedAnswerError, match="encoded in a way") as caught:
        await wire.exchange().write(DELETE, "/v1")
    assert caught.value.answer.http_status == 200
    assert wire.requests[0].headers["Accept-Encoding"] == "gzip, deflate"


async def test_an_answer_that_breaks_off_is_lost_and_its_status_known() -> None:
    async def half() -> AsyncIterator[bytes]:
        yield b'{"is_suc'
        raise httpx.ReadError("gone")

    wire = Wire(lambda _request: httpx.Response(200, content=half()))
    with pytest.raises(errors.AnswerLostError) as caught:
        await wire.exchange().write(DELETE, "/v1")
    assert caught.value.answer.http_status == 200


async def test_an_answer_that_cannot_be_decompressed_is_lost() -> None:
    wire = Wire(lambda _request: compressed(b"not gzip"))
    with pytest.raises(errors.AnswerLostError, match="decompressed"):
        await wire.exchange().write(DELETE, "/v1")


async def test_an_answer_that_never_ends_is_lost_at_the_time_limit() -> None:
    async def forever() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0)

    wire = Wire(lambda _request: httpx.Response(200, content=forever()))
    with pytest.raises(errors.AnswerLostError, match="time limit"):
        await wire.exchange(timeout_s=0.01, max_body_bytes=10**9).write(DELETE, "/v1")


@pytest.mark.parametrize(
    "base_url",
    ["http://h:99999", "https://" + "a" * 64 + ".example", "https://h\n", "nonsense", ""],
)
async def test_an_endpoint_that_is_no_url_was_never_reached(base_url: str) -> None:
    wire = Wire(answer(DONE))
    async with open_http(timeout_s=1) as http:
        exchange = Exchange(http, base_url=base_url, clock=wire.time, sleep=wire.time.sleep)
        with pytest.raises(errors.NotSentError) as caught:
            await exchange.write(DELETE, "/v1")
    assert caught.value.hint


async def test_elapsed_time_is_the_clocks() -> None:
    wire = Wire(answer(DONE))

    def slow(_request: httpx.Request) -> httpx.Response:
        wire.time.now_s += 0.25
        return answer(DONE)

    wire.steps = [slow]
    reply = await wire.exchange().read(READ, "/v1")
    assert reply.answer.elapsed_ms == 250
    assert reply.answer.at_ms == round(wire.time.now_s * 1000)


JUMPS_S = (-86_400, -3600, 3600, 86_400)


@pytest.mark.parametrize("jump_s", JUMPS_S)
async def test_a_clock_that_is_set_meanwhile_changes_no_elapsed_time(jump_s: float) -> None:
    wire = Wire(answer(DONE))

    def set_it(_request: httpx.Request) -> httpx.Response:
        wire.time.off_s = jump_s
        wire.time.now_s += 0.25
        return answer(DONE)

    wire.steps = [set_it]
    assert (await wire.exchange().read(READ, "/v1")).answer.elapsed_ms == 250


@pytest.mark.parametrize("jump_s", JUMPS_S)
async def test_a_clock_that_is_set_meanwhile_gives_no_try_more_or_less(jump_s: float) -> None:
    throttled = answer({}, 429, [("Retry-After", "25")])
    wire = Wire(throttled)

    def set_it(_request: httpx.Request) -> httpx.Response:
        wire.time.off_s = jump_s
        return throttled

    wire.steps = [set_it, throttled]
    with pytest.raises(errors.ThrottledError):
        await wire.exchange().read(READ, "/v1")
    assert wire.time.pauses == [25.5, 25.5], "a third would end after the deadline"


async def test_a_token_is_sent_and_a_401_is_final() -> None:
    wire = Wire(answer(GATEWAY_REFUSAL, 401))
    with pytest.raises(errors.AuthError):
        await wire.exchange(TokenAuth(Secret("the-token"))).write(DELETE, "/v1")
    assert [request.headers["X-Auth-Token"] for request in wire.requests] == ["the-token"]


async def test_a_reply_does_not_show_what_came() -> None:
    wire = Wire(answer(DONE, 200, [("X-Subject-Token", "the-token")]))
    reply = await wire.exchange().read(READ, "/v1")
    assert "the-token" not in repr(reply)


class RefusedLogin(Authentication):
    def __init__(self, error: errors.ApiError) -> None:
        self._error = error

    async def prepare(self) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (errors.AuthError, errors.AuthError),
        (errors.ForbiddenError, errors.ForbiddenError),
        (errors.ThrottledError, errors.ThrottledError),
        (errors.NotFoundError, errors.NotSentError),
        (errors.NotServedError, errors.NotSentError),
        (errors.AnswerLostError, errors.NotSentError),
        (errors.MalformedAnswerError, errors.NotSentError),
        (errors.ServerError, errors.NotSentError),
        (errors.StateConflictError, errors.NotSentError),
        (errors.RejectedError, errors.NotSentError),
    ],
)
async def test_a_failed_login_says_nothing_about_what_it_was_for(
    kind: type[errors.ApiError], expected: type[errors.ApiError]
) -> None:
    login = ApiAnswer(ApiCall("log in", "POST"), 404, error_msg="Could not find")
    wire = Wire(answer(DONE))
    with pytest.raises(errors.ApiError) as caught:
        await wire.exchange(RefusedLogin(kind(login, hint="h"))).write(DELETE, "/v1")
    assert type(caught.value) is expected
    assert caught.value.message == "login failed: Could not find"
    assert caught.value.answer.call == DELETE
    assert caught.value.hint == "h"
    assert wire.requests == []
