"""The columns of the job list and of the version list."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from mtui.ui.presentation.ages import age, duration
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.statuses import status_cell
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from mtui.domain.jobs import JobTask, JobVersion, TrainingJob
    from mtui.domain.status import JobStatus

Timed = TypeVar("Timed", bound="TrainingJob | JobVersion")
"""A row that was created and ran for a time."""

_LONGEST = 512
"""Characters of a name or description that a cell looks at; more are never on the screen."""


def job_key(job: TrainingJob) -> str:
    """Return what identifies a row of the job list."""
    return job.job_id


def version_key(version: JobVersion) -> str:
    """Return what identifies a row of the version list."""
    return version.version_id


def _by_id(identifier: str) -> str:
    """Return a value that puts 9 before 10."""
    return identifier.rjust(20)


def _by_status(status: JobStatus) -> str:
    """Return a value that keeps families together; one string sorts faster than a tuple."""
    return f"{status.family.value} {status.word}"


def _plain(text: str, context: CellContext, tone: Tone = Tone.PLAIN) -> Cell:
    shown = safe(text, _LONGEST)
    return Cell(shown, tone) if shown else Cell(context.glyphs.nothing, Tone.DIM)


def _dim(text: str, context: CellContext) -> Cell:
    return Cell(safe(text, _LONGEST) or context.glyphs.nothing, Tone.DIM)


def _created(row: TrainingJob | JobVersion, context: CellContext) -> Cell:
    return Cell(age(row.created_ms, context.now_ms, nothing=context.glyphs.nothing))


def _duration(row: TrainingJob | JobVersion, context: CellContext) -> Cell:
    return Cell(duration(row.duration_ms, nothing=context.glyphs.nothing))


def _version_count(job: TrainingJob, context: CellContext) -> Cell:
    count = job.version_count
    return Cell(context.glyphs.nothing if count is None else str(count))


def _nodes(version: JobVersion, context: CellContext) -> Cell:
    """Return ``2 × 8 GPU``: nodes and what each of them has."""
    if version.nodes is None:
        return _dim(version.accelerators, context)
    count = str(version.nodes)
    if not version.accelerators:
        return Cell(count)
    return Cell(f"{count} {context.glyphs.times} {safe(version.accelerators, _LONGEST)}")


def _doing(key: str, context: CellContext) -> str:
    if key in context.deleting:
        return "deleting"
    return "stopping" if key in context.stopping else ""


def _job_status(job: TrainingJob, context: CellContext) -> Cell:
    return status_cell(job.status, context.glyphs, doing=_doing(job.job_id, context))


def _version_status(version: JobVersion, context: CellContext) -> Cell:
    return status_cell(version.status, context.glyphs, doing=_doing(version.version_id, context))


def _created_column() -> Column[Timed]:
    return Column(
        "created",
        "CREATED",
        _created,
        attrgetter("created_ms"),
        min_width=7,
        max_width=8,
        is_descending_first=True,
    )


def _duration_column(*, drop_order: int) -> Column[Timed]:
    return Column(
        "duration",
        "DURATION",
        _duration,
        attrgetter("duration_ms"),
        align="right",
        drop_order=drop_order,
        is_descending_first=True,
    )


JOB_COLUMNS: tuple[Column[TrainingJob], ...] = (
    Column(
        "name",
        "NAME",
        lambda job, context: _plain(job.name, context),
        lambda job: job.name.casefold(),
        min_width=16,
        max_width=48,
        cut="middle",
    ),
    Column(
        "id", "ID", lambda job, context: _dim(job.job_id, context), lambda job: _by_id(job.job_id)
    ),
    Column(
        "status",
        "STATUS",
        _job_status,
        lambda job: _by_status(job.status),
        min_width=11,
        max_width=18,
    ),
    Column(
        "versions",
        "VERS",
        _version_count,
        attrgetter("version_count"),
        align="right",
        drop_order=3,
        is_descending_first=True,
    ),
    _created_column(),
    _duration_column(drop_order=2),
    Column(
        "description",
        "DESCRIPTION",
        lambda job, context: _dim(job.description, context),
        lambda job: job.description.casefold() or None,
        min_width=16,
        is_flexible=True,
        drop_order=1,
    ),
)
"""The job list; a row is a job, its key the job's id."""

