"""One project: its jobs with versions, how they change, and its jobs without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.simulator.agenda import Agenda
from mtui.simulator.listing import JobListing
from mtui.simulator.records import (
    COMPLETED,
    DELETE_FAILED,
    KILLED,
    KILLING,
    QUEUED,
    RUNNING,
    JobRecord,
    Recipe,
    VersionRecord,
    WorkspaceRecord,
)
from mtui.simulator.refusals import RefusedError
from mtui.simulator.v2.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.simulator.rules import Rules

_PLAIN = Recipe()
_WAITED_MS = 47_000
"""How long a version that was put in has waited before it ran."""


class Project:
    """A project's training jobs; times are epoch seconds, ids numbers."""

    def __init__(self, project_id: str, name: str, domain_id: str, rules: Rules) -> None:
        self.project_id = project_id
        self.name = name
        self.domain_id = domain_id
        self.rules = rules
        self.jobs: dict[int, JobRecord] = {}
        self.workspaces: dict[str, WorkspaceRecord] = {"0": WorkspaceRecord("0", "default")}
        self.listing = JobListing(self.jobs)
        self.changes = 0
        """How many requests changed something of the first generation."""
        self._agenda = Agenda()
        self.v2 = Jobs(project_id, self._agenda, rules)
        """The jobs of the second generation."""
        self._next_job_id = 182_000
        self._next_version_id = 278_000

    # What tests and seeds put in

    def add_job(
        self,
        name: str,
        *,
        created_ms: int = 1_600_000_000_000,
        description: str = "",
        workspace_id: str = "0",
        user: str = "",
        job_id: int | None = None,
    ) -> JobRecord:
        """Add a job without versions."""
        if job_id is None:
            job_id = self._next_job_id
        self._next_job_id = max(self._next_job_id, job_id + 1)
        job = JobRecord(job_id, name, created_ms, description, workspace_id, user)
        self.jobs[job_id] = job
        self.listing.membership_changed()
        return job

    def add_version(
        self,
        job: JobRecord,
        *,
        status: int = COMPLETED,
        created_ms: int | None = None,
        recipe: Recipe = _PLAIN,
        pre_version_id: int | None = None,
        duration_ms: int = 532_003,
        version_id: int | None = None,
    ) -> VersionRecord:
        """Add the next version of a job; it stays in its status until a request changes that."""
        if version_id is None:
            version_id = self._next_version_id
        self._next_version_id = max(self._next_version_id, version_id + 1)
        created_ms = job.created_ms if created_ms is None else created_ms
        job.names_given += 1
        version = VersionRecord(
            version_id,
            job,
            f"V{job.names_given:04}",
            status,
            created_ms,
            recipe,
            pre_version_id,
            created_ms + _WAITED_MS if duration_ms or status == RUNNING else None,
            duration_ms,
        )
        job.versions[version_id] = version
        self._touch(version)
        return version

    def submit(self, job: JobRecord, now_s: float, *, recipe: Recipe = _PLAIN) -> VersionRecord:
        """Add a queued version that will run and complete by itself."""
        version = self.add_version(
            job, status=QUEUED, created_ms=int(now_s * 1000), recipe=recipe, duration_ms=0
        )
        self.enliven(version, now_s)
        return version

    def enliven(self, version: VersionRecord, now_s: float) -> None:
        """Let a queued or running version go on by itself from now on."""
        if version.status == QUEUED:
            self._agenda.add(now_s + self.rules.queue_s, lambda at: self._start(version, at))
        elif version.status == RUNNING:
            self._agenda.add(now_s + self.rules.run_s, lambda at: self._complete(version, at))

    def override(self, record: JobRecord | VersionRecord, fields: Mapping[str, object]) -> None:
        """Put any values into the record's wire fields, hostile ones included."""
        record.overrides = {**(record.overrides or {}), **fields}
        self._touch(record)

    # What time does

    def settle(self, now_s: float) -> None:
        """Do everything that was due until now."""
        self._agenda.settle(now_s)

    # What requests ask for

    def find_job(self, job_id: int) -> JobRecord:
        """Return a job.

        Raises:
            RefusedError: 0102, there is none.
        """
        job = self.jobs.get(job_id)
        if job is None:
            raise RefusedError("0102", f"The job {job_id} does not exist.")
        return job

    def find_version(self, job_id: int, version_id: int) -> VersionRecord:
        """Return a version of a job.

        Raises:
            RefusedError: 0102, there is no such job or no such version in it.
        """
        version = self.find_job(job_id).versions.get(version_id)
        if version is None:
            raise RefusedError("0102", f"The job version {version_id} does not exist.")
        return version

    def delete_version(self, job_id: int, version_id: int, now_s: float) -> None:
        """Accept the deletion of a version; it goes later.

        Raises:
            RefusedError: 0102 not found, 0105 being cancelled, 6357 already leaving.
        """
        version = self.find_version(job_id, version_id)
        if version.is_leaving:
            self._repeat_delete()
            return
        _check_deletable(version)
        self.changes += 1
        self._leave(version, now_s)

    def delete_job(self, job_id: int, now_s: float) -> None:
        """Accept the deletion of a job with all its versions.

        Raises:
            RefusedError: as for a version.
        """
        job = self.find_job(job_id)
        if job.is_leaving:
            self._repeat_delete()
            return
        for version in job.versions.values():
            _check_deletable(version)
        self.changes += 1
        job.is_leaving = True
        for version in job.versions.values():
            if not version.is_leaving:
                self._leave(version, now_s)
        self._agenda.add(now_s + self.rules.delete_s, lambda _: self._remove_job(job))

    def stop_version(self, job_id: int, version_id: int, now_s: float) -> None:
        """Accept the stop of a running version.

        Raises:
            RefusedError: 0102 not found, 0105 not running.
        """
        version = self.find_version(job_id, version_id)
        if version.status != RUNNING:
            raise RefusedError("0105", f"This job can't be stop. job status: {version.status}")
        self.changes += 1
        version.duration_ms = version.ran_ms(int(now_s * 1000))
        self._set_status(version, KILLING)
        self._agenda.add(
            now_s + self.rules.stop_s,
            lambda _: self._set_status(version, KILLED, only_from=KILLING),
        )

    def describe(self, job_id: int, description: str) -> None:
        """Change a job's description.

        Raises:
            RefusedError: 0102 not found.
        """
        job = self.find_job(job_id)
        self.changes += 1
        job.description = description
        self._touch(job)
        self.listing.membership_changed()

    def _repeat_delete(self) -> None:
        if self.rules.refuses_repeat_delete:
            raise RefusedError("6357", "The job version is already being deleted.")

    def _leave(self, version: VersionRecord, now_s: float) -> None:
        version.is_leaving = True
        self._agenda.add(now_s + self.rules.delete_s, lambda _: self._remove(version))

    def _remove(self, version: VersionRecord) -> None:
        job = version.job
        version.is_leaving = False
        if version.failing_deletes:
            version.failing_deletes -= 1
            self._set_status(version, DELETE_FAILED)
            return
        job.versions.pop(version.version_id, None)
        self._touch(job)
        if not job.versions and not job.is_leaving and not self.rules.keeps_empty_jobs:
            self._remove_job(job)

    def _remove_job(self, job: JobRecord) -> None:
        job.is_leaving = False
        if not job.versions:
            self.jobs.pop(job.job_id, None)
            self.listing.membership_changed()

    def _start(self, version: VersionRecord, at_s: float) -> None:
        version.started_ms = int(at_s * 1000)
        self._set_status(version, RUNNING, only_from=QUEUED)
        self.enliven(version, at_s)

    def _complete(self, version: VersionRecord, at_s: float) -> None:
        if version.status == RUNNING:
            version.duration_ms = version.ran_ms(int(at_s * 1000))
            self._set_status(version, COMPLETED)

    def _set_status(
        self, version: VersionRecord, status: int, *, only_from: int | None = None
    ) -> None:
        if only_from is None or version.status == only_from:
            version.status = status
            self._touch(version)

    def _touch(self, record: JobRecord | VersionRecord) -> None:
        record.row = None
        if isinstance(record, VersionRecord):
            record.job.row = None
        self.listing.rows_changed()


def _check_deletable(version: VersionRecord) -> None:
    if version.status == KILLING:
        raise RefusedError("0105", f"This job can't be delete. job status: {version.status}")
