"""A stand-in of ModelArts training management, v1 and v2, and IAM, for the demo and for tests.

It knows nothing of the rest of the program. ``transport`` (for httpx) and ``server`` (for a
loopback socket) are imported by who needs them.
"""

from mtui.simulator import effects
from mtui.simulator.clocks import DEMO_NOW_S, ManualClock, TickingClock
from mtui.simulator.demo import (
    DEMO_ACCESS_KEY,
    DEMO_DOMAIN,
    DEMO_OTHER_PROJECT_ID,
    DEMO_OTHER_REGION,
    DEMO_PASSWORD,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_SECRET_KEY,
    DEMO_USER,
    READER_ACCESS_KEY,
    READER_PASSWORD,
    READER_SECRET_KEY,
    READER_USER,
    blank_service,
    bulk_service,
    demo_service,
)
from mtui.simulator.faults import Fault, FaultPlan, RateLimit
from mtui.simulator.refusals import FAILS_UNDER_200, FAILS_WITH_400, FailureStyle
from mtui.simulator.rules import Rules
from mtui.simulator.service import RequestRecord, Service
from mtui.simulator.wire import Drop, Loss, Request, Response, json_response

__all__ = [
    "DEMO_ACCESS_KEY",
    "DEMO_DOMAIN",
    "DEMO_NOW_S",
    "DEMO_OTHER_PROJECT_ID",
    "DEMO_OTHER_REGION",
    "DEMO_PASSWORD",
    "DEMO_PROJECT_ID",
    "DEMO_REGION",
    "DEMO_SECRET_KEY",
    "DEMO_USER",
    "FAILS_UNDER_200",
    "FAILS_WITH_400",
    "READER_ACCESS_KEY",
    "READER_PASSWORD",
    "READER_SECRET_KEY",
    "READER_USER",
    "Drop",
    "FailureStyle",
    "Fault",
    "FaultPlan",
    "Loss",
    "ManualClock",
    "RateLimit",
    "Request",
    "RequestRecord",
    "Response",
    "Rules",
    "Service",
    "TickingClock",
    "blank_service",
    "bulk_service",
    "demo_service",
    "effects",
    "json_response",
]
