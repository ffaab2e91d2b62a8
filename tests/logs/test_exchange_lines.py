"""Every exchange leaves one line: method, path, status or failure, code, request id, time."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import httpx
import pytest

from mtui.domain.answers import ApiCall
from mtui.domain.errors import ApiError
from mtui.modelarts.exchange import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable

CALL = ApiCall("list jobs", "GET")


async def never(seconds: float) -> None:
    """Waiting is not what this is about."""
    del seconds


async def read(answer: Callable[[httpx.Request], httpx.Response]) -> None:
    """Read once from a service that answers like this."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        exchange = Exchange(http, base_url="https://x.example", clock=lambda: 5.0, sleep=never)
        await exchange.read(CALL, "/v1/p/jobs", query=[("search_content", "mine")])


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno == logging.INFO]


async def test_an_answer_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mtui")

    await read(lambda _: httpx.Response(200, json={}, headers={"X-Request-Id": "r-1"}))

    assert lines(caplog) == ["GET /v1/p/jobs 200 - r-1 0 ms"]


async def test_a_refusal_has_its_code(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mtui")
    body = {"error_code": "ModelArts.0105", "error_msg": "not in this state"}

    with pytest.raises(ApiError):
        await read(lambda _: httpx.Response(400, json=body))

    (line,) = lines(caplog)
    assert line.startswith("GET /v1/p/jobs 400 ModelArts.0105 - ")


async def test_a_failure_on_the_way_is_named_each_time(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mtui")

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("gone", request=request)

    with pytest.raises(ApiError):
        await read(refuse)

    assert len(lines(caplog)) > 1
    assert {re.sub(r"\d+ ms", "", each) for each in lines(caplog)} == {
        "GET /v1/p/jobs AnswerLostError - - "
    }


async def test_what_was_asked_and_answered_is_for_debugging_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "mtui")
    body = {"error_code": "ModelArts.0105", "error_msg": "not in this state"}

    with pytest.raises(ApiError):
        await read(lambda _: httpx.Response(400, json=body))

    debug = [each.getMessage() for each in caplog.records if each.levelno == logging.DEBUG]
    assert any("not in this state" in each for each in debug)
    assert "asked with search_content=mine" in debug
