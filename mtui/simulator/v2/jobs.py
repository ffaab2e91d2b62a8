"""One project's jobs of the second generation, and how they change with time and by request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.simulator.refusals import RefusedError
from mtui.simulator.v2.records import (
    COMPLETED,
    CREATING,
    PENDING,
    RUNNING,
    STOPPABLE,
    TERMINATED,
    TERMINATING,
    JobRecord,
    Setup,
    made_up_uuid,
)
from mtui.simulator.v2.search import Results

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from mtui.simulator.agenda import Agenda
    from mtui.simulator.rules import Rules

MAX_BATCH = 100
"""Most jobs that one batch deletes."""
_PLAIN = Setup()
_WAITED_MS = 47_000


class Jobs:
    """Training jobs by UUID; times are epoch seconds."""

    def __init__(self, project_id: str, agenda: Agenda, rules: Rules) -> None:
        self.jobs: dict[str, JobRecord] = {}
        self.changes = 0
        """How many jobs were changed by requests."""
        self.version = 0
        """Grows with every change of any job, also by time: lists that were sorted are stale."""
        self.results = Results(self)
        self._project_id = project_id
        self._agenda = agenda
        self._rules = rules
        self._made = 0

    # What tests and seeds put in

    def add(
        self,
        name: str,
        *,
        phase: str = COMPLETED,
        created_ms: int = 1_700_000_000_000,
        setup: Setup = _PLAIN,
        job_id: str | None = None,
        duration_ms: int = 532_003,
        **fields: Any,  # noqa: ANN401 - fields of the record, named there
    ) -> JobRecord:
        """Add a job; it stays in its phase until a request changes that."""
        self._made += 1
        job = JobRecord(
            job_id or made_up_uuid(f"{self._project_id} {self._made}"),
            name,
            phase,
            created_ms,
            setup,
            duration_ms=duration_ms,
            started_ms=created_ms + _WAITED_MS if duration_ms or phase == RUNNING else None,
            **fields,
        )
        self.jobs[job.job_id] = job
        self.version += 1
        return job

    def submit(self, name: str, now_s: float, *, setup: Setup = _PLAIN) -> JobRecord:
        """Add a job that will be created, wait, run and complete by itself."""
        job = self.add(
            name, phase=CREATING, created_ms=int(now_s * 1000), setup=setup, duration_ms=0
        )
        self.enliven(job, now_s)
        return job

    def enliven(self, job: JobRecord, now_s: float) -> None:
        """Let a job that is not over go on by itself from now on."""
        match job.phase:
            case "Creating":
                self._agenda.add(now_s + self._rules.create_s, lambda at: self._queue(job, at))
            case "Pending":
                self._agenda.add(now_s + self._rules.queue_s, lambda at: self._start(job, at))
            case "Running":
                self._agenda.add(now_s + self._rules.run_s, lambda at: self._complete(job, at))
            case "Terminating":
                self._agenda.add(now_s + self._rules.stop_s, lambda _: self._terminated(job))

    def override(self, job: JobRecord, members: Mapping[str, object]) -> None:
        """Put any values into the job's wire members, hostile ones included."""
        job.overrides = {**(job.overrides or {}), **members}
        self.version += 1

    # What requests ask for

    def find(self, job_id: str) -> JobRecord:
        """Return a job.

        Raises:
            RefusedError: 2775, there is none.
        """
        job = self.jobs.get(job_id)
        if job is None:
            raise RefusedError("2775", f"Training job (ID: {job_id}) not found.", status=400)
        return job

    def delete(self, job_id: str, now_s: float) -> None:
        """Accept the deletion of a job; it goes later.

        Raises:
            RefusedError: 2775 not found, 2858 being stopped, 2878 already leaving.
        """
        self._leave(self._deletable(job_id), now_s)

    def delete_many(self, job_ids: Sequence[str], now_s: float) -> None:
        """Accept the deletion of many jobs of one workspace.

        Raises:
            RefusedError: 2788 too many or none, 2891 of several workspaces, or as for one job;
                by the rules some may have been accepted before.
        """
        if not 1 <= len(job_ids) <= MAX_BATCH:
            raise RefusedError("2788", f"jobs must hold 1 to {MAX_BATCH} items.", status=400)
        if self._rules.checks_batches:
            jobs = [self._deletable(job_id) for job_id in job_ids]
            if len({job.workspace_id for job in jobs}) > 1:
                raise RefusedError("2891", "The jobs belong to several workspaces.", status=400)
        for job_id in list(dict.fromkeys(job_ids))[: self._rules.batch_takes]:
            self.delete(job_id, now_s)

    def terminate(self, job_id: str, now_s: float) -> JobRecord:
        """Accept the stop of a job.

        Raises:
            RefusedError: 2775 not found, 2796 neither waiting nor running.
        """
        job = self.find(job_id)
        if job.phase not in STOPPABLE:
            raise RefusedError(
                "2796", f"Job in phase {job.phase} is not allowed to terminate.", status=409
            )
        self.changes += 1
        job.duration_ms = job.ran_ms(int(now_s * 1000))
        self._enter(job, TERMINATING)
        self.enliven(job, now_s)
        return job

    def describe(self, job_id: str, description: str) -> None:
        """Change a job's description.

        Raises:
            RefusedError: 2775 not found.
        """
        self.find(job_id).description = description
        self.changes += 1
        self.version += 1

    def _deletable(self, job_id: str) -> JobRecord:
        job = self.find(job_id)
        if job.phase == TERMINATING:
            raise RefusedError("2858", "A job that is being stopped is not deleted.", status=400)
        if job.is_leaving and self._rules.refuses_repeat_delete:
            raise RefusedError("2878", "The status of the job has changed.", status=409)
        return job

    def _leave(self, job: JobRecord, now_s: float) -> None:
        if job.is_leaving:
            return
        self.changes += 1
        job.is_leaving = True
        self._agenda.add(now_s + self._rules.delete_s, lambda _: self._remove(job))

    def _remove(self, job: JobRecord) -> None:
        job.is_leaving = False
        if job.failing_deletes:
            job.failing_deletes -= 1
            return
        self.jobs.pop(job.job_id, None)
        self.version += 1

    def _queue(self, job: JobRecord, at_s: float) -> None:
        if job.phase == CREATING:
            self._enter(job, PENDING)
            self.enliven(job, at_s)

    def _start(self, job: JobRecord, at_s: float) -> None:
        if job.phase == PENDING:
            job.started_ms = int(at_s * 1000)
            self._enter(job, RUNNING)
            self.enliven(job, at_s)

    def _complete(self, job: JobRecord, at_s: float) -> None:
        if job.phase == RUNNING:
            job.duration_ms = job.ran_ms(int(at_s * 1000))
            job.exit_codes = (0,) * job.nodes
            self._enter(job, COMPLETED)

    def _terminated(self, job: JobRecord) -> None:
        if job.phase == TERMINATING:
            job.exit_codes = (137,) * job.nodes if job.started_ms is not None else ()
            self._enter(job, TERMINATED)

    def _enter(self, job: JobRecord, phase: str) -> None:
        job.phase, job.secondary = phase, ""
        self.version += 1
