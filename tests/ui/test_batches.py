"""Rows come in portions worth a repaint, and none is held back for good."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from mtui.domain.errors import JournalError
from mtui.ui.batches import Batch, gathered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LONG_S = 60.0


async def pages(
    count: int, *, pause_s: float = 0, is_broken: bool = False
) -> AsyncIterator[Batch[int]]:
    for number in range(1, count + 1):
        yield Batch((number,), count, is_last=number == count and not is_broken, at_ms=number)
        await asyncio.sleep(pause_s)
    if is_broken:
        raise JournalError("the rest could not be read")


async def walk(batches: AsyncIterator[Batch[int]], every_s: float) -> list[Batch[int]]:
    return [batch async for batch in gathered(batches, every_s)]


async def test_the_first_comes_at_once_and_the_rest_together() -> None:
    first, rest = await walk(pages(5), LONG_S)
    assert first == Batch((1,), 5, is_last=False, at_ms=1)
    assert rest == Batch((2, 3, 4, 5), 5, is_last=True, at_ms=5)


async def test_a_list_of_one_page_comes_as_it_is() -> None:
    assert await walk(pages(1), LONG_S) == [Batch((1,), 1, is_last=True, at_ms=1)]


async def test_what_comes_slowly_is_not_held_back() -> None:
    assert [b.rows for b in await walk(pages(3, pause_s=0.002), 0.001)] == [(1,), (2,), (3,)]


async def test_what_came_before_an_error_is_shown() -> None:
    batches = gathered(pages(3, is_broken=True), LONG_S)
    assert [(await anext(batches)).rows for _ in range(2)] == [(1,), (2, 3)]
    with pytest.raises(JournalError, match="could not be read"):
        await anext(batches)
