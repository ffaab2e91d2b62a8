"""The credentials of the cloud's other tools open mtui, without a word in its own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_DOMAIN,
    DEMO_PASSWORD,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_SECRET_KEY,
    DEMO_USER,
)
from tests.terminal.demo import MTUI, is_ready

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.cloud import Cloud
    from tests.terminal.conftest import Spawn

SDK = {"HUAWEICLOUD_SDK_AK": DEMO_ACCESS_KEY, "HUAWEICLOUD_SDK_SK": DEMO_SECRET_KEY}
TERRAFORM = {
    "HW_ACCESS_KEY": DEMO_ACCESS_KEY,
    "HW_SECRET_KEY": DEMO_SECRET_KEY,
    "HW_REGION_NAME": DEMO_REGION,
    "HW_PROJECT_ID": DEMO_PROJECT_ID,
}
OPENSTACK = {
    "OS_USERNAME": DEMO_USER,
    "OS_USER_DOMAIN_NAME": DEMO_DOMAIN,
    "OS_PASSWORD": DEMO_PASSWORD,
    "OS_PROJECT_NAME": DEMO_REGION,
}
VENDOR_FILE = f"[basic]\nak = {DEMO_ACCESS_KEY}\nsk = {DEMO_SECRET_KEY}\n"

NOWHERE = {"HTTPS_PROXY": "http://127.0.0.1:9"}
"""Nothing leaves the machine: nobody listens there."""


@pytest.mark.parametrize(
    ("variables", "more"),
    [
        (SDK, 'credentials = "environment"'),
        (TERRAFORM, 'credentials = "environment"'),
        (OPENSTACK, 'credentials = "environment"\nauth = "password"'),
        ({}, 'credentials = "huaweicloud"'),
    ],
    ids=["sdk", "terraform", "openstack", "vendor file"],
)
def test_a_profile_signs_in_with_what_another_tool_was_given(
    spawn: Spawn, cloud: Cloud, tmp_path: Path, variables: dict[str, str], more: str
) -> None:
    vendor = tmp_path / ".huaweicloud" / "credentials"
    vendor.parent.mkdir()
    vendor.write_text(VENDOR_FILE, encoding="utf-8")
    config = tmp_path / "config.toml"
    profile = f'[profiles.lab]\nregion = "{DEMO_REGION}"\n{more}\n{cloud.endpoints}'
    config.write_text(profile, encoding="utf-8")

    terminal = spawn(MTUI, "--config", config, environment=variables)

    terminal.wait_for(is_ready)


def test_without_a_file_the_environment_is_a_profile(spawn: Spawn, tmp_path: Path) -> None:
    terminal = spawn(MTUI, environment=TERRAFORM | NOWHERE)

    terminal.wait_for(f"environment · {DEMO_REGION}")
    terminal.wait_for("the connection was refused")
    log = (tmp_path / "state" / "mtui" / "log" / "mtui.log").read_text(encoding="utf-8")
    assert f"GET /v1/{DEMO_PROJECT_ID}/training-jobs NotSentError" in log


def test_keys_without_a_region_are_told_where_one_begins(spawn: Spawn) -> None:
    terminal = spawn(MTUI, environment=SDK)

    terminal.wait_for("but no region: set")
