"""The columns of the second generation: of its job list and of a job's tasks."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.column_parts import (
    by_id,
    by_status,
    created_column,
    dim,
    duration_column,
    job_status,
    plain,
)
from mtui.ui.presentation.columns import JOB_COLUMNS

if TYPE_CHECKING:
    from mtui.domain.jobs import JobTask, TrainingJob

V2_JOB_COLUMNS: tuple[Column[TrainingJob], ...] = (
    JOB_COLUMNS[0],
    Column(
        "status",
        "PHASE",
        job_status,
        lambda job: by_status(job.status),
        min_width=11,
        max_width=18,
    ),
    created_column(),
    duration_column(drop_order=6),
    Column(
        "nodes",
        "NODES",
        lambda job, context: plain("" if job.nodes is None else str(job.nodes), context),
        attrgetter("nodes"),
        align="right",
        drop_order=5,
        is_descending_first=True,
    ),
    Column(
        "flavor",
        "FLAVOR",
        lambda job, context: dim(job.flavor, context),
        lambda job: job.flavor.casefold() or None,
        min_width=10,
        max_width=30,
        cut="middle",
        drop_order=4,
    ),
    Column(
        "user",
        "USER",
        lambda job, context: dim(job.user_name, context),
        lambda job: job.user_name.casefold() or None,
        min_width=8,
        max_width=20,
        cut="middle",
        drop_order=3,
    ),
    Column(
        "experiment",
        "EXPERIMENT",
        lambda job, context: dim(job.experiment, context),
        lambda job: job.experiment.casefold() or None,
        min_width=10,
        max_width=24,
        cut="middle",
        drop_order=2,
    ),
    Column(
        "id",
        "ID",
        lambda job, context: dim(job.job_id, context),
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
        lambda task, context: plain(task.name, context),
        lambda task: by_id(task.name),
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
        lambda task, context: dim(task.address, context),
        drop_order=2,
    ),
    Column("host", "NODE", lambda task, context: dim(task.host, context), drop_order=1),
    Column(
        "message",
        "MESSAGE",
        lambda task, context: plain(task.message, context),
        min_width=16,
        is_flexible=True,
    ),
)
"""The tasks of a job without versions; a row is a task, its key the task's name."""
