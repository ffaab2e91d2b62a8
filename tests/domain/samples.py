"""Jobs, versions and targets with only what a test cares about spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.jobs import JobId, JobVersion, TrainingJob, VersionId
from mtui.domain.status import status_from_code
from mtui.domain.targets import Target

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW_MS = 1_700_000_000_000
DAY_MS = 86_400_000


def job(
    name: str = "resnet-lab",
    *,
    job_id: str = "182626",
    code: int | str = 10,
    description: str = "",
    age_days: float | None = None,
    duration_ms: int | None = None,
    versions: int | None = None,
) -> TrainingJob:
    """Return a job; its age is counted back from `NOW_MS`."""
    created = None if age_days is None else NOW_MS - int(age_days * DAY_MS)
    return TrainingJob(
        JobId(job_id), name, status_from_code(code), versions, created, duration_ms, description
    )


def version(
    name: str = "V0001",
    *,
    version_id: str = "278813",
    code: int | str = 10,
    parent_id: str | None = None,
    engine: str = "",
    flavor: str = "",
    age_days: float | None = None,
) -> JobVersion:
    """Return a version of job 182626; its age is counted back from `NOW_MS`."""
    return JobVersion(
        JobId("182626"),
        VersionId(version_id),
        name,
        status_from_code(code),
        created_ms=None if age_days is None else NOW_MS - int(age_days * DAY_MS),
        parent_id=None if parent_id is None else VersionId(parent_id),
        engine=engine,
        flavor=flavor,
    )


def version_target(
    number: int = 1,
    *,
    job_id: str = "182626",
    job_name: str = "resnet-lab",
    code: int = 10,
    count: int | None = None,
    is_parent: bool = False,
) -> Target:
    """Return version `number` of a job as a target."""
    return Target(
        JobId(job_id),
        job_name,
        status_from_code(code),
        VersionId(str(278812 + number)),
        f"V{number:04}",
        version_count=count,
        is_parent=is_parent,
    )


def job_target(name: str = "resnet-lab", *, job_id: str = "182626", code: int = 10) -> Target:
    """Return a whole job as a target."""
    return Target(JobId(job_id), name, status_from_code(code), version_count=3)


def version_targets(numbers: Iterable[int]) -> list[Target]:
    """Return versions of one job as targets."""
    return [version_target(number) for number in numbers]
