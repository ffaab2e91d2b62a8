"""A session over the simulator, in virtual time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from mtui.simulator import Service, blank_service
from tests.services.stage import Stage
from tests.services.virtual_time import VirtualClock, VirtualTimeLoop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path


def pytest_asyncio_loop_factories(
    item: Any,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run in virtual time, except for the modules that name another ``LOOP``."""
    return {"loop": getattr(item.module, "LOOP", VirtualTimeLoop)}


@pytest.fixture
async def service() -> Service:
    """A service with accounts and no jobs."""
    return blank_service(clock=VirtualClock(asyncio.get_running_loop()))


@pytest.fixture
async def stage(service: Service, tmp_path: Path) -> AsyncIterator[Stage]:
    """Everything between a test and the service, with the run's usual policy."""
    stage = Stage(service, tmp_path / "state")
    yield stage
    await stage.close()
