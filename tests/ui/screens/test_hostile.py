"""Server text is data: whatever stands in it, every screen shows it and the app stays up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from mtui.simulator import effects, json_response
from mtui.simulator.records import Recipe, WorkspaceRecord
from tests.ui.clouds import NOW_MS, small_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from mtui.simulator import Rules, Service
    from mtui.simulator.service import Clock
    from tests.ui.driver import Window

HOSTILE = {
    "markup": "[/x] [red]x[/red] [@click=app.quit]y[/] [bold",
    "controls": (
        "\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b[2J\x9b1m a\x00b\x08\x7fc a\nb\r\nc\u2028d\te"
        " abc\u202edef\u2066ghi\u200f a\ud800b\udfffc"
    ),
    "long": "训练作业👩‍👩‍👧‍👦🏳️‍🌈Z\u0301\u0302\u0303\u0304\u0305" + "long-" * 2000,
}
FORBIDDEN = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} - {"\n"} | {
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
}
TEXT_FIELDS = (
    "job_name",
    "job_desc",
    "version_name",
    "user_name",
    "engine_name",
    "engine_version",
    "app_url",
    "boot_file_url",
    "data_url",
    "train_url",
    "log_url",
    "spec_code",
    "pool_name",
    "resource_id",
    "dataset_name",
    "flavor_type",
)


def hostile_cloud(text: str, *, clock: Clock, rules: Rules | None = None) -> Service:
    """Return a service with one job and two versions; every text in them is hostile."""
    service = small_cloud(clock=clock, rules=rules)
    project = service.project
    project.jobs.clear()
    project.workspaces["w1"] = WorkspaceRecord("w1", text, text, text, text, status=text)
    job = project.add_job(text, job_id=101, created_ms=NOW_MS, description=text, user=text)
    recipe = Recipe(
        engine_name=text,
        engine_version=text,
        spec_code=text,
        gpu_type=text,
        parameters=((text, text),),
        code=text,
        boot_file=text,
        dataset=text,
        pool=text,
    )
    for version_id in (1001, 1002):
        created_ms = NOW_MS - 1_000_000 + version_id
        version = project.add_version(
            job, version_id=version_id, recipe=recipe, created_ms=created_ms
        )
        project.override(version, dict.fromkeys(TEXT_FIELDS, text))
    project.override(job, {"job_name": text, "job_desc": text, "user_name": text})
    return service


@pytest.fixture(params=[*HOSTILE.values()], ids=[*HOSTILE])
def text(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value


@pytest.fixture
def stage(tmp_path: Path, text: str) -> Stage:
    def make(*, clock: Clock, rules: Rules | None = None) -> Service:
        return hostile_cloud(text, clock=clock, rules=rules)

    return Stage(tmp_path, make)


def assert_harmless(window: Window) -> None:
    """Nothing on the screen moves the cursor or turns the text around; no line is too wide."""
    assert not FORBIDDEN & set(window.text)


async def test_hostile_text_in_every_field_of_every_screen(stage: Stage) -> None:
    async with stage.window(size=(120, 30)) as window:
        await window.wait_for("Jobs  1", " 101 ")
        assert_harmless(window)
        await window.press_until("W", "WORKSPACE")
        assert_harmless(window)
        await window.press_until("escape", "Jobs  1")
        await window.press_until("d", "Delete 1 whole job?", "id 101")
        assert_harmless(window)
        await window.press_until("escape", "Jobs  1")
        await window.press_until("enter", "2 versions", "1002")
        await window.wait_until(lambda: len(stage.service.received("GET", r"/1002$")) == 1)
        await window.settle()
        assert_harmless(window)
        await window.press("enter", "end")
        assert_harmless(window)
        await window.press("escape")
        await window.press_until("d", "Delete 1 version?", "id 1002")
        assert_harmless(window)
        await window.confirm("y")
        await window.wait_for_answer("✓ deleted")
        assert_harmless(window)
        await window.press_until("!", "History")
        assert_harmless(window)
    assert not stage.service.version_exists(101, 1002)
    assert stage.service.version_exists(101, 1001)


async def test_hostile_text_in_every_field_of_an_error(stage: Stage, text: str) -> None:
    body = dict.fromkeys(("error_code", "error_msg", "error_message", "request_id"), text)
    async with stage.window(size=(100, 30)) as window:
        await window.wait_for("Jobs  1")
        for status in (200, 400, 403):
            answer = json_response(status, {"is_success": False, **body})
            stage.service.faults.clear()
            stage.service.faults.add(effects.canned(answer), times=None)
            await window.press("backspace", "r")
            await window.wait_until(lambda: window.pane, "an answer")
            assert_harmless(window)
        await window.press_until("!", "History  3 entries")
        assert_harmless(window)
        await window.press_until("escape", "stale since")
        await window.press_until("enter", "not loaded", "tries again")
        assert_harmless(window)


async def test_a_hostile_refusal_of_a_deletion(stage: Stage, text: str) -> None:
    body = {"is_success": False, "error_code": text, "error_msg": text}
    stage.service.faults.add(effects.canned(json_response(400, body)), method="DELETE")
    async with stage.window(size=(100, 30)) as window:
        await window.wait_for("Jobs  1")
        await window.press_until("enter", "2 versions")
        await window.press_until("d", "Delete 1 version?")
        await window.confirm("y")
        await window.wait_until(lambda: window.pane.startswith("✗"), "the refusal")
        assert_harmless(window)
    assert stage.service.version_exists(101, 1002)


async def test_hostile_text_that_is_pasted_into_a_field(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window() as window:
        await window.wait_for("Jobs  3")
        for text in HOSTILE.values():
            await window.press("/")
            window.app.post_message(events.Paste(text[:300]))
            await window.pilot.pause()
            assert_harmless(window)
            await window.press("escape", "escape", "i")
            window.app.post_message(events.Paste(text[:300]))
            await window.pilot.pause()
            assert_harmless(window)
            await window.press_until("escape", "Jobs  3")
    assert stage.changes == []


async def test_hostile_text_in_terminals_of_any_size(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("Jobs  1")
        await window.press("enter")
        await window.wait_until(lambda: len(window.app.screen_stack) == 2)
        await window.settle()
        for size in ((40, 10), (20, 5), (300, 80)):
            await window.pilot.resize_terminal(*size)
            await window.pilot.pause()
            assert_harmless(window)
