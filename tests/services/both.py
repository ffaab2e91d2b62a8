"""What jobs with and without versions have in common in a test: made, listed, lost, found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.jobs import DEFAULT_WORKSPACE
from mtui.domain.targets import target_of_job

if TYPE_CHECKING:
    from mtui.domain.targets import Target
    from tests.services.stage import Stage

GENERATIONS = ("v1", "v2")

COMPLETED, FAILED, RUNNING, STOPPING = 10, 11, 8, 9
_PHASES = {10: "Completed", 11: "Failed", 8: "Running", 9: "Terminating"}


class Side:
    """One generation's half of a stage; a target is a version here and a job there."""

    def __init__(self, stage: Stage, generation: str) -> None:
        self.stage = stage
        self.generation = generation
        self.change = r"/training-jobs/(.+/versions/\d+|batch-delete|[0-9a-f-]{36})(/\w+)?$"
        """Where requests go that delete or stop; reads match it too, by another method."""

    @property
    def method(self) -> str:
        """How several targets are deleted."""
        return "DELETE"

    async def make(self, *statuses: int, name: str = "resnet") -> list[Target]:
        """Add a target in each state and return them as a person sees them."""
        project = self.stage.service.project
        if self.generation == "v1":
            return await self.stage.versions(self.stage.add_job(*statuses, name=name))
        made = [
            project.v2.add(
                f"{name}-{number}",
                phase=_PHASES[status],
                created_ms=1_600_000_000_000 + number * 60_000,
            ).job_id
            for number, status in enumerate(statuses)
        ]
        listed = {target.job_id: target for target in await jobs_without_versions(self.stage)}
        return [target for job_id, target in listed.items() if job_id in made]

    def set_status(self, target: Target, status: int) -> None:
        """Let it change behind everybody's back."""
        project = self.stage.service.project
        if target.version_id is not None:
            record = project.find_job(int(target.job_id)).versions[int(target.version_id)]
            record.status, record.row = status, None
        else:
            project.v2.jobs[target.job_id].phase = _PHASES[status]
            project.v2.version += 1

    def remove(self, target: Target) -> None:
        """Let it vanish behind everybody's back."""
        project = self.stage.service.project
        if target.version_id is not None:
            project.find_job(int(target.job_id)).versions.pop(int(target.version_id))
        else:
            project.v2.jobs.pop(target.job_id)
            project.v2.version += 1

    def fail_deletes(self, target: Target, times: int = 1) -> None:
        """Let accepted deletions come to nothing."""
        project = self.stage.service.project
        if target.version_id is not None:
            version = project.find_job(int(target.job_id)).versions[int(target.version_id)]
            version.failing_deletes = times
        else:
            project.v2.jobs[target.job_id].failing_deletes = times


async def jobs_without_versions(stage: Stage) -> list[Target]:
    catalog = (await stage.session()).v2_catalog
    return [
        target_of_job(job) async for chunk in catalog.jobs(DEFAULT_WORKSPACE) for job in chunk.jobs
    ]
