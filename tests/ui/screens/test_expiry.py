"""Credentials that run out under a person's hands: asked for, and everything goes on."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import DEMO_PROJECT_ID, DEMO_REGION, effects
from mtui.ui.countdown import until_next_s
from tests.ui.clouds import busy_cloud
from tests.ui.driver import Stage
from tests.ui.screens.accounts import paste, write_config
from tests.ui.screens.runs import OFTEN, SIZE, half_way, left

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.ui.driver import Window

PROMPT = "token of profile lab (cn-north-4)"


def new_token(stage: Stage, life_s: float = 86_400) -> str:
    user = next(iter(stage.service.accounts.users.values()))
    ends_s = stage.clock() + life_s
    return stage.service.accounts.issue_token(user, DEMO_PROJECT_ID, ends_s).value


def write_token(stage: Stage, token: str) -> None:
    write_config(
        stage,
        f"""\
default_profile = "lab"

[profiles.lab]
region = "{DEMO_REGION}"
project_id = "{DEMO_PROJECT_ID}"
auth = "token"
token = "{token}"
""",
    )


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A busy cloud, and a profile with a token in its file."""
    stage = Stage(tmp_path, busy_cloud, config="")
    write_token(stage, new_token(stage))
    return stage


@asynccontextmanager
async def expired_run(stage: Stage) -> AsyncIterator[Window]:
    """A run in its middle whose token has run out; it asks for another."""
    async with half_way(stage) as window:
        stage.service.accounts.expire_tokens()
        stage.line.open()
        await window.wait_for(PROMPT, "Expired: APIGW.0307")
        yield window


