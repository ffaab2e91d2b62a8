"""The shared HTTP client, and real sockets: was a request sent or not?"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from mtui import __version__
from mtui.domain import errors
from mtui.modelarts import Exchange, open_http
from tests.modelarts.wire import DELETE, DONE, Time, answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def test_the_client_follows_nothing_and_says_who_it_is() -> None:
    transport = httpx.MockTransport(lambda _request: answer(DONE))
    async with open_http(timeout_s=3, transport=transport) as http:
        assert http.headers["User-Agent"] == f"mtui/{__version__}"
        assert http.follow_redirects is False
        assert http.timeout == httpx.Timeout(3.0, connect=0.4 * 3)


def test_a_stand_in_transport_costs_no_tls_context() -> None:
    program = (
        "import sys, httpx; from mtui.modelarts import open_http;"
        "open_http(timeout_s=1, transport=httpx.MockTransport(lambda request: None));"
        "print('certifi' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("proxy", ["nonsense", "ftp://h", "http://user:the-password@h:port"])
def test_a_proxy_that_cannot_be_used_is_named_without_its_password(proxy: str) -> None:
    with pytest.raises(errors.ConfigError, match="proxy") as caught:
        open_http(timeout_s=1, proxy=proxy)
    assert "the-password" not in str(caught.value)
    assert "the-password" not in str(caught.value.__cause__)


def test_a_proxy_variable_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "ftp://proxy.example")
    with pytest.raises(errors.ConfigError, match="a proxy variable"):
        open_http(timeout_s=1)


def test_a_socks_proxy_without_its_package_says_what_to_install() -> None:
    with pytest.raises(errors.ConfigError, match="SOCKS") as caught:
        open_http(timeout_s=1, proxy="socks5://127.0.0.1:1")
    assert "httpx[socks]" in caught.value.hint


def test_a_ca_bundle_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("not a certificate")
    for path in (wrong, tmp_path / "missing.pem"):
        with pytest.raises(errors.ConfigError, match=path.name):
            open_http(timeout_s=1, ca_bundle=str(path))


@contextlib.asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[int]:
    """Serve on a loopback port; hanging connections are dropped at the end."""
    tasks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await serve(reader, writer)
        except asyncio.CancelledError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        for task in tasks:
            task.cancel()
        server.close()
        await asyncio.gather(*tasks, return_exceptions=True)


async def delete_over(
    base_url: str, *, timeout_s: float = 2.0, proxy: str | None = None
) -> errors.ApiError:
    """Return how a delete over a real socket fails."""
    time = Time()
    async with open_http(timeout_s=timeout_s, proxy=proxy) as http:
        exchange = Exchange(
            http, base_url=base_url, clock=time, sleep=time.sleep, timeout_s=timeout_s
        )
        with pytest.raises(errors.ApiError) as caught:
            await exchange.write(DELETE, "/v1")
        return caught.value


async def hang(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.Event().wait()


async def hang_up(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")


async def say_nothing(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def speak_plainly(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await writer.drain()


async def refuse_to_connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


async def test_a_closed_port_means_not_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    error = await delete_over(f"http://127.0.0.1:{port}")
    assert type(error) is errors.NotSentError
    assert "refused" in error.message


async def test_a_host_name_that_cannot_be_encoded_means_not_sent() -> None:
    error = await delete_over("http://" + "a" * 64 + ".invalid")
    assert type(error) is errors.NotSentError


@pytest.mark.parametrize("serve", [hang, hang_up])
async def test_silence_after_a_request_means_that_the_answer_is_lost(serve: Serve) -> None:
    async with listening(serve) as port:
        error = await delete_over(f"http://127.0.0.1:{port}", timeout_s=0.1)
    assert type(error) is errors.AnswerLostError


@pytest.mark.parametrize("serve", [say_nothing, speak_plainly])
async def test_a_failed_tls_handshake_means_not_sent(serve: Serve) -> None:
    async with listening(serve) as port:
        error = await delete_over(f"https://127.0.0.1:{port}", timeout_s=0.1)
    assert type(error) is errors.NotSentError


@pytest.mark.parametrize("serve", [hang, hang_up, refuse_to_connect])
async def test_a_proxy_that_opens_no_tunnel_means_not_sent(serve: Serve) -> None:
    async with listening(serve) as port:
        error = await delete_over(
            "https://modelarts.example", timeout_s=0.1, proxy=f"http://127.0.0.1:{port}"
        )
    assert type(error) is errors.NotSentError


async def test_a_proxy_that_took_a_plain_request_may_have_passed_it_on() -> None:
    async with listening(hang) as port:
        error = await delete_over(
            "http://modelarts.example", timeout_s=0.1, proxy=f"http://127.0.0.1:{port}"
        )
    assert type(error) is errors.AnswerLostError


async def test_a_cut_body_means_that_the_answer_is_lost() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"is_s')
        await writer.drain()

    async with listening(cut) as port:
        error = await delete_over(f"http://127.0.0.1:{port}")
    assert type(error) is errors.AnswerLostError
    assert error.answer.http_status == 200


async def test_a_cookie_of_an_answer_is_neither_kept_nor_sent() -> None:
    heads: list[bytes] = []

    async def set_cookies(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(2):
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Length: 19\r\nSet-Cookie: a=b\r\n"
                b'Set-Cookie: \xff=\xff\r\n\r\n{"is_success":true}'
            )
            await writer.drain()

    time = Time()
    async with listening(set_cookies) as port, open_http(timeout_s=2) as http:
        exchange = Exchange(http, base_url=f"http://127.0.0.1:{port}", clock=time, sleep=time.sleep)
        for _ in range(2):
            assert (await exchange.write(DELETE, "/v1")).payload == DONE
    assert len(heads) == 2
    assert not any(b"cookie" in head.lower() for head in heads)
