"""What a plan is aimed at: one version of a job, or a whole job."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mtui.domain.frozen import frozen
from mtui.domain.jobs import DEFAULT_WORKSPACE, Generation, generation_of

if TYPE_CHECKING:
    from mtui.domain.jobs import JobId, TrainingJob, VersionId, VersionListing, WorkspaceId
    from mtui.domain.status import JobStatus


class Action(StrEnum):
    """What a plan does to its targets."""

    DELETE = "delete"
    STOP = "stop"


class TargetKey(NamedTuple):
    """The identity of a target: a version of a job, or with ``None`` the whole job."""

    job_id: JobId
    version_id: VersionId | None


@frozen
class Target:
    """One version or one whole job, as it was when the person looked at it."""

    job_id: JobId
    job_name: str
    status: JobStatus
    version_id: VersionId | None = None
    """None for the whole job with all its versions."""
    version_name: str = ""
    version_count: int | None = None
    """How many versions the job has; None where it is not known."""
    created_ms: int | None = None
    duration_ms: int | None = None
    nodes: int | None = None
    is_parent: bool = False
    """Whether other versions were made from it."""
    workspace_id: WorkspaceId = DEFAULT_WORKSPACE
    """Where its job was listed."""

    @property
    def key(self) -> TargetKey:
        """Its identity."""
        return TargetKey(self.job_id, self.version_id)

    @property
    def generation(self) -> Generation:
        """Which training API it belongs to."""
        return generation_of(self.job_id)

    @property
    def has_a_stop(self) -> bool:
        """Whether there is a call that stops it: v1 stops versions only (03_0051)."""
        return self.version_id is not None or self.generation is Generation.V2

    @property
    def is_whole_job(self) -> bool:
        """Whether the job goes with all its versions."""
        return self.version_id is None

    @property
    def takes_versions_along(self) -> bool:
        """Whether it is a job of the generation whose jobs have versions."""
        return self.is_whole_job and self.generation is Generation.V1

    @property
    def reach(self) -> int:
        """How many versions go with it; 1 where the number is not known, or there are none."""
        return max(self.version_count or 1, 1) if self.takes_versions_along else 1

    @property
    def label(self) -> str:
        """Its name and id in words: ``V0003 (278813) of job resnet (182626)``."""
        job = f"{self.job_name} ({self.job_id})" if self.job_name else self.job_id
        if self.version_id is None:
            return f"job {job}"
        version = (
            f"{self.version_name} ({self.version_id})" if self.version_name else self.version_id
        )
        return f"{version} of job {job}"


def target_of_job(job: TrainingJob, workspace_id: WorkspaceId = DEFAULT_WORKSPACE) -> Target:
    """Return the whole job as a target."""
    return Target(
        job_id=job.job_id,
        job_name=job.name,
        status=job.status,
        version_count=job.version_count,
        created_ms=job.created_ms,
        duration_ms=job.duration_ms,
        nodes=job.nodes,
        workspace_id=workspace_id,
    )


def targets_of_listing(listing: VersionListing) -> tuple[Target, ...]:
    """Return every version of a job as a target, in the order of the listing."""
    parents = {version.parent_id for version in listing.versions}
    count = len(listing.versions) if listing.version_count is None else listing.version_count
    return tuple(
        Target(
            job_id=listing.job_id,
            job_name=listing.job_name,
            status=version.status,
            version_id=version.version_id,
            version_name=version.name,
            version_count=count,
            created_ms=version.created_ms,
            duration_ms=version.duration_ms,
            nodes=version.nodes,
            is_parent=version.version_id in parents,
        )
        for version in listing.versions
    )
