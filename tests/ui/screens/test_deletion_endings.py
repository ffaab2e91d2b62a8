"""Every way a deletion can end, as a person sees it: in the list and in the status pane."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import (
    FAILS_UNDER_200,
    FAILS_WITH_400,
    FailureStyle,
    Rules,
    effects,
    json_response,
)
from tests.ui.clouds import FAILED, KILLING, small_cloud
from tests.ui.driver import READER, Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.ui.driver import Window

V3 = "V0003 (1003) of job ab (101)"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, small_cloud)


@asynccontextmanager
async def confirmed(stage: Stage, job: str = "ab", phrase: str = "y") -> AsyncIterator[Window]:
    """Open a job, press d on its newest version and confirm."""
    async with stage.window(size=(120, 24)) as window:
        await window.open_job(job)
        await window.press_until("d", "Delete 1 version?")
        await window.confirm(phrase)
        yield window


def deletes(stage: Stage) -> list[str]:
    """The versions or jobs that were asked to be deleted, by their paths' ends."""
    return [record.path.split("/training-jobs/")[1] for record in stage.changes]


async def test_gone(stage: Stage) -> None:
    async with confirmed(stage) as window:
        await window.wait_for_answer(f"✓ deleted {V3}", "DELETE version 1003 of job 101")
        assert "HTTP 200" in window.pane
        await window.wait_for("2 versions", "V0002 · 1002")
        assert "1003" not in "\n".join(window.lines[2:-3])
        assert not stage.service.version_exists(101, 1003)
    assert deletes(stage) == ["101/versions/1003"]


async def test_a_list_that_is_read_later_wins_over_what_was_seen(stage: Stage) -> None:
    async with confirmed(stage) as window:
        await window.wait_for_answer(f"deleted {V3}")
        await window.wait_for("2 versions")
        project = stage.service.project
        project.add_version(project.jobs[101], version_id=1003, status=FAILED)
        await window.press("r")
        await window.wait_for_answer("still there, though seen to be gone before: version 1003")
        await window.wait_for("3 versions", "failed")
        await window.press("r")
        await window.settle()
        assert "1003" in "\n".join(window.lines[2:-3])


async def test_the_row_says_deleting_until_it_is_gone(stage: Stage) -> None:
    stage.pauses.close()
    async with confirmed(stage) as window:
        await window.wait_for("◌ deleting")
        assert "1003" in window.line_with("◌ deleting")
        await window.wait_for_answer(f"accepted: delete {V3}, waiting until it is done")
        assert stage.service.version_exists(101, 1003)
        stage.pauses.open()
        await window.wait_for_answer(f"✓ deleted {V3}")
        await window.wait_without("◌ deleting")


async def test_a_second_deletion_of_what_is_leaving_is_refused_before_it_is_sent(
    stage: Stage,
) -> None:
    stage.pauses.close()
    async with confirmed(stage) as window:
        await window.wait_for("◌ deleting")
        await window.press_until("d", "It cannot be done: nothing to send", "in a run already")
        await window.press("y", "escape")
        stage.pauses.open()
        await window.wait_for_answer(f"✓ deleted {V3}")
    assert deletes(stage) == ["101/versions/1003"]


async def test_accepted_and_then_status_6(stage: Stage) -> None:
    record = stage.service.version(101, 1003)
    assert record is not None
    record.failing_deletes = 1
    async with confirmed(stage) as window:
        await window.wait_for_answer("✗ failed: ", "status 6 (delete failed)", "HTTP 200")
        await window.wait_for("✗ delete failed")
        assert "1003" in window.line_with("✗ delete failed")


@pytest.mark.parametrize("style", [FAILS_WITH_400, FAILS_UNDER_200], ids=["400", "200"])
async def test_refused_with_0105(tmp_path: Path, style: FailureStyle) -> None:
    stage = Stage(tmp_path, small_cloud, rules=Rules(failure=style))
    body = {
        "is_success": False,
        "error_code": "ModelArts.0105",
        style.message_key: "This job can't be delete. job status: 9",
    }
    stage.service.faults.add(effects.canned(json_response(style.status, body)), method="DELETE")
    async with confirmed(stage) as window:
        await window.wait_for_answer("✗ ModelArts.0105  This job can't be delete. job status: 9")
        assert f"DELETE version 1003 of job 101 · HTTP {style.status} · req-" in window.pane
        await window.wait_without("◌ deleting")
    assert stage.service.version_exists(101, 1003)


