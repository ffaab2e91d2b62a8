"""One log line for each exchange: ids, codes and times, neither bodies nor headers."""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from mtui.domain.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from mtui.domain.answers import ApiAnswer
    from mtui.modelarts.exchange import Reply

_log = logging.getLogger("mtui.exchange")

S = TypeVar("S")
A = TypeVar("A")


def noted(
    send: Callable[[S, A, httpx.Request], Awaitable[Reply]],
) -> Callable[[S, A, httpx.Request], Awaitable[Reply]]:
    """Have a method that sends a request log what came of it."""

    @wraps(send)
    async def send_and_note(self: S, ask: A, request: httpx.Request) -> Reply:
        try:
            reply = await send(self, ask, request)
        except ApiError as error:
            _note(request, error.answer, type(error).__name__)
            raise
        _note(request, reply.answer, "")
        return reply

    return send_and_note


def _note(request: httpx.Request, answer: ApiAnswer, failure: str) -> None:
    _log.info(
        "%s %s %s %s %s %d ms",
        request.method,
        request.url.path,
        answer.http_status or failure,
        answer.error_code or "-",
        answer.request_id or "-",
        answer.elapsed_ms,
    )
    if failure:
        _log.debug("%s: %s", failure, answer.error_msg)
    if request.url.query:
        _log.debug("asked with %s", request.url.query.decode("ascii"))
