"""The job list: what a row says, how a person moves, and what stays where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ui.driver import Stage, Window

FIRST, SECOND, THIRD = "autosearch-nas-cell", "review-compliance-check-b", "review-compliance-check"
LAST = "moxing-tutorial"


def list_lines(window: Window) -> list[str]:
    """The list without the lines around it."""
    return window.lines[2:-3]


async def test_a_row_tells_name_id_status_versions_age_duration_and_description(
    stage: Stage,
) -> None:
    async with stage.window(size=(160, 40)) as window:
        await window.wait_for("ctr-deepfm-daily", "182787", "自动提交")
        row = window.line_with("ctr-deepfm-daily")
        titles = ["NAME", "ID", "STATUS", "VERS", "CREATED↓", "DURATION", "DESCRIPTION"]
        assert window.line_with("NAME").split() == titles
        assert row.split() == [
            "ctr-deepfm-daily",
            "182787",
            "✓",
            "completed",
            "21",
            "1mo",
            "26m",
            "每日点击率模型,自动提交",
        ]


@pytest.mark.parametrize(
    ("job", "status"),
    [
        ("yolov3-helmet-detection", "▶ running"),
        ("bert-base-zh-ner", "… waiting"),
        ("resnet50-flowers-finetune", "✓ completed"),
        ("ocr-invoice-crnn-v2", "✗ failed"),
        ("wide-deep-rec", "✗ deploy failed"),
        ("gpt2-zh-small", "… killing"),
        ("gan-anime-64x64", "■ canceled"),
    ],
)
async def test_a_status_is_a_glyph_and_a_word(stage: Stage, job: str, status: str) -> None:
    async with stage.window(size=(120, 50)) as window:
        await window.wait_until(lambda: f" {status} " in window.line_with(f" {job} "), status)


async def test_the_context_line_names_profile_region_workspace_and_refresh(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        assert window.lines[0].startswith(" lab · cn-north-4 · workspace 0 ")
        assert window.lines[0].rstrip()[-3] == ":"
        assert "Jobs  32" in window.lines[1]
        assert window.lines[1].endswith("1/32")


async def test_arrows_and_letters_move_the_cursor(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        for key, name in (
            ("j", SECOND),
            ("down", THIRD),
            ("k", SECOND),
            ("up", FIRST),
            ("up", FIRST),
            ("G", LAST),
            ("g", FIRST),
            ("end", LAST),
            ("home", FIRST),
        ):
            await window.press(key)
            assert f" {name} " in window.cursor_line, key


async def test_page_keys_move_by_pages(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        page = list_lines(window)[1:]
        await window.press("pagedown")
        assert FIRST not in window.text
        assert "/32" in window.lines[1]
        assert not window.lines[1].endswith(" 1/32")
        await window.press("pageup")
        assert list_lines(window)[1:] == page


async def test_enter_opens_a_job_and_escape_comes_back_to_the_same_place(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("G", "k", "k")
        before = list_lines(window)
        await window.press_until("enter", "Jobs › ")
        await window.press_until("escape", "Jobs  32")
        assert list_lines(window) == before


async def test_escape_does_not_leave_the_first_screen(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("escape", "escape")
        assert FIRST in window.cursor_line
        assert "esc" not in window.lines[-1]


async def test_another_workspace_is_chosen_by_name(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press_until("W", "vision-lab")
        await window.press("G", "enter")
        await window.wait_for("swin-t-ade20k", "Jobs  4")
        assert "workspace af261af2218841ec960b01ab3cf1a5fa" in window.lines[0]
        assert FIRST not in window.text


async def test_leaving_the_choice_of_a_workspace_keeps_the_one_before(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press_until("W", "vision-lab")
        await window.press("j", "escape")
        await window.wait_for("Jobs  32")
        assert "workspace 0" in window.lines[0]


async def test_where_workspaces_cannot_be_listed_the_known_ones_are_offered(stage: Stage) -> None:
    from mtui.simulator import effects

    stage.service.faults.add(effects.not_offered(), path="/workspaces", times=None)
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press_until("W", "WORKSPACE")
        assert window.cursor_line.split() == ["▌", "0"]


async def test_sorting_by_a_column_and_again_the_other_way_keeps_the_cursor_on_its_row(
    stage: Stage,
) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("j")
        await window.press_until("s", "SORT BY")
        await window.press("g", "enter")
        await window.wait_for("NAME↑", "name ↑")
        assert f" {SECOND} " in window.cursor_line
        await window.press("g")
        assert "autosearch-nas-cell" in window.cursor_line
        await window.press_until("s", "SORT BY")
        await window.press("enter")
        await window.wait_for("NAME↓", "name ↓")
        assert "autosearch-nas-cell" in window.cursor_line
        await window.press("g")
        assert "yolov3-helmet-detection" in window.cursor_line


async def test_leaving_the_choice_of_a_sort_changes_nothing(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        before = list_lines(window)
        await window.press_until("s", "SORT BY")
        await window.press("g", "q")
        await window.wait_for("Jobs  32")
        assert list_lines(window) == before


async def test_a_refresh_keeps_cursor_scroll_and_marks_while_rows_come_and_go(
    stage: Stage,
) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("pagedown", "space", "space")
        line = window.lines.index(window.cursor_line)
        row = window.cursor_line
        project = stage.service.project
        project.add_job("brand-new", created_ms=int(stage.clock() * 1000))
        del project.jobs[stage.find(FIRST)]
        del project.jobs[stage.find(SECOND)]
        project.listing.membership_changed()
        await window.press("r")
        await window.wait_for("Jobs  31")
        await window.settle()
        assert window.cursor_line == row
        assert window.lines.index(window.cursor_line) == line
        assert "2 marked" in window.lines[1]
        await window.press("g")
        assert "brand-new" in window.cursor_line


async def test_marked_rows_that_vanished_are_told(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("space")
        assert "1 marked" in window.lines[1]
        del stage.service.project.jobs[stage.find(FIRST)]
        stage.service.project.listing.membership_changed()
        await window.press("r")
        await window.wait_for("1 marked job vanished")
        assert " marked" not in window.lines[1]


async def test_the_cursor_goes_to_the_neighbour_when_its_row_is_gone(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("j")
        del stage.service.project.jobs[stage.find(SECOND)]
        stage.service.project.listing.membership_changed()
        await window.press("r")
        await window.wait_for("Jobs  31")
        assert f" {THIRD} " in window.cursor_line
