"""Time as the services see it: injected, so that tests and the demo can run it themselves."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@frozen
class Timing:
    """A wall clock for what people read, a steady one for waiting, and how to wait."""

    now: Callable[[], float] = time.time
    """Epoch seconds; may jump."""
    steady: Callable[[], float] = time.monotonic
    """Seconds that never jump."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits so many seconds."""

    def now_ms(self) -> int:
        """Return the wall clock in epoch milliseconds."""
        return int(self.now() * 1000)
