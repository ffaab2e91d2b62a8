"""Deletions over a real socket: what the journal says became of them is what the server did."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mtui.services.timing import Timing
from mtui.simulator import ManualClock, Service, blank_service
from tests import line as network
from tests.authorities import Authority
from tests.line import Line
from tests.services.stage import Stage

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.line import Fault, Visit

LOOP = asyncio.SelectorEventLoop
"""Sockets live in real time; everything else waits by a clock that jumps."""
TIMEOUT_S = 1.5


class SocketStage(Stage):
    """A session over the network that there is."""

    line: Line

    @property
    def network(self) -> None:
        """Nothing stands in for it."""

    @property
    def timing(self) -> Timing:
        """Time that passes where somebody waits."""
        clock = self.service.clock
        assert isinstance(clock, ManualClock)
        return Timing(clock, clock, clock.sleep)


@asynccontextmanager
async def opened(
    folder: Path,
    *,
    tls: ssl.SSLContext | None = None,
    ca_bundle: Path | None = None,
    as_proxy: bool = False,
) -> AsyncIterator[SocketStage]:
    """A session whose line to the cloud may be secured, or is a proxy's."""
    service: Service = blank_service(clock=ManualClock())
    stage = SocketStage(service, folder / "state")
    async with Line(service, tls=tls) as line:
        stage.line = line
        url = "http://modelarts.example" if as_proxy else line.url
        stage.configure(
            endpoint=url,
            iam_endpoint=url,
            proxy=line.url if as_proxy else None,
            ca_bundle=ca_bundle,
            timeout_s=TIMEOUT_S,
        )
        yield stage
        await stage.close()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[SocketStage]:
    async with opened(tmp_path) as stage:
        yield stage


class Case(NamedTuple):
    """What happens to a deletion on the network, and what becomes of it."""

    fault: Fault
    outcome: str = "gone"
    tries: int = 1
    times: int | None = 1

    def __str__(self) -> str:
        return f"{self.fault.__name__} {self.times or 'always'}".replace("_", " ")


NOT_YET = (
    Case(network.lose_request, tries=2),
    Case(network.lose_request, "unconfirmed", 3, None),
    Case(network.say_nothing, tries=2),
    Case(network.send_elsewhere("http://127.0.0.1:9/"), "unconfirmed"),
    Case(network.ask_for_a_login, tries=2),
    Case(network.ask_for_a_login, "failed", 3, None),
)
DONE = tuple(
    map(
        Case,
        (
            *(network.lose_answer, network.cut_head, network.cut_body, network.drip),
            *(network.fall_silent, network.send_a_bomb, network.continue_first),
            *(network.continue_only, network.continue_for_ever, network.switch_protocols),
            *(network.speak_http_1_0, network.speak_something_else, network.contradict_lengths),
            *(network.chunk_badly, network.answer_twice),
        ),
    )
)


@pytest.mark.parametrize("case", [*NOT_YET, *DONE], ids=str)
async def test_a_deletion_ends_as_the_server_ended_it(stage: SocketStage, case: Case) -> None:
    target, kept = await stage.versions(stage.add_job(10, 10))
    stage.line.strike(case.fault, method="DELETE", times=case.times)

    run = await stage.run([target])

    assert (run.outcome.kind, run.outcome.tries) == (case.outcome, case.tries)
    acted = [record for record in stage.sent() if record.acted]
    assert len(acted) == (case in DONE or case.outcome == "gone")
    assert stage.is_there(target) is (run.outcome.kind != "gone")
    assert stage.is_there(kept)
    *_, outcome, end = stage.records()
    assert (outcome["outcome"], end["kind"]) == (case.outcome, "end")
    assert sum(head.startswith(b"DELETE") for head in stage.line.heads) == case.tries


async def test_an_answer_that_comes_once_more_is_nobody_elses(stage: SocketStage) -> None:
    """Over one connection, what answers a request then may be the answer to the one before."""
    targets = await stage.versions(stage.add_job(10, 10, 10))
    stage.service.rules.delete_s = 10_000
    stage.line.strike(network.answer_twice, times=None)
    run = await stage.run(targets)
    assert "gone" not in run.kinds
    assert all(stage.is_there(target) for target in targets)


async def test_a_deletion_that_nobody_takes_is_told_as_not_sent(stage: SocketStage) -> None:
    targets = await stage.versions(stage.add_job(10, 10))
    plan_id = await stage.start(targets)
    await stage.line.close()
    run = await stage.finish(plan_id)
    assert run.kinds == ["not sent", "not sent"]
    assert "the connection was refused" in run.report.entries[0].outcome.reason
    await stage.line.open()
    assert (await stage.run(targets)).kinds == ["gone", "gone"]


@pytest.mark.parametrize("spoil", [Authority.replace, Authority.expire, Authority.rename])
async def test_a_deletion_is_not_told_to_whom_a_certificate_does_not_vouch_for(
    tmp_path: Path, spoil: Callable[[Authority, ssl.SSLContext], None]
) -> None:
    authority = Authority(tmp_path)
    tls = authority.server()
    async with opened(tmp_path, tls=tls, ca_bundle=authority.path) as stage:
        targets = await stage.versions(stage.add_job(10, 10))
        spoil(authority, tls)
        run = await stage.run(targets)
        assert run.kinds == ["not sent", "not sent"]
        assert "the certificate was refused" in run.report.entries[0].outcome.reason
        assert stage.sent() == []
        authority.certify(tls)
        assert (await stage.run(targets)).kinds == ["gone", "gone"]


async def test_a_certificate_that_changes_under_a_deletion_keeps_it_from_being_sent(
    tmp_path: Path,
) -> None:
    authority = Authority(tmp_path)
    tls = authority.server()

    async def spoil_after(visit: Visit) -> None:
        await visit.send(visit.act())
        authority.expire(tls)

    async with opened(tmp_path, tls=tls, ca_bundle=authority.path) as stage:
        target, _ = await stage.versions(stage.add_job(10, 10))
        stage.line.strike(spoil_after, method="GET", times=None)
        run = await stage.run([target])
        assert (run.kinds, stage.sent()) == (["failed"], [])
        assert "the certificate was refused" in run.outcome.reason


async def test_a_deletion_takes_no_credentials_where_it_is_redirected_to(
    stage: SocketStage,
) -> None:
    target, _ = await stage.versions(stage.add_job(10, 10))
    async with Line(stage.service) as elsewhere:
        stage.line.strike(network.send_elsewhere(elsewhere.url, 307), method="DELETE", times=None)
        run = await stage.run([target])
        assert (run.outcome.kind, elsewhere.connections) == ("unconfirmed", 0)


async def test_a_deletion_through_a_proxy_reaches_the_service(tmp_path: Path) -> None:
    async with opened(tmp_path, as_proxy=True) as stage:
        targets = await stage.versions(stage.add_job(10, 10))
        assert (await stage.run(targets)).kinds == ["gone", "gone"]
        assert all(b" http://modelarts.example/" in head for head in stage.line.heads)
