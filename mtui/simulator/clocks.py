"""Clocks to run the service by: one that goes, one that only moves when told."""

from __future__ import annotations

import time

DEMO_NOW_S = 1_688_112_000.0
"""2023-06-30 08:00 UTC, the last day on which v1 jobs could be created (api.md §5)."""


class TickingClock:
    """Goes at real speed from a chosen moment, in epoch seconds."""

    def __init__(self, start_s: float = DEMO_NOW_S) -> None:
        self._offset_s = start_s - time.monotonic()

    def __call__(self) -> float:
        """Return the time."""
        return time.monotonic() + self._offset_s


class ManualClock:
    """Stands still until it is moved, so that tests do not wait."""

    def __init__(self, start_s: float = DEMO_NOW_S) -> None:
        self.now_s = start_s

    def __call__(self) -> float:
        """Return the time."""
        return self.now_s

    def advance(self, seconds: float) -> None:
        """Move on."""
        self.now_s += seconds

    async def sleep(self, seconds: float) -> None:
        """Move on at once, in place of ``asyncio.sleep``; other tasks get a turn."""
        import asyncio

        self.advance(max(0.0, seconds))
        await asyncio.sleep(0)
