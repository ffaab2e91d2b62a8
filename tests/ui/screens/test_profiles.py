"""The profiles: switched, made the default, removed, and read anew."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from mtui.simulator import effects
from tests.ui.driver import Stage
from tests.ui.screens.accounts import FIRST_JOB, TWO, write_config
from tests.ui.screens.packets import answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A cloud, and two profiles."""
    stage = Stage(tmp_path, config="")
    write_config(stage, TWO)
    return stage


def document(stage: Stage) -> dict[str, Any]:
    """What the file says."""
    return tomllib.loads(stage.config_path.read_text("utf-8"))


async def show_profiles(window: Window) -> None:
    """Go from the first screen to the profiles."""
    await window.wait_for(FIRST_JOB)
    await window.press_until("p", "Profiles", "east")


async def removal_asked(window: Window) -> None:
    """Ask to remove the profile with the cursor, and read what is asked."""
    await window.press_until("D", "Remove profile")
    await window.wait_until(lambda: window.is_seen, "the question was seen")


async def test_a_row_tells_region_sign_in_and_what_holds(stage: Stage) -> None:
    async with stage.window() as window:
        await show_profiles(window)
        assert window.line_with("lab  ").split() == [
            "▌",
            "lab",
            "cn-north-4",
            "aksk",
            "open",
            "default",
        ]
        assert window.line_with("east  ").split() == [
            "east",
            "cn-east-3",
            "aksk",
            "read-only",
            "PRODUCTION",
        ]


async def test_an_endpoint_of_another_cloud_is_shown(stage: Stage) -> None:
    write_config(stage, TWO + 'endpoint = "https://modelarts.example.com"\n')
    async with stage.window(size=(120, 24)) as window:
        await show_profiles(window)
        assert "modelarts.example.com" in window.line_with("east  ")


async def test_enter_switches_to_the_jobs_of_another_profile(stage: Stage) -> None:
    async with stage.window() as window:
        await show_profiles(window)
        await window.press("j")
        await window.press_until("enter", "east · cn-east-3", "There are no training jobs")
        assert "read-only" in window.lines[0]
        assert "PRODUCTION" in window.lines[0]
        await window.press_until("p", "Profiles")
        assert "open" in window.line_with("east  ")


async def test_escape_and_p_go_back_to_the_same_place(stage: Stage) -> None:
    async with stage.window() as window:
        await show_profiles(window)
        await window.press_until("escape", FIRST_JOB)
        await window.press_until("p", "Profiles")
        await window.press_until("p", FIRST_JOB)


async def test_switching_while_a_list_is_being_read_leaves_the_old_one_behind(
    stage: Stage,
) -> None:
    async with stage.window() as window:
        await show_profiles(window)
        await window.press_until("escape", FIRST_JOB)
        stage.line.close()
        await window.press("r")
        await window.wait_until(lambda: stage.line.waiting)
        await window.press_until("p", "Profiles", "east")
        await window.press("j", "enter")
        await window.wait_for("east · cn-east-3")
        stage.line.open()
        await window.wait_for("There are no training jobs")
        assert FIRST_JOB not in window.text


async def test_switching_asks_while_a_run_is_under_way(stage: Stage) -> None:
    async with stage.window() as window:
        await window.open_job("resnet50-flowers-finetune")
        await window.press_until("d", "Delete 1 version")
        stage.pauses.close()
        await window.confirm("y")
        await window.wait_until(lambda: stage.pauses.waiting)
        await window.press_until("p", "Profiles", "east")
        await window.press("j")
        await window.press_until("enter", "Leave while a deletion is under way?", "1 target")
        await window.press_until("escape", "Profiles", "lab")
        await window.press_until("enter", "Leave while a deletion is under way?")
        await window.wait_until(lambda: window.is_seen, "the question was seen")
        await window.press_until("y", "There are no training jobs")


async def test_a_profile_whose_sign_in_failed_can_be_opened_again(stage: Stage) -> None:
    stage.service.faults.add(effects.refuse_connection(), times=None)
    async with stage.window() as window:
        await window.wait_for("tries again")
        stage.service.faults.clear()
        await window.press_until("p", "Profiles", "east")
        await window.press_until("enter", FIRST_JOB)


async def test_t_opens_the_demo_and_p_finds_the_profiles_again(stage: Stage) -> None:
    async with stage.window() as window:
        await show_profiles(window)
        await window.press_until("t", "DEMO", FIRST_JOB)
        await window.press_until("p", "Profiles", "east")
        assert "open" not in window.text.split("NAME")[1].splitlines()[1]


async def test_f_makes_the_default_and_says_what_was_written(stage: Stage) -> None:
    async with stage.window(size=(240, 24)) as window:
        await show_profiles(window)
        await window.press("j")
        await window.press_until("f", "profile east opens by itself now")
        assert f"wrote {stage.config_path}" in window.pane
        assert "default" in window.line_with("east  ")
        assert "default" not in window.line_with("lab  ")
    assert document(stage)["default_profile"] == "east"


