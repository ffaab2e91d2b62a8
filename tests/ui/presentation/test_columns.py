"""What the lists say about jobs and versions."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest

from mtui.domain.jobs import JobId, JobVersion, TrainingJob, VersionId
from mtui.domain.status import JobStatus, all_statuses, status_from_code
from mtui.ui.presentation.cells import Cell, CellContext, Tone
from mtui.ui.presentation.columns import JOB_COLUMNS, VERSION_COLUMNS, job_key, version_key
from mtui.ui.presentation.glyphs import ASCII, UNICODE, Glyphs
from mtui.ui.presentation.statuses import status_cell

NOW_MS = 1_700_000_000_000
CONTEXT = CellContext(now_ms=NOW_MS)
JOB = TrainingJob(
    JobId("182626"),
    "resnet50-sweep-lr",
    status_from_code(11),
    version_count=12,
    created_ms=NOW_MS - 1_160 * 86_400_000,
    duration_ms=4_800_000,
    description="try the larger rate",
)
VERSION = JobVersion(
    JobId("182626"),
    VersionId("278824"),
    "V0012",
    status_from_code(10),
    created_ms=NOW_MS - 42 * 60_000,
    duration_ms=7_320_000,
    engine="TF-1.4.0-python2.7",
    flavor="modelarts.vm.gpu.p100",
    nodes=2,
    accelerators="8 P100",
)


def job_cells(job: TrainingJob, context: CellContext = CONTEXT) -> dict[str, Cell]:
    return {column.key: column.cell(job, context) for column in JOB_COLUMNS}


def version_cells(version: JobVersion, context: CellContext = CONTEXT) -> dict[str, Cell]:
    return {column.key: column.cell(version, context) for column in VERSION_COLUMNS}


def test_a_job_says_what_a_person_looks_for() -> None:
    assert {key: cell.text for key, cell in job_cells(JOB).items()} == {
        "name": "resnet50-sweep-lr",
        "id": "182626",
        "status": "✗ failed",
        "versions": "12",
        "created": "3y 2mo",
        "duration": "1h 20m",
        "description": "try the larger rate",
    }


def test_a_version_says_what_it_ran_on() -> None:
    assert {key: cell.text for key, cell in version_cells(VERSION).items()} == {
        "version": "V0012",
        "id": "278824",
        "status": "✓ completed",
        "created": "42m",
        "duration": "2h 02m",
        "engine": "TF-1.4.0-python2.7",
        "nodes": "2 × 8 P100",
        "flavor": "modelarts.vm.gpu.p100",
    }


def test_what_the_service_did_not_say_is_a_dash() -> None:
    bare_job = TrainingJob(JobId("1"), "", status_from_code(0))
    bare_version = JobVersion(JobId("1"), VersionId("2"), "", status_from_code(0))

    assert [c.text for c in job_cells(bare_job).values()] == ["–", "1", "? unknown", *"––––"]
    assert [c.text for c in version_cells(bare_version).values()] == [
        "–",
        "2",
        "? unknown",
        *"–––––",
    ]


def test_nodes_say_what_is_known_of_them() -> None:
    assert version_cells(replace(VERSION, accelerators=""))["nodes"].text == "2"
    assert version_cells(replace(VERSION, nodes=None))["nodes"].text == "8 P100"


def test_a_row_that_is_being_deleted_says_so_instead_of_its_status() -> None:
    context = CellContext(NOW_MS, deleting=frozenset({"182626", "278824"}))

    assert job_cells(JOB, context)["status"] == Cell("◌ deleting", Tone.BUSY)
    assert version_cells(VERSION, context)["status"] == Cell("◌ deleting", Tone.BUSY)
    assert job_cells(replace(JOB, job_id=JobId("9")), context)["status"].text == "✗ failed"


def test_a_terminal_without_the_glyphs_gets_plain_ones() -> None:
    context = CellContext(NOW_MS, deleting=frozenset({"182626"}), glyphs=ASCII)
    cells = [
        *job_cells(JOB, context).values(),
        *job_cells(TrainingJob(JobId("1"), "", status_from_code(8)), context).values(),
        *version_cells(replace(VERSION, accelerators="8 GPU"), context).values(),
    ]

    assert all(cell.text.isascii() for cell in cells)


@pytest.mark.parametrize("status", all_statuses(), ids=lambda status: status.word)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_status_has_a_glyph_and_a_word(status: JobStatus, glyphs: Glyphs) -> None:
    cell = status_cell(status, glyphs)

    glyph, _, word = cell.text.partition(" ")
    assert len(glyph) == 1
    assert word == status.word


def test_a_status_nobody_knows_shows_what_the_service_sent() -> None:
    assert status_cell(status_from_code(23), UNICODE) == Cell("? 23", Tone.DIM)
    assert status_cell(status_from_code(None), UNICODE) == Cell("?", Tone.DIM)
    assert status_cell(status_from_code("\x1b[31m[/x]"), UNICODE) == Cell("? [/x]", Tone.DIM)


def test_hostile_names_become_harmless_cells() -> None:
    hostile = replace(JOB, name="\x1b[2J[/x]\nrm", description="\u202e" + "x" * 10_000)
    cells = job_cells(hostile)

    assert cells["name"].text == "[/x]␤rm"
    assert len(cells["description"].text) < 1_000


def sort_value(column_key: str, job: TrainingJob) -> Any:
    """What the job list sorts this job by in a column."""
    (column,) = (column for column in JOB_COLUMNS if column.key == column_key)
    assert column.sort_key is not None
    return column.sort_key(job)


def test_columns_sort_by_value_and_leave_out_what_is_missing() -> None:
    nine, ten = replace(JOB, job_id=JobId("9")), replace(JOB, job_id=JobId("10"))

    assert sort_value("id", nine) < sort_value("id", ten)
    assert sort_value("name", replace(JOB, name="Bert")) == "bert"
    assert sort_value("versions", replace(JOB, version_count=None)) is None
    assert sort_value("created", JOB) == JOB.created_ms
    assert sort_value("description", replace(JOB, description="")) is None


def test_sorting_by_status_keeps_families_together() -> None:
    by_status = sorted(
        (replace(JOB, status=status) for status in all_statuses()),
        key=lambda job: sort_value("status", job),
    )
    families = [job.status.family for job in by_status]

    assert len(list(groupby(families))) == len(set(families))


def test_rows_are_known_by_their_ids() -> None:
    assert job_key(JOB) == "182626"
    assert version_key(VERSION) == "278824"
