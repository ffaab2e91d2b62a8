"""The service on a loopback socket, for clients that speak HTTP/1.1 and nothing else."""

from __future__ import annotations

import asyncio
import ipaddress
import threading
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from mtui.simulator.wire import Drop, Loss, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from mtui.simulator.service import Service

_MAX_HEAD = 128 * 1024
_MAX_BODY = 12_000_000
"""What the vendor's gateway takes (APIGW.0201)."""
_NO_BODY = frozenset({204, 304})


class _BadRequestError(Exception):
    """What came is not a request that can be answered; the connection ends."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Server:
    """Serves while its ``async with`` block runs; keeps connections open between requests."""

    def __init__(
        self,
        service: Service,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        latency_s: float = 0.0,
    ) -> None:
        """Serve on a loopback address; port 0 takes a free one.

        Every round trip takes ``latency_s``, half on the way in and half on the way out.

        Raises:
            ValueError: the host is not a loopback address.
        """
        if not _is_loopback(host):
            raise ValueError(f"the simulator serves on loopback addresses only, not on {host}")
        self.service = service
        self.host = host
        self.port = port
        """The port; the one that was taken once the block runs."""
        self._latency_s = latency_s
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """What clients take as an endpoint, for ModelArts and IAM alike."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._accept, self.host, self.port, limit=_MAX_HEAD
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._server is None:
            return
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Start a task of our own: asyncio reports the one it would start when it is cancelled."""
        task = asyncio.create_task(self._converse(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._exchange(reader, writer):
                pass
        except _BadRequestError as error:
            _write(writer, Response(error.status), is_last=True)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client went away, which is its right
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection goes on."""
        request = await _read_request(reader)
        await asyncio.sleep(self._latency_s / 2)
        answer = self.service.handle(request)
        if isinstance(answer, Drop):
            if answer.loss is Loss.HANG:
                await reader.read()
            writer.transport.abort()
            return False
        await asyncio.sleep(self._latency_s / 2 + answer.delay_s)
        is_last = answer.is_cut or request.headers.get("connection", "").lower() == "close"
        _write(writer, answer, is_last=is_last)
        await writer.drain()
        return not is_last


@contextmanager
def serve_in_thread(service: Service, *, port: int = 0, latency_s: float = 0.0) -> Iterator[Server]:
    """Serve on a thread of its own while the block runs.

    Raises:
        OSError: the port cannot be had.
    """
    server = Server(service, port=port, latency_s=latency_s)
    is_settled = threading.Event()
    failures: list[OSError] = []
    stops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        stop = asyncio.Event()
        try:
            async with server:
                stops.append((asyncio.get_running_loop(), stop))
                is_settled.set()
                await stop.wait()
        except OSError as error:
            failures.append(error)
            is_settled.set()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="simulator", daemon=True)
    thread.start()
    is_settled.wait()
    try:
        if failures:
            raise failures[0]
        yield server
    finally:
        for loop, stop in stops:
            loop.call_soon_threadsafe(stop.set)
        thread.join()


async def _read_request(reader: asyncio.StreamReader) -> Request:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise _BadRequestError(431) from None
    lines = head[:-4].decode("utf-8", "surrogateescape").split("\r\n")
    start = lines[0].split(" ")
    if len(start) != 3 or not start[2].startswith("HTTP/1."):
        raise _BadRequestError(400)
    pairs = []
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise _BadRequestError(400)
        pairs.append((name, value.strip()))
    request = Request.from_target(start[0], start[1], pairs)
    return request._replace(body=await _read_body(reader, request))


async def _read_body(reader: asyncio.StreamReader, request: Request) -> bytes:
    if "transfer-encoding" in request.headers:
        raise _BadRequestError(411)
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise _BadRequestError(400)
    if int(length) > _MAX_BODY:
        raise _BadRequestError(413)
    return await reader.readexactly(int(length))


def _write(writer: asyncio.StreamWriter, answer: Response, *, is_last: bool) -> None:
    """Send head and body in one write: two would wait for each other's acknowledgement."""
    lines = [f"HTTP/1.1 {answer.status} {_reason(answer.status)}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    if answer.status not in _NO_BODY:
        lines.append(f"Content-Length: {len(answer.body)}")
    lines.append("Connection: close" if is_last else "Connection: keep-alive")
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    body = answer.body[: len(answer.body) // 2] if answer.is_cut else answer.body
    writer.write(head + body)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