async def test_a_version_in_status_9_is_refused_before_anything_is_sent(stage: Stage) -> None:
    record = stage.service.version(101, 1003)
    assert record is not None
    record.status = KILLING
    async with stage.window() as window:
        await window.open_job("ab")
        await window.press_until("d", "It cannot be done", "being cancelled")
        await window.press("y", "1")
        await window.press_until("escape", "3 versions")
    assert stage.changes == []


async def test_gone_before_it_was_sent(stage: Stage) -> None:
    async with stage.window(size=(120, 24)) as window:
        await window.open_job("ab")
        await window.press_until("d", "Delete 1 version?")
        del stage.service.project.jobs[101].versions[1003]
        await window.confirm("y")
        await window.wait_for_answer(f"✓ already gone: {V3}")
        await window.wait_for("2 versions")
    assert stage.changes == []


async def test_changed_since_it_was_shown(stage: Stage) -> None:
    async with stage.window(size=(120, 24)) as window:
        await window.open_job("ab")
        await window.press_until("d", "Delete 1 version?")
        record = stage.service.version(101, 1003)
        assert record is not None
        record.status = 8
        stage.service.project.override(record, {})
        await window.confirm("y")
        await window.wait_for_answer("skipped", "changed since plan")
    assert stage.changes == []


async def test_not_found_by_the_service(stage: Stage) -> None:
    body = {
        "is_success": False,
        "error_code": "ModelArts.0102",
        "error_message": "The job version 1003 does not exist.",
    }
    stage.service.faults.add(effects.canned(json_response(400, body)), method="DELETE")
    async with confirmed(stage) as window:
        await window.wait_for_answer("✗ ModelArts.0102  The job version 1003 does not exist.")
    assert stage.service.version_exists(101, 1003)


async def test_forbidden(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud, config=READER)
    async with confirmed(stage) as window:
        await window.wait_for_answer("✗ ", "DELETE version 1003 of job 101 · HTTP 403")
    assert stage.service.version_exists(101, 1003)


@pytest.mark.parametrize(
    "effect",
    [
        effects.lose_answer(),
        effects.hang_after_act(),
        effects.cut_answer(),
        effects.failed_after_act(),
        effects.malformed_json(),
        effects.truncated_json(),
        effects.empty_body(),
    ],
    ids=lambda effect: effect.name,
)
async def test_an_answer_that_says_nothing_after_the_act_is_found_out(
    stage: Stage, effect: effects.Effect
) -> None:
    stage.service.faults.add(effect, method="DELETE")
    async with confirmed(stage) as window:
        await window.wait_for_answer(f"✓ deleted {V3}")
        await window.press_until("!", "no clear answer: looking whether")
    assert deletes(stage) == ["101/versions/1003"]
    assert not stage.service.version_exists(101, 1003)


async def test_a_request_that_was_lost_is_repeated_after_looking(stage: Stage) -> None:
    stage.service.faults.add(effects.lose_request(), method="DELETE")
    async with confirmed(stage) as window:
        await window.wait_for_answer(f"✓ deleted {V3}", "2 tries")
    assert deletes(stage) == ["101/versions/1003"] * 2


async def test_a_request_that_never_left_is_sent_again(stage: Stage) -> None:
    stage.service.faults.add(effects.refuse_connection(), method="DELETE")
    async with confirmed(stage) as window:
        await window.wait_for_answer(f"✓ deleted {V3}")


async def test_throttled_and_then_gone(stage: Stage) -> None:
    stage.service.faults.add(effects.throttled(7), method="DELETE")
    async with confirmed(stage) as window:
        await window.wait_for_answer(f"✓ deleted {V3}")
        await window.press_until("!", "slowed down: waiting 7 s, then going on")
    assert [record.status for record in stage.changes] == [429, 200]


async def test_a_server_error_is_not_repeated(stage: Stage) -> None:
    stage.service.faults.add(effects.server_error(), method="DELETE", times=None)
    async with confirmed(stage) as window:
        await window.wait_for_answer("✗ ModelArts.0010", "HTTP 500")
        await window.wait_without("◌ deleting")
    assert deletes(stage) == ["101/versions/1003"]
    assert stage.service.version_exists(101, 1003)


