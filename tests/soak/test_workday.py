"""Hours of work in compressed time leave nothing behind: no memory, no task, no descriptor."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from tests.soak.workday import ROUND_S, TOKEN_LIFE_S, Footprint, Workday

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TWO_HOURS_S = 2 * 3_600
MOST_GROWTH = 0.05
LEDGER_BYTES = 16 * 1024
"""A run is kept for the session, on purpose: its ledger can be looked at until mtui is left."""

ONE_WINDOW_BYTES = 2 * 2**20
"""The last window may be held by a timer that was cancelled and whose time has not come."""


@pytest.fixture(autouse=True)
def traced() -> Iterator[None]:
    """Count what Python allocates."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


async def hold_out(workday: Workday, *, warm_up: int, rounds: int) -> None:
    """Work in one window, and let it hold no more at last than after the first rounds."""
    async with workday.window() as window:
        await workday.rounds(window, warm_up)
        before = Footprint.now()
        await workday.rounds(window, rounds - warm_up)
        after = Footprint.now()
    growth = after.allocated - before.allocated - LEDGER_BYTES * (rounds - warm_up)
    assert growth <= MOST_GROWTH * before.allocated
    assert after[1:] == before[1:]


async def test_a_short_while_of_work_leaves_nothing_behind(tmp_path: Path) -> None:
    workday = Workday(tmp_path)
    await hold_out(workday, warm_up=2, rounds=5)
    assert workday.logins >= 5 * ROUND_S // TOKEN_LIFE_S
    before = Footprint.now()
    await workday.kill_and_resume()
    assert Footprint.now()[1:] == before[1:]


@pytest.mark.soak
@pytest.mark.timeout(1_800)
async def test_two_hours_of_work_leave_nothing_behind(tmp_path: Path) -> None:
    workday = Workday(tmp_path)
    windows = 4
    rounds = TWO_HOURS_S // ROUND_S // windows
    held = []
    for _ in range(windows):
        await hold_out(workday, warm_up=3, rounds=rounds)
        await workday.kill_and_resume()
        held.append(Footprint.now())
    assert workday.logins >= TWO_HOURS_S // TOKEN_LIFE_S
    assert held[-1].allocated - held[0].allocated <= ONE_WINDOW_BYTES
    assert {footprint[1:] for footprint in held} == {held[0][1:]}