async def test_a_file_with_comments_is_backed_up_and_the_backup_is_named(stage: Stage) -> None:
    written = "# mine\n" + TWO
    write_config(stage, written)
    async with stage.window(size=(100, 24)) as window:
        await show_profiles(window)
        await window.press("j")
        await window.press_until("asterisk", "opens by itself now")
        assert "config.toml.bak" in window.pane
    assert (stage.folder / "config.toml.bak").read_text("utf-8") == written


@pytest.mark.parametrize("key", ["escape", "enter", "space", "n", "D", "alt+y"])
async def test_nothing_but_y_removes_a_profile(stage: Stage, key: str) -> None:
    before = stage.config_path.read_bytes()
    async with stage.window() as window:
        await show_profiles(window)
        await removal_asked(window)
        await window.press(key)
        if "Remove profile" in window.text:
            await window.press("escape")
        await window.wait_for("Profiles", "east")
    assert stage.config_path.read_bytes() == before


async def test_what_was_typed_ahead_does_not_remove_a_profile(stage: Stage) -> None:
    async with stage.window(seen_s=30) as window:
        await show_profiles(window)
        await window.press("D", "y", "y")
        await window.wait_for("Remove profile")
        await window.press("y")
        assert "Remove profile" in window.text
    assert "lab" in document(stage)["profiles"]


async def test_the_terminals_word_that_it_has_drawn_the_question_is_waited_for(
    stage: Stage,
) -> None:
    async with stage.window(seen_s=0.03) as window:
        answer(window)  # about the start: this terminal is one that answers
        await show_profiles(window)
        await window.press_until("D", "Remove profile")
        await window.pilot.pause(0.2)
        await window.press("y")
        assert "Remove profile" in window.text
        answer(window)
        await window.wait_until(lambda: window.is_seen, "the question was seen")
        await window.press_until("y", "removed profile lab")


async def test_after_a_change_of_size_the_question_must_be_seen_anew(stage: Stage) -> None:
    async with stage.window(seen_s=0.1) as window:
        await show_profiles(window)
        await removal_asked(window)
        await window.pilot.resize_terminal(90, 30)
        await window.press("y")
        assert "Remove profile" in window.text
        await window.wait_until(lambda: window.is_seen, "the question was seen")
        await window.press_until("y", "removed profile lab")


async def test_removing_names_what_goes_and_takes_only_that(stage: Stage) -> None:
    async with stage.window() as window:
        await show_profiles(window)
        await window.press("j")
        await removal_asked(window)
        assert "access_key, secret_key" in window.text
        assert "Nothing is deleted in the cloud." in window.text
        await window.press_until("y", "removed profile east")
        assert "cn-east-3" not in window.text
    assert list(document(stage)["profiles"]) == ["lab"]


async def test_the_open_profile_stays_open_when_it_is_removed(stage: Stage) -> None:
    async with stage.window() as window:
        await show_profiles(window)
        await removal_asked(window)
        assert "It stays open until you open another one." in window.text
        assert "It is the default; there will be none." in window.text
        await window.press_until("y", "removed profile lab")
        await window.press_until("escape", FIRST_JOB)
        await window.press("r")
        await window.settle()
        assert "not loaded" not in window.text
    assert "default_profile" not in document(stage)


async def test_without_any_profile_the_way_to_one_is_shown(tmp_path: Path) -> None:
    stage = Stage(tmp_path, config="")
    async with stage.window() as window:
        await window.press_until("t", "DEMO", FIRST_JOB)
        await window.press_until("p", "There is no profile yet.")
        await window.press("e", "D", "f")
        await window.press_until("n", "New profile")


async def test_what_another_program_wrote_meanwhile_is_seen_and_kept(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST_JOB)
        write_config(stage, TWO + '\n[profiles.fresh]\nregion = "eu-de"\n')
        await window.press_until("p", "fresh")
        write_config(stage, TWO + '\n[profiles.other]\nregion = "eu-nl"\n')
        await window.press("j")
        await window.press_until("f", "profile east opens by itself now", "other")
        assert "fresh" not in window.text
    assert "other" in document(stage)["profiles"]


async def test_removing_what_another_program_removed_first_is_told(stage: Stage) -> None:
    async with stage.window() as window:
        await show_profiles(window)
        await window.press("j")
        await removal_asked(window)
        write_config(stage, TWO.split("[profiles.east]")[0])
        await window.press_until("y", "profiles.east does not exist")
        await window.wait_until(lambda: "cn-east-3" not in window.text, "the row is gone")


async def test_a_file_that_was_broken_meanwhile_is_told_and_the_list_stays(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST_JOB)
        write_config(stage, TWO + "nonsense\n")
        await window.press_until("p", "Profiles", "east", "line 14")


async def test_a_file_that_cannot_be_written_is_told(stage: Stage) -> None:
    async with stage.window(size=(200, 24)) as window:
        await show_profiles(window)
        await window.press("j")
        stage.config_path.unlink()
        stage.config_path.mkdir()
        await window.press_until("f", str(stage.config_path), "✗")


async def test_what_changes_a_profile_and_the_way_back_are_named_in_a_small_terminal(
    stage: Stage,
) -> None:
    async with stage.window(size=(60, 15)) as window:
        await show_profiles(window)
        for words in ("open", "new", "edit", "remove", "back"):
            assert words in window.lines[-1]
