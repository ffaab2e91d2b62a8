"""The clock that jumps: what other tests rely on."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from mtui.simulator import DEMO_NOW_S
from tests.services.virtual_time import VirtualClock, VirtualTimeLoop


def loop() -> VirtualTimeLoop:
    running = asyncio.get_running_loop()
    assert isinstance(running, VirtualTimeLoop)
    return running


async def test_hours_pass_at_once_and_in_order() -> None:
    began, real = loop().time(), time.monotonic()
    order: list[str] = []

    async def note(name: str, after_s: float) -> None:
        await asyncio.sleep(after_s)
        order.append(name)

    await asyncio.gather(note("late", 7200), note("soon", 1), note("later", 3600))
    assert order == ["soon", "later", "late"]
    assert loop().time() - began == pytest.approx(7200)
    assert time.monotonic() - real < 60


async def test_the_clock_stands_still_while_a_thread_works() -> None:
    release = threading.Event()
    timer = asyncio.create_task(asyncio.sleep(5))
    began = loop().time()
    working = asyncio.create_task(asyncio.to_thread(release.wait))
    await asyncio.sleep(0)
    threading.Timer(0.02, release.set).start()
    await working
    assert loop().time() == began
    assert not timer.done()
    await timer
    assert loop().time() == pytest.approx(began + 5)


async def test_a_call_from_another_thread_wakes_a_loop_without_timers() -> None:
    called = asyncio.Event()
    threading.Timer(0.01, loop().call_soon_threadsafe, [called.set]).start()
    await called.wait()


async def test_a_virtual_clock_goes_with_its_loop() -> None:
    clock = VirtualClock(loop())
    assert clock() == DEMO_NOW_S
    await asyncio.sleep(90)
    assert clock() == pytest.approx(DEMO_NOW_S + 90)
