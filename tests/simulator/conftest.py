import pytest

from mtui.simulator import ManualClock, Service, blank_service, demo_service
from tests.simulator.caller import Caller


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def service(clock: ManualClock) -> Service:
    """A service with accounts and no jobs."""
    return blank_service(clock=clock)


@pytest.fixture
def caller(service: Service) -> Caller:
    return Caller(service)


@pytest.fixture
def demo(clock: ManualClock) -> Service:
    """The service of the demo."""
    return demo_service(clock=clock)
