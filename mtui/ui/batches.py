"""Rows of a listing under way, handed on in portions that are worth a repaint."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from mtui.domain.errors import MtuiError
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

R = TypeVar("R")


@frozen
class Batch(Generic[R]):
    """Some more rows of a listing under way."""

    rows: tuple[R, ...]
    total_hint: int | None
    is_last: bool
    at_ms: int


async def gathered(batches: AsyncIterator[Batch[R]], every_s: float) -> AsyncIterator[Batch[R]]:
    """Yield the first batch at once, then what came in so many seconds, and the last at once.

    Of a hundred pages a second nobody sees each, and every one costs a repaint and its bytes.
    What came before an error is yielded before it is raised.
    """
    clock = asyncio.get_running_loop().time
    due = clock()
    rows: list[R] = []
    newest: Batch[R] | None = None
    try:
        async for newest in batches:
            rows += newest.rows
            if newest.is_last or clock() >= due:
                yield replace(newest, rows=tuple(rows))
                rows.clear()
                due = clock() + every_s
    except MtuiError:
        if newest is not None and rows:
            yield replace(newest, rows=tuple(rows), is_last=False)
        raise
