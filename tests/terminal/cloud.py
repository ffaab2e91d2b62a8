"""The simulated cloud on a loopback port, for programs in a terminal."""

from __future__ import annotations

import asyncio
import time
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

from mtui.simulator import demo_service
from mtui.simulator.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable


class Cloud:
    """Serves the demo's jobs on a thread of its own while its block runs."""

    def __init__(self) -> None:
        self.service = demo_service(clock=time.time, now_s=time.time())
        self.url = ""
        """What a profile takes as both endpoints."""
        self._stop: Callable[[], object]
        self._is_up = Event()
        self._thread = Thread(target=lambda: asyncio.run(self._serve()), name="cloud")

    def __enter__(self) -> Self:
        self._thread.start()
        self._is_up.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._thread.join()

    @property
    def endpoints(self) -> str:
        """The lines that a profile needs to get here."""
        return f'endpoint = "{self.url}"\niam_endpoint = "{self.url}"\n'

    async def _serve(self) -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        self._stop = lambda: loop.call_soon_threadsafe(stop.set)
        async with Server(self.service) as server:
            self.url = server.url
            self._is_up.set()
            await stop.wait()
