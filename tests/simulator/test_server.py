"""The loopback server over real sockets: HTTP/1.1 as clients speak it, and how it breaks."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from mtui.simulator import Service, demo_service, effects
from mtui.simulator.server import Server, serve_in_thread
from tests.simulator.caller import JOBS, Caller

VERSION = f"{JOBS}/182626/versions/278813"


@pytest.fixture
async def server(demo: Service) -> AsyncIterator[Server]:
    async with Server(demo) as server:
        yield server


@pytest.fixture
async def client(demo: Service, server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=server.url, headers=Caller(demo).headers, trust_env=False, timeout=5
    ) as client:
        yield client


async def talk(server: Server, sent: bytes) -> bytes:
    """Everything that comes back for these bytes until the server closes."""
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(sent)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()
    return answer


async def test_a_connection_serves_many_requests(client: httpx.AsyncClient) -> None:
    streams = []
    for _ in range(3):
        response = await client.get(JOBS)
        assert response.status_code == 200
        streams.append(response.extensions["network_stream"].get_extra_info("client_addr"))
    assert len(set(streams)) == 1


async def test_bodies_go_both_ways(demo: Service, client: httpx.AsyncClient) -> None:
    response = await client.put(f"{JOBS}/182626", json={"job_desc": "新"})
    assert response.json() == {"is_success": True}
    assert demo.project.jobs[182626].description == "新"


async def test_many_connections_are_served_at_once(client: httpx.AsyncClient) -> None:
    responses = await asyncio.gather(*(client.get(VERSION) for _ in range(12)))
    assert {response.status_code for response in responses} == {200}


async def test_head_and_body_come_in_one_piece_and_the_connection_can_end(
    demo: Service, server: Server
) -> None:
    token = Caller(demo).headers["X-Auth-Token"]
    request = (
        f"GET {VERSION} HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {token}\r\nConnection: close\r\n\r\n"
    )
    head, _, body = (await talk(server, request.encode())).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Content-Length: %d" % len(body) in head
    assert json.loads(body)["version_id"] == 278813


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET / HTTP/2\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n folded: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", 431),
    ],
)
async def test_what_is_no_request_is_refused(server: Server, sent: bytes, status: int) -> None:
    answer = await talk(server, sent)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"Connection: close" in answer


async def test_a_request_that_ends_early_is_forgotten(demo: Service, server: Server) -> None:
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(b"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab")
    writer.write_eof()
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
    await writer.wait_closed()
    assert demo.requests == []


@pytest.mark.parametrize(
    ("effect", "acts"),
    [
        (effects.refuse_connection(), False),
        (effects.lose_request(), False),
        (effects.lose_answer(), True),
        (effects.cut_answer(), True),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
async def test_a_broken_connection_is_a_broken_connection(
    demo: Service, client: httpx.AsyncClient, effect: effects.Effect, acts: bool
) -> None:
    demo.faults.add(effect)
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        await client.delete(VERSION)
    assert demo.requests[-1].acted is acts
    assert (await client.get(VERSION)).status_code == 200


async def test_a_silent_service_lasts_as_long_as_the_client_waits(
    demo: Service, client: httpx.AsyncClient
) -> None:
    demo.faults.add(effects.hang_after_act())
    with pytest.raises(httpx.ReadTimeout):
        await client.delete(VERSION, timeout=0.05)
    assert demo.requests[-1].acted


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.com", "::", ""])
def test_only_loopback_addresses_are_served(demo: Service, host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        Server(demo, host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_every_loopback_address_will_do(demo: Service, host: str) -> None:
    assert Server(demo, host=host, port=1).url.startswith("http://")


async def test_a_server_can_end_while_clients_hang(demo: Service) -> None:
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, about: complaints.append(about))
    demo.faults.add(effects.hang_before_act())
    async with Server(demo) as server:
        reader, writer = await asyncio.open_connection(server.host, server.port)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        while not demo.requests:
            await asyncio.sleep(0.001)
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
    await writer.wait_closed()
    assert complaints == []


def test_a_server_can_have_a_thread_of_its_own() -> None:
    service = demo_service()
    with (
        serve_in_thread(service) as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        assert client.get(JOBS, headers=Caller(service).headers).status_code == 200
    with pytest.raises(httpx.ConnectError), httpx.Client(trust_env=False) as client:
        client.get(server.url)


def test_a_port_in_use_is_told(demo: Service) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with (
            pytest.raises(OSError, match="address already in use"),
            serve_in_thread(demo, port=taken.getsockname()[1]),
        ):
            pass
