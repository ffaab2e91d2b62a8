"""The httpx transport: whole answers, and every way in which none comes."""

from collections.abc import AsyncIterator

import httpx
import pytest

from mtui.simulator import ManualClock, Service, effects
from mtui.simulator.transport import SimulatorTransport
from tests.simulator.caller import JOBS, Caller


@pytest.fixture
def transport(demo: Service, clock: ManualClock) -> SimulatorTransport:
    return SimulatorTransport(demo, sleep=clock.sleep)


@pytest.fixture
async def client(demo: Service, transport: SimulatorTransport) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=transport,
        base_url="http://simulator.test",
        headers=Caller(demo).headers,
        timeout=20,
    ) as client:
        yield client


VERSION = f"{JOBS}/182626/versions/278813"


async def test_answers_look_like_those_of_a_server(client: httpx.AsyncClient) -> None:
    response = await client.get(JOBS, params={"search_content": "resnet50-flowers"})
    assert response.status_code == 200
    assert [job["job_id"] for job in response.json()["jobs"]] == [182626]
    assert response.headers["x-request-id"] == "req-000001"
    assert response.headers["date"] == "Fri, 30 Jun 2023 08:00:00 GMT"
    assert response.headers["content-type"].startswith("application/json")


async def test_a_refused_connection_means_nothing_was_done(
    demo: Service, client: httpx.AsyncClient
) -> None:
    demo.faults.add(effects.refuse_connection())
    with pytest.raises(httpx.ConnectError):
        await client.delete(VERSION)
    assert not demo.requests[-1].acted


async def test_a_lost_request_breaks_the_connection_before_the_act(
    demo: Service, client: httpx.AsyncClient
) -> None:
    demo.faults.add(effects.lose_request())
    with pytest.raises(httpx.ReadError):
        await client.delete(VERSION)
    assert not demo.requests[-1].acted


async def test_a_lost_answer_hides_what_was_done(
    demo: Service, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    demo.faults.add(effects.lose_answer(), method="DELETE")
    with pytest.raises(httpx.ReadError):
        await client.delete(VERSION)
    assert demo.requests[-1].acted
    clock.advance(demo.rules.delete_s)
    assert not demo.version_exists(182626, 278813)


async def test_an_answer_can_break_in_the_middle(demo: Service, client: httpx.AsyncClient) -> None:
    demo.faults.add(effects.cut_answer())
    with pytest.raises(httpx.RemoteProtocolError):
        await client.get(VERSION)


@pytest.mark.parametrize("is_acted", [False, True])
async def test_a_hanging_service_lasts_as_long_as_the_client_waits(
    demo: Service, client: httpx.AsyncClient, clock: ManualClock, is_acted: bool
) -> None:
    demo.faults.add(effects.hang_after_act() if is_acted else effects.hang_before_act())
    before = clock()
    with pytest.raises(httpx.ReadTimeout):
        await client.delete(VERSION)
    assert clock() - before == 20
    assert demo.requests[-1].acted is is_acted


async def test_an_answer_that_is_too_slow_is_a_timeout(
    demo: Service, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    demo.faults.add(effects.slow(30))
    demo.faults.add(effects.slow(5))
    before = clock()
    with pytest.raises(httpx.ReadTimeout):
        await client.get(VERSION)
    assert (await client.get(VERSION)).status_code == 200
    assert clock() - before == 25


async def test_a_round_trip_takes_the_latency(demo: Service, clock: ManualClock) -> None:
    transport = SimulatorTransport(demo, latency_s=0.05, sleep=clock.sleep)
    before = clock()
    async with httpx.AsyncClient(
        transport=transport, base_url="http://simulator.test", headers=Caller(demo).headers
    ) as client:
        await client.get(VERSION)
    assert clock() - before == pytest.approx(0.05, abs=1e-5)
    assert (transport.in_flight, transport.most_in_flight) == (0, 1)
