"""The simulator on a socket, and nothing of ours between it and a stranger's client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import Service, demo_service
from mtui.simulator.server import serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def scratch_home(isolated_environment: Path) -> None:
    """The vendor's core writes an id file under HOME when it is imported."""
    isolated_environment.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def cloud() -> Service:
    """The demo's cloud, running in real time."""
    import time

    service = demo_service(clock=time.time, now_s=time.time())
    service.rules.delete_s = service.rules.stop_s = 0.05
    return service


@pytest.fixture
def endpoint(cloud: Service) -> Iterator[str]:
    """Where it is served."""
    with serve_in_thread(cloud) as server:
        yield server.url
