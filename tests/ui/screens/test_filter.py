"""The filter: it follows every key, explains itself, and is kept or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ui.driver import Stage

FIRST = "autosearch-nas-cell"


async def test_rows_follow_every_key(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("/")
        assert "⏎ keep filter" in window.lines[-1]
        assert "esc drop filter" in window.lines[-1]
        for typed, shown in (("o", "30 of 32"), ("c", "2 of 32"), ("r", "2 of 32  ocr")):
            await window.press(typed)
            await window.wait_for(shown)
        assert FIRST not in window.text


async def test_enter_keeps_the_filter_and_escape_drops_it(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("/")
        await window.type("xgb")
        await window.press("enter")
        await window.wait_for("2 of 32", "xgb")
        await window.press("j")
        assert "xgb-churn-q3" in window.cursor_line
        await window.press_until("escape", "Jobs  32")
        assert "xgb-churn-q3" in window.cursor_line


async def test_escape_in_the_line_drops_the_filter(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("/")
        await window.type("xgb")
        await window.wait_for("2 of 32")
        await window.press_until("escape", "Jobs  32")
        await window.press("j")
        assert window.lines[1].endswith("/32")


async def test_a_filter_that_is_not_finished_is_explained_while_the_last_good_one_holds(
    stage: Stage,
) -> None:
    async with stage.window(size=(120, 24)) as window:
        await window.wait_for(FIRST)
        await window.press("/")
        await window.type("xgb !")
        await window.wait_for("After ! comes what to leave out")
        assert "2 of 32  xgb  " in window.lines[1]
        await window.press("enter")
        assert "After ! comes what to leave out" in window.text
        assert "2 of 32  xgb  " in window.lines[1]
        await window.press("backspace", "enter")
        await window.wait_without("After ! comes", " / xgb")
        assert "2 of 32  xgb  " in window.lines[1]


async def test_a_time_without_a_unit_is_explained(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("/")
        await window.type("age>3")
        await window.wait_for("needs a unit")
        await window.press("d")
        await window.wait_without("needs a unit")


async def test_opening_the_line_again_goes_on_with_the_filter_that_holds(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("/")
        await window.type("xgb")
        await window.press("enter", "/")
        await window.type("-churn-q4")
        await window.wait_for("1 of 32", " / xgb-churn-q4")


async def test_no_match_is_said_with_the_way_out(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("/")
        await window.type("zzz")
        await window.wait_for("No job matches 'zzz'.", "esc shows all again")
        await window.press("enter")
        await window.press_until("escape", FIRST)


async def test_a_refresh_keeps_the_filter(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("/")
        await window.type("xgb")
        await window.press("enter")
        await window.wait_for("2 of 32")
        stage.service.project.add_job("xgb-new", created_ms=int(stage.clock() * 1000))
        stage.service.project.add_job("other", created_ms=int(stage.clock() * 1000))
        await window.press_until("r", "3 of 34")
        assert "xgb-new" in window.text
        assert "other" not in window.text


async def test_keys_that_act_elsewhere_are_letters_in_the_line(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.press("/")
        await window.type("qdips!?")
        await window.wait_for("qdips!?")
        await window.press("escape")
        await window.wait_for("Jobs  32")
    assert stage.changes == []