async def test_a_list_asks_for_a_token_and_goes_on_in_the_same_session(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        portal = window.app.portal
        stage.service.accounts.expire_tokens()
        await window.press_until("r", PROMPT, "Expired: APIGW.0307", "kept in memory alone")
        await paste(window, new_token(stage))
        await window.press_until("enter", "signed in with other credentials")
        await window.settle()
        assert "stale" not in window.text
        await window.press_until("escape", "mixed", "prod-ranker")
        assert window.app.portal is portal


async def test_a_token_that_was_renewed_in_the_file_is_not_asked_for(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        stage.service.accounts.expire_tokens()
        write_token(stage, new_token(stage))
        await window.press("r")
        await window.settle()
        assert "stale" not in window.text
        assert "token of profile" not in window.text


async def test_a_run_waits_for_a_token_and_loses_nothing(stage: Stage) -> None:
    async with expired_run(stage) as window:
        portal = window.app.portal
        await paste(window, new_token(stage))
        await window.press("enter")
        await window.wait_for("Deleted 24 targets of lab", "24/24", "24 gone")
        assert window.app.portal is portal
    assert left(stage) == 0
    assert sum(record.acted for record in stage.changes) == 24


async def test_who_gives_up_is_told_how_to_go_on_and_asked_again(stage: Stage) -> None:
    async with expired_run(stage) as window:
        await window.press("escape")
        await window.wait_for("credentials have expired: p asks for new ones")
        await window.wait_for_answer("credentials have expired: the run waits for new ones")
        await window.press_until("p", PROMPT)
        await paste(window, new_token(stage))
        await window.press("enter")
        await window.wait_for("24/24", "24 gone")


async def test_a_mistyped_token_is_asked_for_again_and_ends_no_run(stage: Stage) -> None:
    async with expired_run(stage) as window:
        await paste(window, "mistyped")
        await window.press_until("enter", "Not accepted: APIGW.0301", "decrypt token fail")
        await paste(window, new_token(stage))
        await window.press("enter")
        await window.wait_for("24/24", "24 gone")


async def test_p_finds_what_was_renewed_in_the_file_meanwhile(stage: Stage) -> None:
    async with expired_run(stage) as window:
        await window.press("escape")
        await window.wait_for("credentials have expired: p asks for new ones")
        write_token(stage, new_token(stage))
        await window.press("p")
        await window.wait_for("24/24", "24 gone")


async def test_a_list_that_signs_in_lets_the_run_behind_it_go_on(stage: Stage) -> None:
    async with expired_run(stage) as window:
        await window.press("escape")
        await window.wait_for("credentials have expired: p asks for new ones")
        await window.press_until("b", "Jobs › many")
        await window.press_until("r", PROMPT)
        await paste(window, new_token(stage))
        await window.press("enter")
        await window.wait_for_answer("delete run over: 24 gone (of 24)")


async def test_a_run_that_waits_for_a_token_can_be_stopped(stage: Stage) -> None:
    async with expired_run(stage) as window:
        await window.press("escape")
        await window.wait_for("credentials have expired: p asks for new ones")
        await window.press("escape")
        await window.press_until("p", PROMPT)
        await paste(window, new_token(stage))
        await window.press("enter")
        await window.wait_for("of 24 targets", "gone", "not sent")
        assert left(stage) == 24 - sum(record.acted for record in stage.changes)
        assert OFTEN <= 24 - left(stage) < 24


async def test_nothing_pops_up_over_a_dialog(stage: Stage) -> None:
    async with half_way(stage) as window:
        await window.press_until("q", "LEAVE MTUI?")
        stage.service.accounts.expire_tokens()
        stage.line.open()
        await window.wait_until(lambda: window.app.runs.runs[0].expired, "expired")
        await window.pilot.pause()
        assert "LEAVE MTUI?" in window.text
        await window.press_until("escape", "credentials have expired: p asks for new ones")
        await window.press_until("p", PROMPT)


async def test_an_expired_token_at_the_start_is_asked_for(stage: Stage) -> None:
    stage.service.accounts.expire_tokens()
    async with stage.window(size=SIZE) as window:
        await window.wait_for(PROMPT)
        await paste(window, new_token(stage))
        await window.press_until("enter", "many", "prod-ranker")


async def test_what_mtui_reads_by_itself_does_not_ask_again_and_again(stage: Stage) -> None:
    stage.config_path.write_text(stage.config_path.read_text() + "refresh_s = 0.05\n")
    async with stage.window(size=SIZE) as window:
        await window.wait_for("prod-ranker")
        stage.service.accounts.expire_tokens()
        await window.wait_for(PROMPT)
        await window.press("escape")
        await window.wait_without(PROMPT)
        asked = len(stage.service.requests)
        await window.wait_until(lambda: len(stage.service.requests) > asked + 3, "refreshes")
        assert PROMPT not in window.text
        await window.press_until("r", PROMPT)


async def test_the_last_minutes_of_a_token_are_counted_down(stage: Stage) -> None:
    write_token(stage, new_token(stage, 9 * 60))
    async with stage.window(size=SIZE) as window:
        await window.wait_until(lambda: "token ends in 9 min" in window.lines[0], "countdown")
        stage.clock.advance(170)
        await window.press("r")
        await window.wait_until(lambda: "token ends in 7 min" in window.lines[0], "countdown")
        asked = [record for record in stage.service.requests if "auth/tokens" in record.path]
        assert len(asked) == 1
        write_token(stage, new_token(stage))
        stage.clock.advance(400)
        await window.press("r")
        await window.wait_without("token ends", "token has ended")


async def test_a_token_with_a_long_life_and_one_of_unknown_end_say_nothing(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.wait_for("prod-ranker")
        await window.settle()
        assert "token" not in window.text
    write_token(stage, new_token(stage, 300))
    stage.service.faults.add(effects.not_offered(), path="auth/tokens", times=None)
    async with stage.window(size=SIZE) as window:
        await window.wait_for("prod-ranker")
        await window.settle()
        assert "token" not in window.text


@pytest.mark.parametrize(
    ("left_s", "wait_s"),
    [
        (3600, 3000),
        (601, 1),
        (600, 60),
        (599, 59),
        (541, 1),
        (540, 60),
        (60, 60),
        (1, 1),
        (0, None),
    ],
)
def test_it_is_told_again_when_the_minute_changes(left_s: float, wait_s: float | None) -> None:
    assert until_next_s(left_s) == wait_s
