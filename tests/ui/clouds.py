"""Small simulated clouds whose every row a test knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.simulator import DEMO_NOW_S, blank_service

if TYPE_CHECKING:
    from mtui.simulator import Rules, Service
    from mtui.simulator.service import Clock

NOW_MS = int(DEMO_NOW_S * 1000)
HOUR_MS = 3_600_000

COMPLETED, RUNNING, KILLING, FAILED = 10, 8, 9, 11


def small_cloud(*, clock: Clock, rules: Rules | None = None) -> Service:
    """Return a service with three jobs: ``ab`` of three versions, ``cd`` of one, ``ef`` of none.

    ``ab`` (101) has V0001 (1001, completed), V0002 (1002, running) and V0003 (1003, failed);
    ``cd`` (102) has V0001 (1004, completed); ``ef`` (103) is empty.
    """
    service = blank_service(clock=clock, rules=rules)
    project = service.project
    job = project.add_job("ab", job_id=101, created_ms=NOW_MS - 5 * HOUR_MS, description="one")
    for version_id, status in ((1001, COMPLETED), (1002, RUNNING), (1003, FAILED)):
        age_ms = (1005 - version_id) * HOUR_MS
        project.add_version(job, status=status, version_id=version_id, created_ms=NOW_MS - age_ms)
    job = project.add_job("cd", job_id=102, created_ms=NOW_MS - 7 * HOUR_MS)
    project.add_version(job, version_id=1004, created_ms=NOW_MS - 7 * HOUR_MS)
    project.add_job("ef", job_id=103, created_ms=NOW_MS - 9 * HOUR_MS, description="empty")
    return service
