"""Reading a long list: several pages at once, in order, and whole although rows move meanwhile."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from mtui.domain.jobs import Page
from mtui.modelarts.listing import MAX_PAGE, is_last_page

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

    from mtui.domain.jobs import JobId, TrainingJob
    from mtui.modelarts.decode import JobRows

T = TypeVar("T")

AT_ONCE = 4
"""Pages asked for at once: a long list comes in a quarter of the time, and no limit is near."""
_MOST_READINGS = 3
"""How often a list that keeps changing is read, at most."""


async def job_pages(
    read: Callable[[int], Awaitable[JobRows]], *, per_page: int, at_once: int = AT_ONCE
) -> AsyncIterator[Page[TrainingJob]]:
    """Yield all jobs page by page; a job that comes twice counts once.

    The first page comes alone; it tells how many more there are. While jobs are deleted the rows
    behind them move up, some to a page that was read already: a total that changes on the way
    gives that away, and the pages are read again for what slipped through.

    Args:
        read: reads the page of a number, the first being 1.
        per_page: how many rows were asked for.
        at_once: how many pages to ask for at once.
    """
    seen: set[JobId] = set()
    totals: set[int | None] = set()
    received = number = 0
    reach = 1
    async with aclosing(_ahead(read, lambda: reach, at_once)) as pages:
        async for rows in pages:
            number += 1
            received += rows.row_count
            totals.add(rows.total_hint)
            fresh = _fresh(rows, seen)
            is_end = number == MAX_PAGE or is_last_page(
                rows=rows.row_count,
                per_page=per_page,
                received=received,
                total_hint=rows.total_hint,
                is_barren=not fresh,
            )
            is_last = is_end and len(totals) == 1
            yield Page(number, fresh, rows.total_hint, is_last=is_last)
            if is_end:
                break
            if number == 1 and rows.total_hint and rows.row_count:
                reach = min(-(-rows.total_hint // rows.row_count), MAX_PAGE)
    if len(totals) > 1:
        async for page in _reread(read, number, seen, at_once):
            yield page


async def _reread(
    read: Callable[[int], Awaitable[JobRows]], count: int, seen: set[JobId], at_once: int
) -> AsyncIterator[Page[TrainingJob]]:
    """Yield what was not seen in so many pages, until their total stays the same."""
    for reading in range(2, _MOST_READINGS + 1):
        totals: list[int | None] = []
        found: list[TrainingJob] = []
        async with aclosing(_ahead(read, lambda: count, at_once)) as pages:
            async for rows in pages:
                totals.append(rows.total_hint)
                found += _fresh(rows, seen)
                if len(totals) == count:
                    break
        is_last = len(set(totals)) == 1 or reading == _MOST_READINGS
        yield Page(count + reading - 1, tuple(found), totals[-1], is_last=is_last)
        if is_last:
            return


def _fresh(rows: JobRows, seen: set[JobId]) -> tuple[TrainingJob, ...]:
    """Return the jobs of a page that were not seen, and note them."""
    fresh = {job.job_id: job for job in rows.jobs if job.job_id not in seen}
    seen.update(fresh)
    return tuple(fresh.values())


async def _ahead(
    read: Callable[[int], Awaitable[T]], reach: Callable[[], int], at_once: int
) -> AsyncGenerator[T, None]:
    """Yield what is read from 1 on in order, without end, up to `reach` several at once."""
    under_way: deque[asyncio.Future[T]] = deque()
    started = yielded = 0
    try:
        while True:
            while len(under_way) < at_once and started < max(reach(), yielded + 1):
                started += 1
                under_way.append(asyncio.ensure_future(read(started)))
            yield await under_way.popleft()
            yielded += 1
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
