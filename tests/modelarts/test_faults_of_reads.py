"""Reads over a real socket: a fault is told for what it is, and the next read is right again."""

from __future__ import annotations

import tracemalloc
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mtui.domain.errors import AnswerLostError, ApiError, MalformedAnswerError, NotSentError
from mtui.domain.secret import Secret
from mtui.modelarts import (
    AkSk,
    AkSkAuth,
    Exchange,
    JobListQuery,
    ModelArtsClient,
    RetryPolicy,
    hints,
    open_http,
)
from mtui.simulator import DEMO_ACCESS_KEY, DEMO_PROJECT_ID, DEMO_SECRET_KEY, Service, blank_service
from tests import line as network
from tests.authorities import Authority
from tests.line import Line
from tests.modelarts.wire import Time

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.line import Fault

MOST_BYTES = 1_000_000


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def service(time: Time) -> Service:
    """A cloud with one job."""
    service = blank_service(clock=time)
    service.project.add_job("resnet")
    return service


class Reader:
    """Reads the list of jobs."""

    def __init__(self, client: ModelArtsClient) -> None:
        self._client = client

    async def names(self) -> list[str]:
        page = await self._client.jobs_page(JobListQuery(), 1)
        return [job.name for job in page.items]

    async def error(self) -> ApiError:
        with pytest.raises(ApiError) as caught:
            await self.names()
        return caught.value


@asynccontextmanager
async def reader(
    time: Time,
    url: str,
    *,
    timeout_s: float = 5.0,
    tries: int = 2,
    proxy: str | None = None,
    authority: Authority | None = None,
) -> AsyncIterator[Reader]:
    keys = AkSk(DEMO_ACCESS_KEY, Secret(DEMO_SECRET_KEY))
    ca_bundle = None if authority is None else str(authority.path)
    async with open_http(timeout_s=timeout_s, proxy=proxy, ca_bundle=ca_bundle) as http:
        exchange = Exchange(
            http,
            base_url=url,
            auth=AkSkAuth(keys, clock=time),
            clock=time,
            sleep=time.sleep,
            timeout_s=timeout_s,
            retry=RetryPolicy(tries=tries),
            max_body_bytes=MOST_BYTES,
        )
        yield Reader(ModelArtsClient(exchange, project_id=DEMO_PROJECT_ID))


class Case(NamedTuple):
    """A fault and how it is told."""

    fault: Fault
    kind: type[ApiError]
    message: str
    timeout_s: float = 5.0
    is_repeated: bool = True

    def __str__(self) -> str:
        return self.fault.__name__.replace("_", " ")


BROKE = "the connection broke before the answer was complete"
LATE = "no answer within the time limit"
CASES = (
    Case(network.lose_request, AnswerLostError, BROKE),
    Case(network.lose_answer, AnswerLostError, BROKE),
    Case(network.cut_head, AnswerLostError, BROKE),
    Case(network.cut_body, AnswerLostError, BROKE),
    Case(network.continue_only, AnswerLostError, BROKE),
    Case(network.switch_protocols, AnswerLostError, BROKE),
    Case(network.speak_something_else, AnswerLostError, BROKE),
    Case(network.contradict_lengths, AnswerLostError, BROKE),
    Case(network.chunk_badly, AnswerLostError, BROKE),
    Case(network.say_nothing, AnswerLostError, LATE, 0.5),
    Case(network.drip, AnswerLostError, LATE, 0.5),
    Case(network.fall_silent, AnswerLostError, LATE, 0.5),
    Case(network.continue_for_ever, AnswerLostError, LATE, 0.5),
    Case(
        network.send_a_bomb, MalformedAnswerError, "longer than 1,000,000 bytes", is_repeated=False
    ),
    Case(network.ask_for_a_login, NotSentError, "the proxy asks for a login", is_repeated=False),
)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_a_fault_is_told_and_then_everything_is_right_again(
    time: Time, service: Service, case: Case
) -> None:
    async with Line(service) as line, reader(time, line.url, timeout_s=case.timeout_s) as jobs:
        line.strike(case.fault, times=None)
        error = await jobs.error()
        assert type(error) is case.kind
        assert case.message in error.message
        assert len(line.heads) == 1 + case.is_repeated
        line.heal()
        line.strike(case.fault)
        assert await jobs.names() if case.is_repeated else await jobs.error()
        assert await jobs.names() == ["resnet"]


