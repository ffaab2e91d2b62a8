"""Ready-made services, and the credentials that they accept: made up, good for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.simulator.accounts import User
from mtui.simulator.clocks import DEMO_NOW_S, TickingClock
from mtui.simulator.seed import WORKSPACES, plant, plant_bulk
from mtui.simulator.service import Service
from mtui.simulator.v2 import seed as v2_seed

if TYPE_CHECKING:
    from mtui.simulator.rules import Rules
    from mtui.simulator.service import Clock

DEMO_REGION = "cn-north-4"
DEMO_PROJECT_ID = "0de30c0ffee0de30c0ffee0de30c0ffe"
"""The project named like the region; it holds the jobs."""
DEMO_OTHER_REGION = "cn-east-3"
DEMO_OTHER_PROJECT_ID = "0de30bead50de30bead50de30bead50d"
"""A second, empty project of the same account."""
DEMO_ACCESS_KEY = "DEMO0ACCESS0KEY00001"
DEMO_SECRET_KEY = "demoSecretKeyThatOpensNothingAtAll000001"  # noqa: S105 - opens the simulator alone
DEMO_DOMAIN = "demo-account"
DEMO_USER = "demo-user"
DEMO_PASSWORD = "demo-password-1"  # noqa: S105 - opens the simulator alone
READER_ACCESS_KEY = "DEMO0ACCESS0KEY00002"
READER_SECRET_KEY = "demoSecretKeyThatOpensNothingAtAll000002"  # noqa: S105 - the simulator alone
READER_USER = "demo-reader"
READER_PASSWORD = "demo-password-2"  # noqa: S105 - opens the simulator alone

_DOMAIN_ID = "65382450e8f64ac0870cd180d14e684b"
_CHANGES = frozenset(
    {"trainJob:update", "trainJob:delete", "trainJobVersion:delete", "trainJobVersion:stop"}
)


def blank_service(*, clock: Clock | None = None, rules: Rules | None = None) -> Service:
    """Return a service with the demo's accounts and two empty projects.

    Without a clock it goes at real speed from the demo's own moment (DEMO_NOW_S).
    """
    service = Service(clock=clock or TickingClock(), rules=rules)
    user = User(DEMO_USER, DEMO_DOMAIN, _DOMAIN_ID, DEMO_PASSWORD)
    service.accounts.add_user(user, access=DEMO_ACCESS_KEY, secret=DEMO_SECRET_KEY)
    reader = User(READER_USER, DEMO_DOMAIN, _DOMAIN_ID, READER_PASSWORD, _CHANGES)
    service.accounts.add_user(reader, access=READER_ACCESS_KEY, secret=READER_SECRET_KEY)
    service.add_project(DEMO_PROJECT_ID, DEMO_REGION, _DOMAIN_ID)
    service.add_project(DEMO_OTHER_PROJECT_ID, DEMO_OTHER_REGION, _DOMAIN_ID)
    return service


def demo_service(
    *, clock: Clock | None = None, now_s: float = DEMO_NOW_S, rules: Rules | None = None
) -> Service:
    """Return a service whose first project is full of jobs.

    Args:
        clock: epoch seconds; without one it goes at real speed from DEMO_NOW_S.
        now_s: the moment that jobs with versions lead up to; pass the clock's time to have them
            recent for a real clock. What runs or waits, and jobs without versions, always do so at
            the clock's time.
        rules: what the documentation leaves open.
    """
    service = blank_service(clock=clock, rules=rules)
    plant(service.project, now_s, service.clock())
    workspace_ids = [workspace.workspace_id for workspace in WORKSPACES]
    v2_seed.plant(service.project.v2, workspace_ids, service.clock())
    return service


def bulk_service(
    *,
    jobs: int,
    versions: int = 1,
    v2_jobs: int = 0,
    clock: Clock | None = None,
    now_s: float = DEMO_NOW_S,
    rules: Rules | None = None,
) -> Service:
    """Return a service whose first project has that many jobs with as many versions each.

    ``v2_jobs`` is how many jobs of the second generation there are beside them.
    """
    service = blank_service(clock=clock, rules=rules)
    plant_bulk(service.project, jobs=jobs, versions=versions, now_s=now_s)
    v2_seed.plant_bulk(service.project.v2, v2_jobs, now_s)
    return service
