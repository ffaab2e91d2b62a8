"""Configuration files that the simulator lets in, some more than others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Paste

from mtui.simulator import DEMO_ACCESS_KEY, DEMO_DOMAIN, DEMO_REGION, DEMO_SECRET_KEY, DEMO_USER

if TYPE_CHECKING:
    from tests.ui.driver import Stage, Window

FIRST_JOB = "autosearch-nas-cell"

TWO = f"""\
default_profile = "lab"

[profiles.lab]
region = "{DEMO_REGION}"
access_key_env = "LAB_ACCESS"
secret_key_env = "LAB_SECRET"

[profiles.east]
region = "cn-east-3"
access_key = "{DEMO_ACCESS_KEY}"
secret_key = "{DEMO_SECRET_KEY}"
read_only = true
production = true
"""
"""Two profiles, spelled as mtui itself writes them; ``east`` has no jobs."""

ASKING = f"""\
[profiles.asks]
region = "{DEMO_REGION}"
access_key = "{DEMO_ACCESS_KEY}"
"""
"""A profile without its secret key."""

LOGIN = f"""\
[profiles.login]
region = "{DEMO_REGION}"
auth = "password"
username = "{DEMO_USER}"
domain = "{DEMO_DOMAIN}"
"""
"""A profile without its password."""


def write_config(stage: Stage, text: str) -> None:
    """Write the file as another program would."""
    stage.config_path.write_text(text, "utf-8")
    stage.config_path.chmod(0o600)


async def paste(window: Window, text: str) -> None:
    """Paste, as people do with keys and tokens."""
    window.app.post_message(Paste(text))
    await window.pilot.pause()