@pytest.mark.parametrize(
    "fault", [network.continue_first, network.speak_http_1_0, network.answer_twice]
)
async def test_an_odd_answer_that_is_whole_is_read(
    time: Time, service: Service, fault: Fault
) -> None:
    async with Line(service) as line, reader(time, line.url, tries=1) as jobs:
        line.strike(fault, times=None)
        for _ in range(3):
            assert await jobs.names() == ["resnet"]


async def test_who_does_not_listen_is_told_apart_and_found_again(
    time: Time, service: Service
) -> None:
    async with Line(service) as line, reader(time, line.url) as jobs:
        await line.close()
        error = await jobs.error()
        assert (type(error), error.message) == (NotSentError, "the connection was refused")
        await line.open()
        assert await jobs.names() == ["resnet"]


async def test_a_bomb_is_disarmed_before_it_fills_the_memory(time: Time, service: Service) -> None:
    """A gigabyte is never held: what one reading of the socket grows to is at most 64 MiB."""
    async with Line(service) as line, reader(time, line.url) as jobs:
        line.strike(network.send_a_bomb)
        tracemalloc.start()
        try:
            await jobs.error()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 200 * 2**20


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_takes_no_credentials_elsewhere(
    time: Time, service: Service, status: int
) -> None:
    async with Line(service) as line, Line(service) as elsewhere, reader(time, line.url) as jobs:
        line.strike(network.send_elsewhere(f"{elsewhere.url}/v1", status), times=None)
        error = await jobs.error()
        assert (type(error), error.message) == (MalformedAnswerError, "the answer is a redirect")
        assert "127.0.0.1" in error.hint
        assert elsewhere.connections == 0
        assert b"Authorization: SDK-HMAC-SHA256" in line.heads[0]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (Authority.replace, "unable to get local issuer certificate"),
        (Authority.expire, "certificate has expired"),
        (Authority.rename, "IP address mismatch"),
    ],
)
async def test_a_certificate_that_is_not_right_gets_no_request(
    time: Time,
    service: Service,
    authority: Authority,
    spoil: Callable[[Authority, ssl.SSLContext], None],
    reason: str,
) -> None:
    tls = authority.server()
    async with (
        Line(service, tls=tls) as line,
        reader(time, line.url, authority=authority) as jobs,
    ):
        assert await jobs.names() == ["resnet"]
        spoil(authority, tls)
        error = await jobs.error()
        assert type(error) is NotSentError
        assert error.message.startswith("the certificate was refused: ")
        assert reason in error.message
        assert error.hint == hints.TLS_CA
        assert len(line.heads) == 1
        authority.certify(tls)
        assert await jobs.names() == ["resnet"]


async def test_a_certificate_of_nobody_here_is_refused_by_default(
    time: Time, service: Service, authority: Authority
) -> None:
    async with Line(service, tls=authority.server()) as line, reader(time, line.url) as jobs:
        assert "the certificate was refused" in (await jobs.error()).message
        assert line.heads == []


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_asks_for_a_login_is_named(
    time: Time, service: Service, scheme: str
) -> None:
    url = f"{scheme}://modelarts.example"
    async with Line(service) as proxy, reader(time, url, proxy=proxy.url) as jobs:
        proxy.strike(network.ask_for_a_login, times=None)
        error = await jobs.error()
        assert (type(error), error.message) == (NotSentError, "the proxy asks for a login")
        assert error.hint == hints.PROXY_LOGIN
        assert all(b"SDK-HMAC" not in head for head in proxy.heads) is (scheme == "https")


async def test_a_proxy_passes_on_what_it_is_asked_to(time: Time, service: Service) -> None:
    async with (
        Line(service) as proxy,
        reader(time, "http://modelarts.example", proxy=proxy.url) as jobs,
    ):
        assert await jobs.names() == ["resnet"]
