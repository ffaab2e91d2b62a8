"""What the columns of several lists share: cells, values to sort by, and whole columns."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from mtui.ui.presentation.ages import age, duration
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.statuses import status_cell
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from mtui.domain.jobs import JobVersion, TrainingJob
    from mtui.domain.status import JobStatus

Timed = TypeVar("Timed", bound="TrainingJob | JobVersion")
"""A row that was created and ran for a time."""

LONGEST = 512
"""Characters of a name or description that a cell looks at; more are never on the screen."""


def by_id(identifier: str) -> str:
    """Return a value that puts 9 before 10."""
    return identifier.rjust(20)


def by_status(status: JobStatus) -> str:
    """Return a value that keeps families together; one string sorts faster than a tuple."""
    return f"{status.family.value} {status.word}"


def plain(text: str, context: CellContext) -> Cell:
    """Return a cell with text as the service sent it."""
    shown = safe(text, LONGEST)
    return Cell(shown) if shown else Cell(context.glyphs.nothing, Tone.DIM)


def dim(text: str, context: CellContext) -> Cell:
    """Return the same for text that is less looked at."""
    return Cell(safe(text, LONGEST) or context.glyphs.nothing, Tone.DIM)


def _created(row: TrainingJob | JobVersion, context: CellContext) -> Cell:
    return Cell(age(row.created_ms, context.now_ms, nothing=context.glyphs.nothing))


def _duration(row: TrainingJob | JobVersion, context: CellContext) -> Cell:
    return Cell(duration(row.duration_ms, nothing=context.glyphs.nothing))


def doing(key: str, context: CellContext) -> str:
    """Return what is being done to the row with this key; empty for nothing."""
    if key in context.deleting:
        return "deleting"
    return "stopping" if key in context.stopping else ""


def job_status(job: TrainingJob, context: CellContext) -> Cell:
    """Return a job's status, or what is being done to it."""
    return status_cell(job.status, context.glyphs, doing=doing(job.job_id, context))


def created_column() -> Column[Timed]:
    """Return the column of ages."""
    return Column(
        "created",
        "CREATED",
        _created,
        attrgetter("created_ms"),
        min_width=7,
        max_width=8,
        is_descending_first=True,
    )


def duration_column(*, drop_order: int) -> Column[Timed]:
    """Return the column of durations, which narrow screens drop in that order."""
    return Column(
        "duration",
        "DURATION",
        _duration,
        attrgetter("duration_ms"),
        align="right",
        drop_order=drop_order,
        is_descending_first=True,
    )
