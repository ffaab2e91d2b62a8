"""The ledger of a run: read, filtered, copied, written to files, and the way to try again."""

from __future__ import annotations

import csv
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import effects
from tests.ui.clouds import busy_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.ui.driver import Window

WIDE = (120, 40)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, busy_cloud)


@asynccontextmanager
async def ledger(stage: Stage) -> AsyncIterator[Window]:
    """The ledger of three versions, the second of which the service refused."""
    stage.service.faults.add(effects.server_error(500), method="DELETE", path="/2023$")
    async with stage.window(size=WIDE) as window:
        await window.open_job("many")
        await window.press("space", "space", "space")
        await window.press_until("d", "type  3  to delete")
        await window.confirm("3")
        await window.wait_for("2/3", "2 gone, 1 failed")
        yield window


def written(stage: Stage, ending: str) -> Path:
    """The only file with this ending in the folder of records."""
    (path,) = (stage.folder / "state" / "records").glob(f"*.{ending}")
    return path


async def test_every_target_has_its_outcome_with_the_services_answer(stage: Stage) -> None:
    async with ledger(stage) as window:
        assert "✓ gone" in window.line_with(" 2024 ")
        assert "✗ failed" in window.line_with(" 2023 ")
        told = window.line_with(" 2023 ").split(" many ")[1].strip()
        assert told.startswith("ModelArts.0010  An internal unknown error occurred. · still")
        assert "✓ gone" in window.line_with(" 2022 ")


async def test_the_row_with_the_cursor_is_told_whole(stage: Stage) -> None:
    async with ledger(stage) as window:
        await window.press_until("down", "V0023 (2023) of job many (201) · failed · ModelArts.0010")
        await window.wait_for("DELETE version 2023 of job 201 · HTTP 500 · req-", "08:00:")


async def test_the_ledger_is_filtered_by_any_word(stage: Stage) -> None:
    async with ledger(stage) as window:
        await window.press("/")
        await window.type("failed 0010")
        await window.press("enter")
        await window.wait_without(" 2024 ", " 2022 ")
        assert window.line_with(" 2023 ")
        await window.press_until("escape", " 2024 ", " 2022 ", "2 gone, 1 failed")


async def test_the_visible_lines_go_to_the_terminals_clipboard(stage: Stage) -> None:
    async with ledger(stage) as window:
        await window.press("/")
        await window.type("gone")
        await window.press("enter")
        await window.wait_without(" 2023 ")
        await window.press_until("c", "COPY", "2 rows shown")
        await window.press("G", "up", "enter")
        await window.wait_for_answer("2 rows shown: sent to the terminal")
        lines = window.app.clipboard.splitlines()
        assert [line.split("\t")[:2] for line in lines] == [
            ["V0024 (2024) of job many (201)", "gone"],
            ["V0022 (2022) of job many (201)", "gone"],
        ]


async def test_the_ledger_is_written_as_json_lines(stage: Stage) -> None:
    async with ledger(stage) as window:
        await window.press("e")
        await window.wait_for_answer("ledger written", "ledger-")
        path = written(stage, "jsonl")
        assert path.stat().st_mode & 0o777 == 0o600
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert [(row["version_id"], row["outcome"]) for row in rows] == [
            ("2024", "gone"),
            ("2023", "failed"),
            ("2022", "gone"),
        ]
        assert rows[1]["http_status"] == 500
        assert rows[1]["error_code"] == "ModelArts.0010"
        assert rows[1]["error_msg"] == "An internal unknown error occurred."
        assert rows[1]["request_id"].startswith("req-")
        assert rows[1]["tries"] == 1
        assert rows[1]["at_ms"] > 0


async def test_a_spreadsheet_runs_nothing_of_the_ledger(stage: Stage) -> None:
    stage.service.project.jobs[201].name = '=HYPERLINK("http://example.com")'
    async with stage.window(size=WIDE) as window:
        await window.wait_for(" 201 ")
        await window.press("G", "enter")
        await window.wait_for("(201)")
        await window.settle()
        await window.press("space", "space")
        await window.press_until("d", "type  2  to delete")
        await window.confirm("2")
        await window.wait_for("2 gone")
        await window.press("E")
        await window.wait_for_answer("ledger written")
        with written(stage, "csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["version_id"] for row in rows] == ["2024", "2023"]
        assert rows[0]["job_name"] == '\'=HYPERLINK("http://example.com")'
        assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row.values() if cell)


async def test_what_failed_is_planned_anew_as_it_is_now(stage: Stage) -> None:
    async with ledger(stage) as window:
        project = stage.service.project
        project.override(project.jobs[201].versions[2023], {"status": 12})
        sent = len(stage.changes)
        await window.press_until("R", "Delete 1 version?", "id 2023", "■ killed")
        assert len(stage.changes) == sent
        await window.confirm("y")
        await window.wait_for_answer("deleted V0023 (2023) of job many (201)")
        assert not stage.service.version_exists(201, 2023)


async def test_what_is_gone_meanwhile_is_not_planned_again(stage: Stage) -> None:
    async with ledger(stage) as window:
        del stage.service.project.jobs[201].versions[2023]
        await window.press("R")
        told = window.app.notices
        await window.wait_until(
            lambda: any("none of them is there" in each.headline for each in told.history),
            "it is told, if only until the next answer",
        )


async def test_a_retry_that_cannot_look_says_so(stage: Stage) -> None:
    async with ledger(stage) as window:
        stage.service.faults.add(effects.server_error(500), method="GET", times=None)
        await window.press("R")
        await window.wait_for_answer("left out job 201: ModelArts.0010")


async def test_without_a_failure_there_is_nothing_to_retry(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("many")
        await window.press("space", "space")
        await window.press_until("d", "type  2  to delete")
        await window.confirm("2")
        await window.wait_for("2/2", "2 gone")
        await window.press("R")
        await window.pilot.pause(0.05)
        await window.wait_for("Deleted 2 targets")


async def test_of_many_runs_one_is_chosen(stage: Stage) -> None:
    async with ledger(stage) as window:
        await window.press_until("b", "22 versions")
        await window.press("u")
        await window.press_until("d", "Delete 1 version?")
        await window.confirm("y")
        await window.wait_for("21 versions")
        await window.press_until("L", "RUNS, NEWEST FIRST", "delete 1 target", "delete 3 targets")
        await window.press("down")
        await window.press_until("enter", "2 gone, 1 failed")


async def test_without_a_run_there_is_no_ledger(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.wait_for("many")
        await window.press("L")
        await window.wait_for_answer("no run in this session yet")


async def test_a_folder_that_cannot_be_written_is_told(stage: Stage) -> None:
    (stage.folder / "state").mkdir()
    (stage.folder / "state" / "records").write_text("in the way", "utf-8")
    async with ledger(stage) as window:
        await window.press("e")
        await window.wait_for_answer("Cannot write (File exists): ")
