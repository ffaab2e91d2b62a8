"""Jobs without versions: JSON to the same domain values as jobs with versions (api.md §5.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtui.domain.jobs import JobDetail, JobId, JobTask, TrainingJob
from mtui.domain.status import status_from_code
from mtui.modelarts.decode import JobRows
from mtui.modelarts.payloads import UnreadableError, readable_rows, rows_of
from mtui.modelarts.scalars import duration_ms, epoch_ms, text, whole_number
from mtui.modelarts.v2_fields import job_fields
from mtui.modelarts.version_fields import without_url_secrets

if TYPE_CHECKING:
    from mtui.modelarts.bodies import JsonValue
    from mtui.modelarts.payloads import Record

_ID = re.compile(r"(?=.*[^0-9])[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_LONGEST_PHASE = 64
_LONGEST_EXIT_CODE = 10**9


def decode_search(payload: Record) -> JobRows:
    """Decode an answer of the search (ListTrainingJobs).

    Raises:
        UnreadableError: it is no list of jobs, or no row can be read.
    """
    rows = rows_of(payload, "items", "count")
    jobs = readable_rows(rows, _job, "job")
    return JobRows(jobs, len(rows), whole_number(payload.get("count")))


def decode_job(payload: Record, job_id: JobId) -> JobDetail:
    """Decode a job alone (ShowTrainingJobDetails).

    Raises:
        UnreadableError: it is another job's, or none at all.
    """
    job = _job(payload)
    if job is None:
        raise UnreadableError("the answer holds no job")
    if job.job_id != job_id:
        raise UnreadableError(f"the answer is about job {job.job_id}, not {job_id}")
    return JobDetail(job, _tasks(_member(payload, "status")), job_fields(payload))


def decode_tasks(payload: Record) -> tuple[JobTask, ...]:
    """Decode a job's instances with their addresses (ListTrainingJobTasks), each once.

    An instance that was scheduled anew stands in the list again; its last place counts.

    Raises:
        UnreadableError: it is no list.
    """
    found: dict[str, tuple[int, JobTask]] = {}
    for row in rows_of(payload, "items", "items"):
        name = text(row.get("task")) if isinstance(row, dict) else ""
        if not isinstance(row, dict) or not name:
            continue
        turn = whole_number(row.get("schedule_count")) or 0
        if name not in found or found[name][0] <= turn:
            task = JobTask(name, address=text(row.get("ip")), host=text(row.get("host_ip")))
            found[name] = (turn, task)
    return tuple(task for _, task in found.values())


def _job(row: Record) -> TrainingJob | None:
    row.pop("endpoints", None)  # tokens: not even a crash report may find them
    metadata, status = _member(row, "metadata"), _member(row, "status")
    resource = _member(_member(row, "spec"), "resource")
    job_id = text(metadata.get("id")).strip()
    if not _ID.fullmatch(job_id):
        return None
    experiment = _member(metadata, "training_experiment_reference")
    return TrainingJob(
        job_id=JobId(job_id),
        name=text(metadata.get("name")),
        status=status_from_code(text(status.get("phase"))[:_LONGEST_PHASE]),
        created_ms=epoch_ms(metadata.get("create_time")),
        duration_ms=duration_ms(status.get("duration")),
        description=text(metadata.get("description")),
        user_name=text(metadata.get("user_name")),
        flavor=text(resource.get("flavor_id")) or text(resource.get("flavor_name")),
        nodes=whole_number(resource.get("node_count")),
        experiment=text(experiment.get("name")) or text(experiment.get("id")),
    )


def _tasks(status: Record) -> tuple[JobTask, ...]:
    """Return the instances that a status names, with how they ended."""
    names = status.get("tasks")
    ended = status.get("task_statuses")
    found = {text(name): JobTask(text(name)) for name in (names if isinstance(names, list) else ())}
    for row in ended if isinstance(ended, list) else ():
        name = text(row.get("task")) if isinstance(row, dict) else ""
        if isinstance(row, dict) and name:
            message = without_url_secrets(text(row.get("message")))
            found[name] = JobTask(name, _exit_code(row.get("exit_code")), message)
    return tuple(task for name, task in found.items() if name)


def _exit_code(value: JsonValue) -> int | None:
    """Return an exit code, which may be negative where a signal ended it."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value.strip()):
        return int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if abs(value) < _LONGEST_EXIT_CODE else None


def _member(record: Record, name: str) -> Record:
    """Return an object inside another; an empty one where there is none."""
    value = record.get(name)
    return value if isinstance(value, dict) else {}
