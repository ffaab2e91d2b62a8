"""The columns of the first generation: of its job list and of its version list."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from mtui.ui.presentation.cells import Cell, CellContext, Column
from mtui.ui.presentation.column_parts import (
    LONGEST,
    by_id,
    by_status,
    created_column,
    dim,
    doing,
    duration_column,
    job_status,
    plain,
)
from mtui.ui.presentation.statuses import status_cell
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from mtui.domain.jobs import JobVersion, TrainingJob


def job_key(job: TrainingJob) -> str:
    """Return what identifies a row of the job list."""
    return job.job_id


def version_key(version: JobVersion) -> str:
    """Return what identifies a row of the version list."""
    return version.version_id


def _version_count(job: TrainingJob, context: CellContext) -> Cell:
    count = job.version_count
    return Cell(context.glyphs.nothing if count is None else str(count))


def _nodes(version: JobVersion, context: CellContext) -> Cell:
    """Return ``2 × 8 GPU``: nodes and what each of them has."""
    if version.nodes is None:
        return dim(version.accelerators, context)
    count = str(version.nodes)
    if not version.accelerators:
        return Cell(count)
    return Cell(f"{count} {context.glyphs.times} {safe(version.accelerators, LONGEST)}")


def _version_status(version: JobVersion, context: CellContext) -> Cell:
    return status_cell(version.status, context.glyphs, doing=doing(version.version_id, context))


JOB_COLUMNS: tuple[Column[TrainingJob], ...] = (
    Column(
        "name",
        "NAME",
        lambda job, context: plain(job.name, context),
        lambda job: job.name.casefold(),
        min_width=16,
        max_width=48,
        cut="middle",
    ),
    Column(
        "id", "ID", lambda job, context: dim(job.job_id, context), lambda job: by_id(job.job_id)
    ),
    Column(
        "status",
        "STATUS",
        job_status,
        lambda job: by_status(job.status),
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
    created_column(),
    duration_column(drop_order=2),
    Column(
        "description",
        "DESCRIPTION",
        lambda job, context: dim(job.description, context),
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
        lambda version, context: plain(version.name, context),
        lambda version: by_id(version.name),
        min_width=7,
        max_width=24,
        cut="middle",
    ),
    Column(
        "id",
        "ID",
        lambda version, context: dim(version.version_id, context),
        lambda version: by_id(version.version_id),
    ),
    Column(
        "status",
        "STATUS",
        _version_status,
        lambda version: by_status(version.status),
        min_width=11,
        max_width=18,
    ),
    created_column(),
    duration_column(drop_order=4),
    Column(
        "engine",
        "ENGINE",
        lambda version, context: plain(version.engine, context),
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
        lambda version, context: dim(version.flavor, context),
        lambda version: version.flavor.casefold() or None,
        min_width=12,
        is_flexible=True,
        drop_order=1,
    ),
)
"""The versions of a job; a row is a version, its key the version's id."""
