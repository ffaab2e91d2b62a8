"""The one bridge between the screen's thread and the session's.

A session lives on a thread of its own with an event loop of its own: a terminal that stops
reading freezes the screen's loop, and must not freeze a deletion with it. Nothing here ever
blocks the session on the screen: what it yields is queued without a limit.
"""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import AsyncExitStack, aclosing
from contextvars import Context
from typing import TYPE_CHECKING, Generic, TypeVar

from mtui.services.underway import Underway

if TYPE_CHECKING:
    from collections.abc import (
        AsyncGenerator,
        AsyncIterator,
        Awaitable,
        Callable,
        Coroutine,
        Sequence,
    )
    from concurrent.futures import Future
    from contextlib import AbstractAsyncContextManager

S = TypeVar("S")
T = TypeVar("T")


class PortalClosedError(RuntimeError):
    """The portal was used after it was closed: a bug of the caller."""


class Portal(Generic[S]):
    """A session's thread, and the way to call into it.

    Every ``use`` gets the session and runs on the session's loop; what it returns or yields
    must be immutable, since it crosses threads. An error while the session opens is raised
    from every call.
    """

    def __init__(self, open_session: Callable[[], AbstractAsyncContextManager[S]]) -> None:
        self._open_session = open_session
        self._loop = asyncio.new_event_loop()
        self._opening: asyncio.Future[S]
        self._has_begun = asyncio.Event()
        self._closing = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="mtui-session", daemon=True)
        self._in_flight = 0
        self._is_closed = False

    @property
    def in_flight(self) -> int:
        """How many calls and streams are under way."""
        return self._in_flight

    @property
    def is_closed(self) -> bool:
        """Whether it takes no more calls."""
        return self._is_closed

    @property
    def has_failed(self) -> bool:
        """Whether the session could not be opened: every call will say why, for good."""
        if not self._has_begun.is_set() or not self._opening.done():
            return False
        return self._opening.cancelled() or self._opening.exception() is not None

    def start(self) -> None:
        """Start the thread; the session opens there while the caller goes on."""
        self._thread.start()

    async def call(self, use: Callable[[S], Awaitable[T]]) -> T:
        """Run ``use`` on the session's loop and return what it returns; cancelling cancels it."""

        async def work() -> T:
            return await use(await self._ready())

        self._in_flight += 1
        try:
            return await asyncio.wrap_future(self._submit(work()))
        finally:
            self._in_flight -= 1

    def begin(self, use: Callable[[S], AsyncIterator[T]]) -> Underway[T]:
        """Begin to collect what ``use`` yields on the session's loop, before anybody reads it.

        Raises:
            PortalClosedError: it is closed, or was not started.
        """
        underway: Underway[T] = Underway()

        async def pump() -> None:
            session = await self._ready()
            self._loop.call_soon(underway.asked_for)  # once what follows waits for something
            async for item in use(session):
                underway.put(item)

        underway.follow(self._submit(pump()))
        return underway

    async def stream(self, use: Callable[[S], AsyncIterator[T]]) -> AsyncIterator[T]:
        """Yield what ``use`` yields on the session's loop, in order, never holding it up."""
        async with aclosing(self.read(self.begin(use))) as items:
            async for item in items:
                yield item

    async def read(self, underway: Underway[T]) -> AsyncGenerator[T, None]:
        """Yield the items of something that was begun here."""
        self._in_flight += 1
        try:
            async with aclosing(underway.read()) as items:
                async for item in items:
                    yield item
        finally:
            self._in_flight -= 1

    def tell(self, use: Callable[[S], object]) -> None:
        """Run a plain function on the session's loop, without waiting; callable from any thread."""

        def run() -> None:
            if self._has_begun.is_set() and self._opening.done() and not self._opening.exception():
                use(self._opening.result())

        if not self._is_closed:
            self._loop.call_soon_threadsafe(run)

    def close(self, timeout_s: float | None = None) -> bool:
        """Close the session and end the thread; return whether it ended in time (seconds).

        Callable from any thread but the session's, also twice.
        """
        if not self._is_closed:
            self._is_closed = True
            if self._thread.is_alive():
                self._loop.call_soon_threadsafe(self._closing.set)
        if self._thread.ident is None:
            self._loop.close()
        else:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _submit(self, work: Coroutine[object, object, T]) -> Future[T]:
        if self._is_closed or not self._thread.is_alive():
            work.close()
            raise PortalClosedError("the session is closed")
        # A context of its own: the caller's knows the worker that it runs in, and through that a
        # screen, which a task that lives on in the session would keep alive with all its rows.
        return Context().run(asyncio.run_coroutine_threadsafe, work, self._loop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._live())
        finally:
            self._loop.run_until_complete(self._drain())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _live(self) -> None:
        async with AsyncExitStack() as stack:
            self._opening = asyncio.ensure_future(self._enter(stack))
            self._has_begun.set()
            await self._closing.wait()
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)

    async def _enter(self, stack: AsyncExitStack) -> S:
        return await stack.enter_async_context(self._open_session())

    async def _ready(self) -> S:
        await self._has_begun.wait()
        return await asyncio.shield(self._opening)

    async def _drain(self) -> None:
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


def close_all(portals: Sequence[Portal[S]], timeout_s: float) -> bool:
    """Close sessions, all at the same time; return whether all ended in time (seconds).

    Callable from several threads at once, and each of them waits.
    """
    for portal in portals:
        portal.close(0)
    deadline = time.monotonic() + timeout_s
    ended = [portal.close(max(0.0, deadline - time.monotonic())) for portal in portals]
    return all(ended)
