"""The service as an httpx transport: no socket, yet every way in which a socket can fail."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

from mtui.simulator.wire import Drop, Loss, Request, Response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from mtui.simulator.service import Service


class SimulatorTransport(httpx.AsyncBaseTransport):
    """Hands requests to a service in this process."""

    def __init__(
        self,
        service: Service,
        *,
        latency_s: float = 0.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Every round trip takes ``latency_s``, half on the way in and half on the way out."""
        self.service = service
        self.latency_s = latency_s
        self.in_flight = 0
        """How many requests are being answered."""
        self.most_in_flight = 0
        """The most there ever were at once."""
        self._sleep = sleep

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer like a server would, or raise what httpx raises over a bad line."""
        body = await request.aread()
        headers = [(_text(name), _text(value)) for name, value in request.headers.raw]
        target = request.url.raw_path.decode("ascii")
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await self._wait(self.latency_s / 2)
            answer = self.service.handle(Request.from_target(request.method, target, headers, body))
            if isinstance(answer, Drop):
                await self._fail(answer, request)
            else:
                return await self._deliver(answer, request)
        finally:
            self.in_flight -= 1
        raise AssertionError("a dropped answer always raises")

    async def _deliver(self, answer: Response, request: httpx.Request) -> httpx.Response:
        patience_s = _read_timeout(request)
        if patience_s is not None and answer.delay_s > patience_s:
            await self._wait(patience_s)
            raise httpx.ReadTimeout("The read operation timed out", request=request)
        await self._wait(self.latency_s / 2 + answer.delay_s)
        headers = [(name.encode(), value.encode()) for name, value in answer.headers]
        if not answer.is_cut:
            return httpx.Response(answer.status, headers=headers, content=answer.body)
        headers.append((b"Content-Length", b"%d" % len(answer.body)))
        return httpx.Response(answer.status, headers=headers, stream=_CutStream(answer.body))

    async def _fail(self, drop: Drop, request: httpx.Request) -> None:
        if drop.loss is Loss.REFUSED:
            raise httpx.ConnectError("All connection attempts failed", request=request)
        if drop.loss is Loss.RESET:
            await self._wait(self.latency_s / 2)
            raise httpx.ReadError("The connection was reset", request=request)
        patience_s = _read_timeout(request)
        if patience_s is None:
            await asyncio.Event().wait()
        else:
            await self._wait(patience_s)
        raise httpx.ReadTimeout("The read operation timed out", request=request)

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            await self._sleep(seconds)


class _CutStream(httpx.AsyncByteStream):
    """A body whose second half never comes."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body[: len(self._body) // 2]
        raise httpx.RemoteProtocolError(
            "peer closed connection without sending complete message body"
        )


def _read_timeout(request: httpx.Request) -> float | None:
    timeout = request.extensions.get("timeout") or {}
    seconds: float | None = timeout.get("read")
    return seconds


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
