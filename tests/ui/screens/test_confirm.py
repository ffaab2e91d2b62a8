"""Saying yes: how hard it is, and everything that is no yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from mtui.ui.screens.confirm import ConfirmModal
from mtui.ui.widgets.cancel_button import CancelButton
from tests.ui.clouds import busy_cloud
from tests.ui.driver import LAB, Stage
from tests.ui.screens.packets import answer, send_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window

WIDE = (100, 40)
PRODUCTION = LAB + "production = true\n"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, busy_cloud)


async def ask(window: Window, job: str, *keys: str) -> None:
    """Open the dialog about versions of a job, and wait until it takes keys."""
    await window.open_job(job)
    await window.press(*keys)
    await window.press_until("d", "esc cancels")
    await window.wait_until(lambda: window.is_seen, "the dialog was seen")


async def still_asks(window: Window) -> None:
    """The dialog is open after more time than a yes takes to be believed."""
    await window.pilot.pause(0.05)
    assert isinstance(window.app.screen, ConfirmModal), window.text


@pytest.mark.parametrize(
    ("job", "keys", "phrase", "told"),
    [
        ("many", (), "y", "y deletes it"),
        ("mixed", ("down", "down"), "1", "type  1  to delete"),
        ("many", ("space", "space"), "2", "type  2  to delete"),
        ("many", ("space",) * 20, "20", "type  20  to delete"),
        ("many", ("space",) * 21, "lab 21", "type  lab 21  to delete"),
    ],
    ids=["one settled", "one running", "two", "twenty", "more"],
)
async def test_the_more_goes_the_more_is_typed(
    stage: Stage, job: str, keys: tuple[str, ...], phrase: str, told: str
) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, job, *keys)
        await window.wait_for(told)
        await window.type_by_hand(phrase)
        await window.wait_until(lambda: stage.changes, "something is sent")


async def test_a_whole_job_is_confirmed_by_its_name(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.wait_for("many")
        await window.press_until("d", "type  prod-ranker  to delete")
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")
        await window.type("y")
        await window.wait_for("Not that. Backspace undoes.")
        await window.press("backspace")
        await window.type_by_hand("prod-ranker")
        await window.wait_until(lambda: stage.changes, "something is sent")


async def test_in_production_even_one_takes_profile_and_count(tmp_path: Path) -> None:
    stage = Stage(tmp_path, busy_cloud, config=PRODUCTION)
    async with stage.window(size=WIDE) as window:
        await ask(window, "many")
        await window.wait_for("type  lab 1  to delete")
        await window.type("y")
        await still_asks(window)
        await window.press("backspace")
        await window.type_by_hand("lab 1")
        await window.wait_until(lambda: stage.changes, "something is sent")


async def test_the_focus_is_on_cancel(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, "many")
        assert isinstance(window.app.focused, CancelButton)
        await window.press_until("enter", "24 versions")
        assert not stage.changes


@pytest.mark.parametrize("key", ["enter", "space", "tab", "shift+tab", "ctrl+j", "ctrl+m"])
async def test_no_key_but_the_one_written_out_destroys(stage: Stage, key: str) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, "many")
        await window.press(key, "enter")
        await window.wait_for("24 versions")
        await window.pilot.pause(0.05)
        assert not stage.changes


async def test_enter_does_not_finish_a_phrase(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, "many", *["space"] * 21)
        await window.type_by_hand("lab ")
        await window.press("enter")
        await still_asks(window)
        await window.wait_for("to delete: lab _")


@pytest.mark.parametrize("word", ["3", "y", "n"])
async def test_a_wrong_word_confirms_nothing(stage: Stage, word: str) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, "many", "space", "space")
        await window.type_by_hand(word)
        await still_asks(window)
        await window.wait_for("Not that. Backspace undoes.")
        await window.press_until("escape", "24 versions")
        assert not stage.changes


async def test_what_goes_on_after_the_phrase_takes_it_back(tmp_path: Path) -> None:
    stage = Stage(tmp_path, busy_cloud)
    async with stage.window(size=WIDE, seen_s=0.3) as window:
        await ask(window, "many", "space", "space")
        await window.type_by_hand("21")
        await window.pilot.pause(0.4)
        assert isinstance(window.app.screen, ConfirmModal)
        assert not stage.changes


async def test_unticking_takes_back_what_was_typed(stage: Stage) -> None:
    async with stage.window(size=WIDE, seen_s=0.3) as window:
        await ask(window, "many", *["space"] * 22)
        await window.type_by_hand("lab")
        await window.wait_for("to delete: lab_")
        await window.press("backspace", "backspace", "backspace")
        await window.press_until("space", "type  lab 21  to delete: _")


@pytest.mark.parametrize("job", ["many", "mixed"])
async def test_a_paste_confirms_nothing(stage: Stage, job: str) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, job, *([] if job == "many" else ["*"]))
        for words in ("y", "3"):
            window.app.post_message(events.Paste(words))
        await window.wait_for("Pasted text confirms nothing; type it.")
        await still_asks(window)
        assert not stage.changes


async def test_keys_faster_than_a_hand_confirm_nothing(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, "many", *["space"] * 21)
        send_at_once(window, "lab 21")
        await window.wait_for("That came too fast for a person; type it by hand.")
        await still_asks(window)
        assert not stage.changes


async def test_y_behind_another_key_in_one_packet_confirms_nothing(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, "many")
        send_at_once(window, ";y")
        await still_asks(window)
        assert not stage.changes


@pytest.mark.parametrize("key", ["enter", "down", "tab", "space", "ctrl+l", "backspace", "y", "x"])
async def test_any_key_after_a_yes_takes_it_back(tmp_path: Path, key: str) -> None:
    stage = Stage(tmp_path, busy_cloud)
    async with stage.window(size=WIDE, seen_s=0.2) as window:
        await ask(window, "many")
        await window.type_by_hand("y")
        await window.press(key)
        await window.pilot.pause(0.3)
        assert isinstance(window.app.screen, ConfirmModal)
        assert not stage.changes
        await window.type_by_hand("y")
        await window.wait_until(lambda: stage.changes, "something is sent")


async def test_a_paste_after_a_yes_takes_it_back(tmp_path: Path) -> None:
    stage = Stage(tmp_path, busy_cloud)
    async with stage.window(size=WIDE, seen_s=0.2) as window:
        await ask(window, "many")
        await window.type_by_hand("y")
        window.app.post_message(events.Paste("hello"))
        await window.wait_for("Pasted text confirms nothing; type it.")
        await window.pilot.pause(0.3)
        assert isinstance(window.app.screen, ConfirmModal)
        assert not stage.changes


async def test_a_yes_does_not_act_behind_another_screen(tmp_path: Path) -> None:
    stage = Stage(tmp_path, busy_cloud)
    async with stage.window(size=WIDE, seen_s=0.2) as window:
        await ask(window, "many")
        await window.type_by_hand("y")
        window.app.action_command_palette()
        await window.pilot.pause(0.4)
        assert not stage.changes


async def test_the_key_pressed_twice_opens_one_dialog(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("many")
        send_at_once(window, "dd")
        await window.wait_for("y deletes it")
        await window.settle()
        assert sum(isinstance(each, ConfirmModal) for each in window.app.screen_stack) == 1


async def test_keys_before_the_dialog_was_seen_are_dropped(stage: Stage) -> None:
    async with stage.window(size=WIDE, seen_s=30) as window:
        await window.open_job("many")
        await window.press_until("d", "y deletes it")
        await window.press_until("y", "Read first: keys that came too early were dropped.")
        await window.press_until("escape", "24 versions")
        assert not stage.changes


async def test_the_terminals_word_that_it_has_drawn_is_waited_for(stage: Stage) -> None:
    async with stage.window(size=WIDE, seen_s=0.5) as window:
        await window.open_job("many")
        await window.press_until("d", "y deletes it")
        await window.pilot.pause(0.6)
        await window.press_until("y", "keys that came too early were dropped")
        answer(window, times=2)  # the first one is about the start
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")
        await window.press("y")
        await window.wait_until(lambda: stage.changes, "something is sent")


async def test_a_terminal_that_never_answers_is_believed_in_the_end(stage: Stage) -> None:
    async with stage.window(size=WIDE, seen_s=0.02) as window:
        await ask(window, "many")
        await window.press("y")
        await window.wait_until(lambda: stage.changes, "something is sent")


async def test_a_terminal_that_has_answered_is_never_believed_unasked(stage: Stage) -> None:
    async with stage.window(size=WIDE, seen_s=0.01) as window:
        answer(window)
        await window.open_job("many")
        await window.press_until("d", "y deletes it")
        await window.pilot.pause(0.2)
        await window.press_until("y", "keys that came too early were dropped")
        assert not stage.changes
        answer(window)
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")


async def test_a_late_answer_leaves_the_time_to_read(stage: Stage) -> None:
    async with stage.window(size=WIDE, seen_s=0.3) as window:
        answer(window)
        await window.open_job("many")
        await window.press_until("d", "y deletes it")
        await window.pilot.pause(0.4)
        answer(window)
        await window.press_until("y", "keys that came too early were dropped")
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")


async def test_an_answer_about_an_earlier_dialog_does_not_count(stage: Stage) -> None:
    async with stage.window(size=WIDE, seen_s=0.2) as window:
        await window.open_job("many")
        await window.press_until("d", "y deletes it")
        await window.press_until("escape", "24 versions")
        await window.press_until("d", "y deletes it")
        answer(window, times=2)
        await window.pilot.pause(0.3)
        assert not window.is_seen
        answer(window)
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")


@pytest.mark.parametrize("key", ["alt+y", "alt+enter", "alt+j"])
async def test_alt_with_any_key_cancels(stage: Stage, key: str) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, "many")
        await window.press_until(key, "24 versions")
        assert not stage.changes


async def test_a_terminal_too_small_for_the_plan_confirms_nothing(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await ask(window, "many")
        await window.pilot.resize_terminal(40, 20)
        await window.wait_for("40x20 is too small")
        await window.pilot.pause(0.05)
        await window.press("y")
        await still_asks(window)
        await window.pilot.resize_terminal(100, 14)
        await window.wait_for("100x14 is too small")
        await window.pilot.pause(0.05)
        await window.press("y")
        await still_asks(window)
        assert not stage.changes
        await window.press("escape")
        await window.wait_until(lambda: not isinstance(window.app.screen, ConfirmModal))


async def test_after_a_change_of_size_the_dialog_must_be_seen_anew(stage: Stage) -> None:
    async with stage.window(size=WIDE, seen_s=0.1) as window:
        await ask(window, "many", "space", "space")
        await window.pilot.resize_terminal(90, 30)
        assert not window.is_seen
        await window.press("2")
        await window.wait_for("keys that came too early were dropped")
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")
        await window.press("2")
        await window.wait_until(lambda: stage.changes, "something is sent")


@pytest.mark.parametrize("size", [(80, 24), (60, 15), (200, 50)])
async def test_the_way_to_confirm_is_written_out_at_every_size(
    stage: Stage, size: tuple[int, int]
) -> None:
    async with stage.window(size=size) as window:
        await ask(window, "many", "*")
        await window.wait_for("type  lab 24  to delete", "24 will go", "[ Cancel ]", "1/24")


async def test_the_longest_name_can_be_read_whole_to_be_typed(stage: Stage) -> None:
    name = "long-" * 12 + "name"
    stage.service.project.add_job(name, job_id=300, created_ms=0)
    for size in ((80, 24), (60, 15)):
        async with stage.window(size=size) as window:
            await window.wait_for("mixed")
            await window.press("G")
            await window.press_until("d", "Delete 1 whole job?")
            await window.wait_until(lambda: window.is_seen, "the dialog was seen")
            await window.type("long-lo")
            shown = "".join(line.strip() for line in window.lines)
            assert name in shown
            assert "long-lo_" in shown
            assert "[ Cancel ]" in shown
