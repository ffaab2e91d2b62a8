"""Credentials that are nowhere to be found are asked for, unseen, and asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import DEMO_ACCESS_KEY, DEMO_PASSWORD, DEMO_REGION, DEMO_SECRET_KEY
from tests.ui.driver import Stage
from tests.ui.screens.accounts import ASKING, FIRST_JOB, LOGIN, paste, write_config

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A cloud, and a profile that lacks a secret."""
    stage = Stage(tmp_path, config="")
    write_config(stage, ASKING)
    return stage


def clipboard(window: Window) -> str:
    """What was copied so far."""
    return window.app.clipboard


async def test_a_missing_secret_is_asked_for_by_name_and_then_the_jobs_come(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("secret_key of profile asks (cn-north-4)", "secret access key (SK)")
        await paste(window, DEMO_SECRET_KEY)
        await window.press_until("enter", FIRST_JOB)


async def test_a_secret_is_never_on_the_screen_nor_in_the_file(stage: Stage) -> None:
    before = stage.config_path.read_bytes()
    async with stage.window() as window:
        await window.wait_for("secret_key of profile asks")
        await paste(window, DEMO_SECRET_KEY)
        await window.wait_for("•" * 20)
        assert DEMO_SECRET_KEY not in window.text
        await window.press_until("enter", FIRST_JOB)
        assert DEMO_SECRET_KEY not in window.text
        assert DEMO_SECRET_KEY not in repr(window.app.notices.history)
    assert stage.config_path.read_bytes() == before


async def test_a_masked_secret_cannot_be_copied(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("secret_key of profile asks")
        await window.type("abc")
        await window.press("ctrl+shift+a", "ctrl+x")
        assert clipboard(window) == ""
        await window.wait_for("•••")


async def test_a_wrong_secret_is_told_and_asked_for_again(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("secret_key of profile asks")
        await window.type("wrong")
        await window.press("enter")
        await window.wait_for("Not accepted: APIGW.0301")
        await paste(window, DEMO_SECRET_KEY)
        await window.press_until("enter", FIRST_JOB)


async def test_an_empty_answer_is_refused(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("secret_key of profile asks")
        await window.press_until("enter", "secret_key must not be empty.")
        await window.type("x")
        await window.wait_without("must not be empty")


async def test_escape_gives_up_and_a_refresh_asks_again(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("secret_key of profile asks")
        await window.press("escape")
        await window.wait_for("secret_key is missing", "tries again")
        await window.press_until("r", "secret_key of profile asks")
        await paste(window, DEMO_SECRET_KEY)
        await window.press_until("enter", FIRST_JOB)
    assert not [record for record in stage.service.requests if record.outcome != "ok"]


async def test_a_missing_password_is_asked_for_alone(stage: Stage) -> None:
    write_config(stage, LOGIN)
    async with stage.window() as window:
        await window.wait_for("password of profile login")
        assert " of 1" not in window.text
        await paste(window, DEMO_PASSWORD)
        await window.press_until("enter", FIRST_JOB)


async def test_several_missing_credentials_are_counted_and_a_key_id_is_not_masked(
    stage: Stage,
) -> None:
    write_config(stage, f'[profiles.bare]\nregion = "{DEMO_REGION}"\n')
    async with stage.window() as window:
        await window.wait_for("access_key of profile bare (cn-north-4)  1 of 2")
        await paste(window, DEMO_ACCESS_KEY)
        await window.wait_for(DEMO_ACCESS_KEY)
        await window.press_until("enter", "secret_key of profile bare (cn-north-4)  2 of 2")
        await paste(window, DEMO_SECRET_KEY)
        await window.press_until("enter", FIRST_JOB)


async def test_the_prompt_is_readable_in_a_small_terminal(stage: Stage) -> None:
    async with stage.window(size=(60, 15)) as window:
        await window.wait_for("secret_key of profile asks", "kept in memory alone")
