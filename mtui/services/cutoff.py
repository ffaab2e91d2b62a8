"""A moment after which nothing is waited for any more."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class CutOffError(Exception):
    """The wait was cut short."""


class Cutoff:
    """Wakes, once, everybody who waits under it; later waits do not even begin."""

    def __init__(self) -> None:
        self._is_reached = False
        self._waits: set[asyncio.Timeout] = set()

    @property
    def is_reached(self) -> bool:
        """Whether the moment has come."""
        return self._is_reached

    def reach(self) -> None:
        """Let the moment come."""
        self._is_reached = True
        now = asyncio.get_running_loop().time()
        for wait in self._waits:
            wait.reschedule(now)

    @asynccontextmanager
    async def spares(self) -> AsyncIterator[None]:
        """Run the block as long as the moment has not come.

        Raises:
            CutOffError: it came; what the block awaited was cancelled.
        """
        if self._is_reached:
            raise CutOffError
        wait = asyncio.timeout(None)
        try:
            async with wait:
                self._waits.add(wait)
                try:
                    yield
                finally:
                    self._waits.discard(wait)
        except TimeoutError:
            if wait.expired():
                raise CutOffError from None
            raise
