"""Each way to sign in when it runs out: temporary keys are replaced, a password signs in anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import DEMO_DOMAIN, DEMO_PASSWORD, DEMO_REGION, DEMO_USER
from tests.ui.clouds import busy_cloud
from tests.ui.driver import Stage
from tests.ui.screens.accounts import paste, write_config
from tests.ui.screens.runs import SIZE, half_way, left

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mtui.simulator import Service
    from mtui.simulator.accounts import AccessKey
    from tests.ui.driver import Window

PROMPT = "access_key of profile lab (cn-north-4)  1 of 3"
MOMENT = "2023-06-30T08:09:00Z"
"""Nine minutes after the clouds' clock begins."""


def new_key(stage: Stage) -> AccessKey:
    user = next(iter(stage.service.accounts.users.values()))
    return stage.service.accounts.issue_temporary_key(user, stage.clock() + 86_400)


def write_key(stage: Stage, key: AccessKey, more: str = "") -> None:
    write_config(
        stage,
        f"""\
default_profile = "lab"

[profiles.lab]
region = "{DEMO_REGION}"
access_key = "{key.access}"
secret_key = "{key.secret}"
security_token = "{key.security_token}"
{more}
""",
    )


async def type_key(window: Window, key: AccessKey) -> None:
    """Answer the three prompts that a temporary key takes."""
    for number, value in enumerate((key.access, key.secret, str(key.security_token)), start=1):
        await window.wait_for(f"{number} of 3")
        await paste(window, value)
        await window.press("enter")


def expire(service: Service) -> None:
    """The gateway says that the security token has ended."""
    for key in service.accounts.keys.values():
        if key.security_token is not None:
            key.expires_at_s = 0.0


def forget(service: Service) -> None:
    """The gateway says that there is no such key."""
    keys = service.accounts.keys
    for access in [key.access for key in keys.values() if key.security_token is not None]:
        del keys[access]


ENDS = pytest.mark.parametrize("end", [expire, forget], ids=["told", "forgotten"])


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A busy cloud, and a profile with a temporary key in its file."""
    stage = Stage(tmp_path, busy_cloud, config="")
    write_key(stage, new_key(stage))
    return stage


@ENDS
async def test_a_list_asks_for_other_keys_and_goes_on(
    stage: Stage, end: Callable[[Service], None]
) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        end(stage.service)
        await window.press_until("r", PROMPT, "Expired: APIGW.0301")
        await type_key(window, new_key(stage))
        await window.wait_for("signed in with other credentials")
        await window.press_until("escape", "mixed", "prod-ranker")


@ENDS
async def test_keys_that_were_renewed_in_the_file_are_not_asked_for(
    stage: Stage, end: Callable[[Service], None]
) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        end(stage.service)
        write_key(stage, new_key(stage))
        await window.press("r")
        await window.settle()
        assert "stale" not in window.text
        assert PROMPT not in window.text


@ENDS
async def test_a_run_waits_for_other_keys_and_loses_nothing(
    stage: Stage, end: Callable[[Service], None]
) -> None:
    async with half_way(stage) as window:
        end(stage.service)
        stage.line.open()
        await window.wait_for(PROMPT, "Expired: APIGW.0301")
        await type_key(window, new_key(stage))
        await window.wait_for("Deleted 24 targets of lab", "24/24", "24 gone")
    assert left(stage) == 0
    assert sum(record.acted for record in stage.changes) == 24


async def test_the_last_minutes_of_a_key_are_counted_down_where_its_end_is_told(
    stage: Stage,
) -> None:
    write_key(stage, new_key(stage), f'expires_at = "{MOMENT}"')
    async with stage.window(size=SIZE) as window:
        await window.wait_until(lambda: "access key ends in 9 min" in window.lines[0], "countdown")
        stage.clock.advance(170)
        await window.press("r")
        await window.wait_until(lambda: "access key ends in 7 min" in window.lines[0], "countdown")
        expire(stage.service)
        await window.press_until("r", PROMPT)
        await type_key(window, new_key(stage))
        await window.wait_for("signed in with other credentials")
        await window.wait_without("access key ends", "access key has ended")


async def test_a_password_signs_in_anew_and_nobody_is_asked(stage: Stage) -> None:
    write_config(
        stage,
        f"""\
default_profile = "lab"

[profiles.lab]
region = "{DEMO_REGION}"
auth = "password"
username = "{DEMO_USER}"
domain = "{DEMO_DOMAIN}"
password = "{DEMO_PASSWORD}"
""",
    )
    async with half_way(stage) as window:
        stage.service.accounts.expire_tokens()
        stage.line.open()
        await window.wait_for("Deleted 24 targets of lab", "24/24", "24 gone")
        assert not any("expired" in notice.headline for notice in window.app.notices.history)
    assert left(stage) == 0
    assert sum(record.acted for record in stage.changes) == 24
