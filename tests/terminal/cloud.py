"""The simulated cloud on a loopback port, for programs in a terminal."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mtui.simulator import demo_service
from mtui.simulator.server import serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtui.simulator import Service


class Cloud:
    """The demo's jobs, and where they are served."""

    def __init__(self, service: Service, url: str) -> None:
        self.service = service
        self.url = url
        """What a profile takes as both endpoints."""

    @property
    def endpoints(self) -> str:
        """The lines that a profile needs to get here."""
        return f'endpoint = "{self.url}"\niam_endpoint = "{self.url}"\n'


@contextmanager
def demo_cloud() -> Iterator[Cloud]:
    """Serve the demo's jobs on a thread of its own while the block runs."""
    service = demo_service(clock=time.time, now_s=time.time())
    with serve_in_thread(service) as server:
        yield Cloud(service, server.url)
