"""What will happen by itself, and when."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Agenda:
    """Steps that wait for their time; both generations of a project share one."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._scheduled = 0

    def add(self, at_s: float, step: Callable[[float], None]) -> None:
        """Let a step happen at that epoch second, which it is given; equal ones in order."""
        self._scheduled += 1
        heapq.heappush(self._due, (at_s, self._scheduled, step))

    def settle(self, now_s: float) -> None:
        """Do everything that was due until now, in order."""
        while self._due and self._due[0][0] <= now_s:
            at_s, _, step = heapq.heappop(self._due)
            step(at_s)
