"""What a session yields, from before there is anybody to read it."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from concurrent.futures import Future

T = TypeVar("T")


class Underway(Generic[T]):
    """Items that come on the session's thread and wait, without a limit, for one reader."""

    def __init__(self) -> None:
        self._waiting: deque[T] = deque()
        self._first: T | None = None
        self._is_asked_for = threading.Event()
        self._has_stirred = threading.Event()
        self._tell: Callable[[], object] = _tell_nobody
        self._source: Future[None]

    def follow(self, source: Future[None]) -> None:
        """Know what brings the items: its end is theirs."""
        self._source = source
        source.add_done_callback(lambda _: self._ended())

    def put(self, item: T) -> None:
        """Take the next item; callable from any thread, and never waits."""
        if self._first is None:
            self._first = item
        self._waiting.append(item)
        self._has_stirred.set()
        self._tell()

    def asked_for(self) -> None:
        """Note that the source has begun, and waits for something itself."""
        self._is_asked_for.set()

    def wait_until_asked_for(self, timeout_s: float) -> None:
        """Wait until the source waits itself, or has ended; at most so many seconds."""
        self._is_asked_for.wait(timeout_s)

    def first(self) -> T | None:
        """Wait for the first item and return it, whether it was read or not; None without one."""
        self._has_stirred.wait()
        return self._first

    async def read(self) -> AsyncGenerator[T, None]:
        """Yield the items in order, on any loop, once; leaving early ends their source.

        Raises:
            MtuiError: what the source ended with.
        """
        arrived = asyncio.Event()
        here = asyncio.get_running_loop()
        done = asyncio.wrap_future(self._source)
        done.add_done_callback(lambda _: arrived.set())
        self._tell = lambda: here.call_soon_threadsafe(arrived.set)
        try:
            while True:
                is_done = done.done()  # what came before its end is there by now
                while self._waiting:
                    yield self._waiting.popleft()
                if is_done:
                    break
                await arrived.wait()
                arrived.clear()
            done.result()
        finally:
            self._tell = _tell_nobody
            done.cancel()

    def _ended(self) -> None:
        self._is_asked_for.set()
        self._has_stirred.set()


def _tell_nobody() -> None:
    pass
