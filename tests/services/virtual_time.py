"""An event loop whose clock jumps to the next timer as soon as nothing else is left to do.

Minutes of polling take milliseconds, in the order in which they would really happen. While a
function runs on a helper thread (``asyncio.to_thread``), the clock stands still.
"""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING, Any

from mtui.simulator import DEMO_NOW_S

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor

    from _typeshed import FileDescriptorLike


class VirtualClock:
    """Epoch seconds that go with a loop's time; callable from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, start_s: float = DEMO_NOW_S) -> None:
        self._loop = loop
        self._offset_s = start_s - loop.time()

    def __call__(self) -> float:
        return self._loop.time() + self._offset_s


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """Waits for nothing but files and threads. Its time starts at 0."""

    def __init__(self) -> None:
        self._now_s = 0.0
        self.threads_at_work = 0
        super().__init__(_SkippingSelector(self))

    def time(self) -> float:
        return self._now_s

    def skip(self, seconds: float) -> None:
        self._now_s += seconds

    def run_in_executor(  # type: ignore[override]  # typeshed's parameters cannot be named
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        self.threads_at_work += 1
        work = super().run_in_executor(executor, func, *args)
        work.add_done_callback(self._returned)
        return work

    async def shutdown_default_executor(self, *args: Any, **named: Any) -> None:
        """Wait for the helper threads; their end has a limit of its own from Python 3.12 on."""
        self.threads_at_work += 1
        try:
            await super().shutdown_default_executor(*args, **named)
        finally:
            self.threads_at_work -= 1

    def _returned(self, _: asyncio.Future[Any]) -> None:
        self.threads_at_work -= 1


class _SkippingSelector(selectors.BaseSelector):
    """Turns waiting for the next timer into a jump of the clock."""

    def __init__(self, loop: VirtualTimeLoop) -> None:
        self._loop = loop
        self._real = selectors.DefaultSelector()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or (timeout > 0 and self._loop.threads_at_work):
            return self._real.select(None)
        ready = self._real.select(0)
        if not ready and timeout > 0:
            self._loop.skip(timeout)
        return ready

    def register(
        self, fileobj: FileDescriptorLike, events: int, data: Any = None
    ) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: FileDescriptorLike) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(
        self, fileobj: FileDescriptorLike, events: int, data: Any = None
    ) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def get_map(self) -> Mapping[FileDescriptorLike, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()
