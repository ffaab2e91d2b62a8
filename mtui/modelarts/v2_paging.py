"""Reading a long search: several pages at once as soon as it is known where each begins."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mtui.domain.jobs import Page
from mtui.modelarts.paging import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from mtui.domain.jobs import TrainingJob
    from mtui.modelarts.decode import JobRows
    from mtui.modelarts.v2_search import Walk


async def found_pages(
    read: Callable[[int], Awaitable[JobRows]], walk: Walk, *, at_once: int = AT_ONCE
) -> AsyncIterator[Page[TrainingJob]]:
    """Yield all jobs of a search page by page, in order; a job that comes twice counts once.

    The walk decides what is asked for and when it is enough; this reads ahead of it. What was
    read ahead for nothing, be it that the walk begins again or that pages are shorter than they
    were, is dropped.

    Args:
        read: reads the answer at an offset.
        walk: a new one.
        at_once: how many answers to wait for at once.
    """
    number = 0
    under_way: dict[int, asyncio.Future[JobRows]] = {}
    try:
        while not walk.is_over:
            if walk.offset not in under_way:
                await _drop(under_way)
            for offset in walk.ahead(at_once):
                if offset not in under_way:
                    under_way[offset] = asyncio.ensure_future(read(offset))
            rows = await under_way.pop(walk.offset)
            number += 1
            jobs = {job.job_id: job for job in rows.jobs}
            fresh = walk.advance(jobs.keys(), rows.row_count, rows.total_hint)
            items = tuple(job for job_id, job in jobs.items() if job_id in fresh)
            yield Page(number, items, rows.total_hint, is_last=walk.is_over)
    finally:
        await _drop(under_way)


async def _drop(under_way: dict[int, asyncio.Future[JobRows]]) -> None:
    for reading in under_way.values():
        reading.cancel()
    await asyncio.gather(*under_way.values(), return_exceptions=True)
    under_way.clear()
