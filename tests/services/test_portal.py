"""The bridge between the screen's thread and the session's."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from mtui.domain.errors import CredentialError
from mtui.domain.jobs import JobId
from mtui.domain.targets import Action, targets_of_listing
from mtui.services.portal import Portal, PortalClosedError
from mtui.simulator import TickingClock, bulk_service
from tests.services.stage import Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from mtui.services.session import Session

LOOP = asyncio.new_event_loop
"""Two threads share no virtual time."""

PATIENCE_S = 10.0
"""How long a deletion may take to go on while nobody reads its events, in seconds."""


@dataclass
class Room:
    """A session that only remembers what is done to it."""

    thread: int = field(default_factory=threading.get_ident)
    closed: threading.Event = field(default_factory=threading.Event)
    cancelled: threading.Event = field(default_factory=threading.Event)

    async def where(self) -> int:
        return threading.get_ident()

    async def forever(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled.set()

    async def count(self, up_to: int) -> AsyncIterator[int]:
        for number in range(up_to):
            yield number
            if number % 10 == 0:
                await asyncio.sleep(0)

    async def count_for_ever(self) -> AsyncIterator[int]:
        try:
            number = 0
            while True:
                yield number
                number += 1
                await asyncio.sleep(0)
        finally:
            self.cancelled.set()


@asynccontextmanager
async def open_room() -> AsyncIterator[Room]:
    room = Room()
    try:
        yield room
    finally:
        room.closed.set()


@asynccontextmanager
async def fail_to_open() -> AsyncIterator[Room]:
    await asyncio.sleep(0)
    raise CredentialError("secret_key is missing", missing=("secret_key",))
    yield Room()


@pytest.fixture
def portal() -> Iterator[Portal[Room]]:
    portal = Portal(open_room)
    portal.start()
    yield portal
    assert portal.close(10)


async def fails(_: Room) -> None:
    raise CredentialError("no")


async def test_calls_run_on_the_sessions_own_thread(portal: Portal[Room]) -> None:
    here = threading.get_ident()
    there = await portal.call(Room.where)
    assert there != here
    assert await portal.call(Room.where) == there


async def test_an_error_of_a_call_is_raised_where_it_was_called(portal: Portal[Room]) -> None:
    with pytest.raises(CredentialError, match="no"):
        await portal.call(fails)
    assert portal.in_flight == 0


async def test_cancelling_a_call_cancels_the_work(portal: Portal[Room]) -> None:
    room = await portal.call(_itself)
    calling = asyncio.create_task(portal.call(Room.forever))
    while portal.in_flight != 1:
        await asyncio.sleep(0.001)
    await portal.call(Room.where)
    calling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await calling
    assert await asyncio.to_thread(room.cancelled.wait, 10)
    assert portal.in_flight == 0


async def _itself(room: Room) -> Room:
    return room


async def test_a_stream_yields_everything_in_order(portal: Portal[Room]) -> None:
    assert [number async for number in portal.stream(lambda room: room.count(1000))] == list(
        range(1000)
    )
    assert portal.in_flight == 0


async def test_two_streams_do_not_mix(portal: Portal[Room]) -> None:
    async def collect(up_to: int) -> list[int]:
        return [number async for number in portal.stream(lambda room: room.count(up_to))]

    short, long = await asyncio.gather(collect(50), collect(500))
    assert (short, long) == (list(range(50)), list(range(500)))


async def test_leaving_a_stream_ends_it_there_too(portal: Portal[Room]) -> None:
    room = await portal.call(_itself)
    stream = portal.stream(Room.count_for_ever)
    async for number in stream:
        if number == 3:
            break
    await stream.aclose()  # type: ignore[attr-defined]  # it is a generator
    assert await asyncio.to_thread(room.cancelled.wait, 10)
    assert portal.in_flight == 0


async def test_an_error_of_a_stream_comes_after_what_it_yielded(portal: Portal[Room]) -> None:
    async def breaks(_: Room) -> AsyncIterator[int]:
        yield 1
        yield 2
        raise CredentialError("broken")

    stream = portal.stream(breaks)
    assert [await anext(stream), await anext(stream)] == [1, 2]
    with pytest.raises(CredentialError, match="broken"):
        await anext(stream)
    assert portal.in_flight == 0


async def test_what_was_begun_is_kept_until_somebody_reads_it(portal: Portal[Room]) -> None:
    underway = portal.begin(lambda room: room.count(100))
    assert await asyncio.to_thread(underway.first) == 0
    assert [number async for number in portal.read(underway)] == list(range(100))
    assert underway.first() == 0
    assert portal.in_flight == 0


async def test_what_ends_without_an_item_has_no_first_one(portal: Portal[Room]) -> None:
    underway = portal.begin(lambda room: room.count(0))
    assert await asyncio.to_thread(underway.first) is None
    assert [number async for number in portal.read(underway)] == []


async def test_an_error_of_what_was_begun_waits_for_its_reader() -> None:
    portal = Portal(fail_to_open)
    portal.start()
    underway = portal.begin(lambda room: room.count(1))
    assert await asyncio.to_thread(underway.first) is None
    with pytest.raises(CredentialError):
        async for _ in portal.read(underway):
            pass
    assert portal.close(10)


async def test_an_error_while_opening_reaches_every_call() -> None:
    portal = Portal(fail_to_open)
    portal.start()
    for _ in range(2):
        with pytest.raises(CredentialError) as caught:
            await portal.call(Room.where)
        assert caught.value.missing == ("secret_key",)
    with pytest.raises(CredentialError):
        async for _ in portal.stream(lambda room: room.count(1)):
            pass
    assert portal.in_flight == 0
    assert portal.close(10)


async def test_telling_waits_for_nothing(portal: Portal[Room]) -> None:
    room = await portal.call(_itself)
    portal.tell(lambda told: told.cancelled.set())
    assert await asyncio.to_thread(room.cancelled.wait, 10)


async def test_closing_closes_the_session_and_cancels_what_is_under_way() -> None:
    portal = Portal(open_room)
    portal.start()
    room = await portal.call(_itself)
    calling = asyncio.create_task(portal.call(Room.forever))
    await portal.call(Room.where)
    assert await asyncio.to_thread(portal.close, 10)
    assert room.closed.is_set()
    assert room.cancelled.is_set()
    with pytest.raises(asyncio.CancelledError):
        await calling
    assert portal.in_flight == 0


async def test_closing_while_the_session_opens_does_not_wait_for_it() -> None:
    is_opening = threading.Event()

    @asynccontextmanager
    async def open_slowly() -> AsyncIterator[Room]:
        is_opening.set()
        await asyncio.Event().wait()
        yield Room()

    portal = Portal(open_slowly)
    portal.start()
    assert await asyncio.to_thread(is_opening.wait, 10)
    assert await asyncio.to_thread(portal.close, 10)


async def test_a_closed_portal_takes_no_calls_and_can_be_closed_again() -> None:
    portal = Portal(open_room)
    portal.start()
    await portal.call(Room.where)
    assert portal.close(10)
    assert portal.close(10)
    assert portal.is_closed
    with pytest.raises(PortalClosedError):
        await portal.call(Room.where)
    with pytest.raises(PortalClosedError):
        async for _ in portal.stream(lambda room: room.count(1)):
            pass
    portal.tell(lambda _: pytest.fail("a closed portal was told"))
    assert portal.in_flight == 0


def test_a_portal_that_never_started_can_be_closed() -> None:
    assert Portal(open_room).close(1)


async def test_a_screen_that_blocks_does_not_slow_a_deletion(tmp_path: Path) -> None:
    clock = TickingClock()
    service = bulk_service(jobs=1, versions=40, clock=clock)
    service.rules.delete_s = 0.0
    stage = Stage(service, tmp_path / "state")
    portal = Portal(stage.another_session)
    portal.start()

    async def begin(session: Session) -> str:
        (job,) = service.project.jobs
        targets = targets_of_listing((await session.catalog.versions(JobId(str(job)))).listing)
        plan = session.deletions.plan(Action.DELETE, targets, read_ms=int(clock() * 1000))
        return await session.deletions.start(plan, plan.confirmation.phrase)

    plan_id = await portal.call(begin)
    kinds = []
    sent_while_blocked = 0
    async for event in portal.stream(lambda session: session.deletions.watch(plan_id)):
        kinds.append(type(event).__name__)
        if len(kinds) == 3:
            give_up_at = time.monotonic() + PATIENCE_S
            while sent_while_blocked <= 20 and time.monotonic() < give_up_at:
                time.sleep(0.01)
                sent_while_blocked = len(service.received("DELETE"))
    assert sent_while_blocked > 20
    assert kinds.count("TargetSettled") == 40
    assert kinds[-1] == "RunFinished"
    assert portal.in_flight == 0
    assert portal.close(10)
