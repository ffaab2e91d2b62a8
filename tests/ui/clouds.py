"""Small simulated clouds whose every row a test knows."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mtui.simulator import DEMO_NOW_S, blank_service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mtui.simulator import Rules, Service
    from mtui.simulator.service import Clock

NOW_MS = int(DEMO_NOW_S * 1000)
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

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


def busy_cloud(*, clock: Clock, rules: Rules | None = None) -> Service:
    """Return a service with three jobs whose versions are a day apart, the newest a day old.

    ``many`` (201) has V0001 (2001) to V0024 (2024), completed, but every sixth failed;
    ``mixed`` (202) has V0001 (2101, completed), V0002 (2102, running), V0003 (2103, killing) and
    V0004 (2104, failed, made from V0001); ``prod-ranker`` (203) has V0001 (2201) and V0002
    (2202), completed.
    """
    service = blank_service(clock=clock, rules=rules)
    many = [FAILED if number % 6 == 0 else COMPLETED for number in range(1, 25)]
    _grow(service, "many", 201, 2001, many)
    _grow(service, "mixed", 202, 2101, [COMPLETED, RUNNING, KILLING, FAILED], {2104: 2101})
    _grow(service, "prod-ranker", 203, 2201, [COMPLETED, COMPLETED])
    return service


def _grow(
    service: Service,
    name: str,
    job_id: int,
    first_id: int,
    statuses: Sequence[int],
    parents: Mapping[int, int] = MappingProxyType({}),
) -> None:
    """Add a job with a version for each status, oldest first."""
    project = service.project
    oldest_ms = NOW_MS - len(statuses) * DAY_MS
    job = project.add_job(name, job_id=job_id, created_ms=oldest_ms)
    for index, status in enumerate(statuses):
        version_id = first_id + index
        project.add_version(
            job,
            status=status,
            version_id=version_id,
            created_ms=oldest_ms + index * DAY_MS,
            pre_version_id=parents.get(version_id),
        )