VERSION_COLUMNS: tuple[Column[JobVersion], ...] = (
    Column(
        "version",
        "VERSION",
        lambda version, context: _plain(version.name, context),
        lambda version: _by_id(version.name),
        min_width=7,
        max_width=24,
        cut="middle",
    ),
    Column(
        "id",
        "ID",
        lambda version, context: _dim(version.version_id, context),
        lambda version: _by_id(version.version_id),
    ),
    Column(
        "status",
        "STATUS",
        _version_status,
        lambda version: _by_status(version.status),
        min_width=11,
        max_width=18,
    ),
    _created_column(),
    _duration_column(drop_order=4),
    Column(
        "engine",
        "ENGINE",
        lambda version, context: _plain(version.engine, context),
        lambda version: version.engine.casefold() or None,
        min_width=10,
        max_width=28,
        cut="middle",
        drop_order=3,
    ),
    Column(
        "nodes",
        "NODES",
        _nodes,
        lambda version: version.nodes,
        max_width=24,
        drop_order=2,
        is_descending_first=True,
    ),
    Column(
        "flavor",
        "FLAVOR",
        lambda version, context: _dim(version.flavor, context),
        lambda version: version.flavor.casefold() or None,
        min_width=12,
        is_flexible=True,
        drop_order=1,
    ),
)
"""The versions of a job; a row is a version, its key the version's id."""

V2_JOB_COLUMNS: tuple[Column[TrainingJob], ...] = (
    JOB_COLUMNS[0],
    Column(
        "status",
        "PHASE",
        _job_status,
        lambda job: _by_status(job.status),
        min_width=11,
        max_width=18,
    ),
    _created_column(),
    _duration_column(drop_order=6),
    Column(
        "nodes",
        "NODES",
        lambda job, context: _plain("" if job.nodes is None else str(job.nodes), context),
        attrgetter("nodes"),
        align="right",
        drop_order=5,
        is_descending_first=True,
    ),
    Column(
        "flavor",
        "FLAVOR",
        lambda job, context: _dim(job.flavor, context),
        lambda job: job.flavor.casefold() or None,
        min_width=10,
        max_width=30,
        cut="middle",
        drop_order=4,
    ),
    Column(
        "user",
        "USER",
        lambda job, context: _dim(job.user_name, context),
        lambda job: job.user_name.casefold() or None,
        min_width=8,
        max_width=20,
        cut="middle",
        drop_order=3,
    ),
    Column(
        "experiment",
        "EXPERIMENT",
        lambda job, context: _dim(job.experiment, context),
        lambda job: job.experiment.casefold() or None,
        min_width=10,
        max_width=24,
        cut="middle",
        drop_order=2,
    ),
    Column(
        "id",
        "ID",
        lambda job, context: _dim(job.job_id, context),
        attrgetter("job_id"),
        drop_order=1,
    ),
)
"""The job list of the current generation; its ids are long and come last."""


def task_key(task: JobTask) -> str:
    """Return what identifies a row of a job's tasks."""
    return task.name


def _exit_code(task: JobTask, context: CellContext) -> Cell:
    if task.exit_code is None:
        return Cell(context.glyphs.nothing, Tone.DIM)
    return Cell(str(task.exit_code), Tone.BAD if task.exit_code else Tone.GOOD)


TASK_COLUMNS: tuple[Column[JobTask], ...] = (
    Column(
        "task",
        "TASK",
        lambda task, context: _plain(task.name, context),
        lambda task: _by_id(task.name),
        min_width=10,
        max_width=24,
        cut="middle",
    ),
    Column(
        "exit", "EXIT", _exit_code, attrgetter("exit_code"), align="right", is_descending_first=True
    ),
    Column(
        "address",
        "ADDRESS",
        lambda task, context: _dim(task.address, context),
        drop_order=2,
    ),
    Column("host", "NODE", lambda task, context: _dim(task.host, context), drop_order=1),
    Column(
        "message",
        "MESSAGE",
        lambda task, context: _plain(task.message, context),
        min_width=16,
        is_flexible=True,
    ),
)
"""The tasks of a job without versions; a row is a task, its key the task's name."""
