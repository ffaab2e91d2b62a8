"""A real socket before a simulated cloud, and everything that a network can do to a request.

An answer usually ends its connection, so that each request comes over one of its own.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple, Self

from mtui.simulator.wire import Drop, Request

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from mtui.simulator import Service

    Fault = Callable[["Visit"], Awaitable[None]]

_RESET = struct.pack("ii", 1, 0)
_DRIP_S = 0.05


class Visit(NamedTuple):
    """One request that has arrived, before anybody has answered it."""

    service: Service
    writer: asyncio.StreamWriter
    head: bytes
    body: bytes

    @property
    def method(self) -> str:
        """GET, DELETE, CONNECT…"""
        return self.head.split(b" ", 1)[0].decode()

    def act(self) -> bytes:
        """Let the service carry the request out; return its whole answer."""
        start, *lines = self.head.decode().rstrip().split("\r\n")
        method, target, _ = start.split(" ")
        pairs = [(name, value.strip()) for name, _, value in (x.partition(":") for x in lines)]
        answer = self.service.handle(Request.from_target(method, target, pairs, self.body))
        assert not isinstance(answer, Drop)
        headers = [f"{name}: {value}" for name, value in answer.headers]
        head = [f"HTTP/1.1 {answer.status} Told", *headers, f"Content-Length: {len(answer.body)}"]
        return "\r\n".join([*head, "Connection: close", "", ""]).encode() + answer.body

    async def send(self, *parts: bytes) -> None:
        """Send bytes."""
        self.writer.writelines(parts)
        await self.writer.drain()


class Line:
    """Serves while its ``async with`` block runs.

    Args:
        service: what answers, where the network lets it.
        tls: how connections are secured; not at all by default.
    """

    def __init__(self, service: Service, *, tls: ssl.SSLContext | None = None) -> None:
        self.heads: list[bytes] = []
        """All requests but for their bodies, oldest first."""
        self.connections = 0
        """How often somebody has connected."""
        self._service = service
        self._tls = tls
        self._faults: list[tuple[Fault, str | None, int | None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """What a profile takes as both endpoints, or as a proxy."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}"

    def strike(self, fault: Fault, *, method: str | None = None, times: int | None = 1) -> None:
        """Have a fault hit the next requests of a method: so many of them, or all."""
        self._faults.append((fault, method, times))

    def heal(self) -> None:
        """Let everything go right again."""
        self._faults.clear()

    async def close(self) -> None:
        """Stop listening: who connects from now on is refused."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def open(self) -> None:
        """Listen, again on the same port."""
        self._server = await asyncio.start_server(
            self._accept, "127.0.0.1", self._port, ssl=self._tls, reuse_address=True
        )
        self._port = self._server.sockets[0].getsockname()[1]

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._converse(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answer(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client went away
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection may go on."""
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        length = next(
            (int(x.split(b":")[1]) for x in head.lower().split(b"\r\n") if b"content-length" in x),
            0,
        )
        visit = Visit(self._service, writer, head, await reader.readexactly(length))
        fault = self._pick(visit.method)
        if fault is None:
            await visit.send(visit.act())
            return False
        await fault(visit)
        return fault is answer_twice

    def _pick(self, method: str) -> Fault | None:
        for index, (fault, wanted, times) in enumerate(self._faults):
            if wanted in (None, method) and times != 0:
                self._faults[index] = (fault, wanted, None if times is None else times - 1)
                return fault
        return None


# What can happen before anything was carried out


async def lose_request(visit: Visit) -> None:
    """Reset the connection."""
    _reset(visit)


async def say_nothing(visit: Visit) -> None:
    """Keep the connection open."""
    del visit
    await asyncio.Event().wait()


async def ask_for_a_login(visit: Visit) -> None:
    """Refuse as a proxy does that wants to know who is asking."""
    await visit.send(
        b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n",
        b'Proxy-Authenticate: Basic realm="proxy"\r\nConnection: close\r\n\r\n',
    )


def send_elsewhere(url: str, status: int = 302) -> Fault:
    """Redirect to another host."""

    async def redirect(visit: Visit) -> None:
        head = f"HTTP/1.1 {status} Elsewhere\r\nLocation: {url}\r\nConnection: close\r\n"
        await visit.send(f"{head}Content-Length: 0\r\n\r\n".encode())

    return redirect


# What can happen to the answer once it was carried out


async def lose_answer(visit: Visit) -> None:
    """Reset the connection."""
    visit.act()
    _reset(visit)


async def cut_head(visit: Visit) -> None:
    """Hang up after half a line."""
    await visit.send(visit.act()[:20])


async def cut_body(visit: Visit) -> None:
    """Hang up in the middle of the body."""
    await visit.send(visit.act()[:-9])


async def drip(visit: Visit) -> None:
    """Send a byte every now and then: no single read takes long, and all take too long."""
    for byte in visit.act():
        await visit.send(bytes([byte]))
        await asyncio.sleep(_DRIP_S)


async def fall_silent(visit: Visit) -> None:
    """Send half the answer, and nothing more."""
    await visit.send(visit.act()[:-9])
    await asyncio.Event().wait()


async def send_a_bomb(visit: Visit) -> None:
    """Answer with a megabyte that becomes a gigabyte."""
    visit.act()
    await visit.send(_head("Content-Encoding: gzip", f"Content-Length: {len(BOMB)}"), BOMB)


async def continue_first(visit: Visit) -> None:
    """Send interim answers that nobody asked for before the real one."""
    await visit.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 50)
    await visit.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", visit.act())


async def continue_only(visit: Visit) -> None:
    """Send an interim answer, and hang up."""
    visit.act()
    await visit.send(b"HTTP/1.1 100 Continue\r\n\r\n")


async def continue_for_ever(visit: Visit) -> None:
    """Send interim answers and no other."""
    visit.act()
    while True:
        await visit.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        await asyncio.sleep(_DRIP_S / 10)


async def switch_protocols(visit: Visit) -> None:
    """Answer that something else is spoken from here on."""
    visit.act()
    await visit.send(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
    )


async def speak_http_1_0(visit: Visit) -> None:
    """Answer as servers of long ago do: the end of the connection is the end of the body."""
    _, body = visit.act().split(b"\r\n\r\n", 1)
    await visit.send(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n", body)


async def speak_something_else(visit: Visit) -> None:
    """Answer in another protocol."""
    visit.act()
    await visit.send(b"SSH-2.0-OpenSSH_9.6\r\n")


async def contradict_lengths(visit: Visit) -> None:
    """State two lengths of one body."""
    answer = visit.act()
    await visit.send(answer.replace(b"Connection: close", b"Content-Length: 1"))


async def chunk_badly(visit: Visit) -> None:
    """Break off the chunks of a body."""
    visit.act()
    await visit.send(_head("Transfer-Encoding: chunked"), b"5\r\n{}\r\nzz\r\n")


async def answer_twice(visit: Visit) -> None:
    """Answer one request with two answers, and keep the connection."""
    answer = visit.act().replace(b"Connection: close\r\n", b"")
    await visit.send(answer, answer)


def _bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    first, next_ = (
        packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    return first + 1023 * next_  # after a full flush the same bytes are packed the same way


BOMB = _bomb()
"""A megabyte that becomes a gigabyte."""


def _head(*headers: str) -> bytes:
    lines = ("HTTP/1.1 200 OK", "Content-Type: application/json", *headers, "Connection: close")
    return "\r\n".join([*lines, "", ""]).encode()


def _reset(visit: Visit) -> None:
    """Have the client's system say "connection reset by peer" instead of "end of file"."""
    transport = visit.writer.transport
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()