async def test_nothing_can_be_told_when_the_service_never_answers_again(stage: Stage) -> None:
    stage.service.faults.add(effects.lose_answer(), method="DELETE")
    async with stage.window(size=(120, 24)) as window:
        await window.open_job("ab")
        await window.press_until("d", "Delete 1 version?")
        # Spare the look before the request; lose every look after it.
        stage.service.faults.add(
            effects.lose_request(), method="GET", path="/versions$", skip=1, times=None
        )
        await window.confirm("y")
        await window.wait_for_answer("✗ unconfirmed: it may be gone or not")
    assert deletes(stage) == ["101/versions/1003"]


async def test_a_wrong_signature_ends_it_at_once(stage: Stage) -> None:
    stage.service.faults.add(effects.wrong_signature(), method="DELETE", times=None)
    async with confirmed(stage) as window:
        await window.wait_for_answer("APIGW.0301")
    assert len(stage.changes) == 1


async def test_a_dry_run_sends_nothing(stage: Stage) -> None:
    async with stage.window(size=(120, 24), dry_run=True) as window:
        await window.open_job("ab")
        assert "dry run" in window.lines[0]
        await window.press_until("d", "Delete 1 version?")
        await window.confirm("y")
        await window.wait_for_answer(f"would delete {V3}")
    assert stage.changes == []


async def test_a_running_version_says_so_and_asks_for_more_than_a_key(stage: Stage) -> None:
    async with stage.window(size=(120, 24)) as window:
        await window.open_job("ab")
        await window.press("j")
        await window.press_until("d", "▶ running", "note     ", "type  1  to delete")
        await window.confirm("1")
        await window.wait_for_answer("✓ deleted V0002 (1002) of job ab (101)")
    assert deletes(stage) == ["101/versions/1002"]


@pytest.mark.parametrize("keeps", [True, False], ids=["job stays", "job goes"])
async def test_the_last_version_of_a_job(tmp_path: Path, *, keeps: bool) -> None:
    stage = Stage(tmp_path, small_cloud, rules=Rules(keeps_empty_jobs=keeps))
    async with confirmed(stage, "cd") as window:
        await window.wait_for_answer("✓ deleted V0001 (1004) of job cd (102)")
        if keeps:
            await window.wait_for("This job has no versions. The job itself is still there.")
        else:
            await window.wait_for("ModelArts.0102  The job 102 does not exist.", "not loaded")
        await window.press_until("escape", "Jobs  ")
        await window.press_until("r", f"Jobs  {3 if keeps else 2}")
        await window.settle()
        assert (" cd " in "\n".join(window.lines[2:-3])) is keeps
    assert stage.service.job_exists(102) is keeps


async def test_a_whole_job_goes_once_its_name_is_typed(stage: Stage) -> None:
    async with stage.window(size=(120, 24)) as window:
        await window.wait_for(" ab ")
        await window.press_until("d", "Delete 1 whole job?", "with     3 versions, all of them")
        await window.confirm("ab")
        await window.wait_for_answer("✓ deleted job ab (101)", "DELETE job 101")
        await window.wait_for("Jobs  2")
        assert " ab " not in "\n".join(window.lines[2:-3])
    assert deletes(stage) == ["101"]
    assert not stage.service.job_exists(101)


async def test_a_whole_job_says_deleting_in_the_list(stage: Stage) -> None:
    stage.pauses.close()
    async with stage.window(size=(120, 24)) as window:
        await window.wait_for(" ab ")
        await window.press_until("d", "Delete 1 whole job?")
        await window.confirm("ab")
        await window.wait_for("◌ deleting")
        assert " ab " in window.line_with("◌ deleting")
        stage.pauses.open()
        await window.wait_for_answer("✓ deleted job ab (101)")


async def test_a_whole_job_that_keeps_a_version_back_failed(stage: Stage) -> None:
    record = stage.service.version(101, 1001)
    assert record is not None
    record.failing_deletes = 1
    async with stage.window(size=(120, 24)) as window:
        await window.wait_for(" ab ")
        await window.press_until("d", "Delete 1 whole job?")
        await window.confirm("ab")
        await window.wait_until(lambda: window.pane.startswith("✗"), "an end")
        await window.wait_for(" ab ")
        await window.wait_without("◌ deleting")
    assert stage.service.job_exists(101)


async def test_leaving_the_job_meanwhile_loses_nothing(stage: Stage) -> None:
    stage.pauses.close()
    async with confirmed(stage) as window:
        await window.wait_for("◌ deleting")
        await window.press_until("escape", "Jobs  3")
        stage.pauses.open()
        await window.wait_for_answer(f"✓ deleted {V3}")
        await window.open_job("ab")
        await window.wait_for("2 versions")
