"""The first screen of a person without a profile, or with several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "autosearch-nas-cell"
TWO = """
[profiles.lab]
region = "cn-north-4"
access_key_env = "LAB_ACCESS"
secret_key_env = "LAB_SECRET"

[profiles.other]
region = "cn-east-3"
auth = "token"
"""


async def test_it_says_what_mtui_is_and_which_file_will_be_written(tmp_path: Path) -> None:
    stage = Stage(tmp_path, config="")
    async with stage.window(size=(240, 24)) as window:
        await window.wait_for("ModelArts training jobs", str(stage.config_path))
        assert not stage.config_path.exists()


async def test_enter_begins_a_new_profile_when_there_is_none(tmp_path: Path) -> None:
    async with Stage(tmp_path, config="").window() as window:
        await window.wait_for("new profile")
        await window.press_until("enter", "New profile")


async def test_n_begins_a_new_profile_and_escape_comes_back(tmp_path: Path) -> None:
    async with Stage(tmp_path, config="").window() as window:
        await window.wait_for("new profile")
        await window.press_until("n", "New profile")
        await window.press_until("escape", "try the demo")


async def test_t_opens_the_demo(tmp_path: Path) -> None:
    async with Stage(tmp_path, config="").window() as window:
        await window.wait_for("try the demo")
        await window.press_until("t", FIRST)
        assert "DEMO" in window.lines[0]


async def test_several_profiles_without_a_default_are_offered(tmp_path: Path) -> None:
    async with Stage(tmp_path, config=TWO).window() as window:
        await window.wait_for("open lab", "open other", "f makes one")
        await window.press_until("enter", FIRST)
        assert window.lines[0].startswith(" lab · cn-north-4 · workspace 0")


async def test_every_way_to_begin_is_seen_in_a_small_terminal(tmp_path: Path) -> None:
    async with Stage(tmp_path, config="").window(size=(60, 15)) as window:
        await window.wait_for("new profile", "try the demo")
        await window.press("down")
        await window.press_until("enter", FIRST)


async def test_the_profiles_can_be_seen_before_one_is_open(tmp_path: Path) -> None:
    async with Stage(tmp_path, config=TWO).window() as window:
        await window.wait_for("open other")
        await window.press_until("p", "Profiles", "cn-east-3")
        await window.press_until("escape", "open other")
