"""What mtui leaves behind, in a real terminal at ``--debug``: log, crash report, and no secret."""

from __future__ import annotations

import re
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_DOMAIN,
    DEMO_PASSWORD,
    DEMO_REGION,
    DEMO_SECRET_KEY,
    DEMO_USER,
    effects,
)
from tests.terminal import crashing
from tests.terminal.demo import DEMO, MTUI, is_ready

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.cloud import Cloud
    from tests.terminal.conftest import Spawn
    from tests.terminal.driver import Terminal

SECRETS = (DEMO_ACCESS_KEY, DEMO_SECRET_KEY, DEMO_PASSWORD, crashing.UNKNOWN_TOKEN)
"""None of these may stand anywhere; what is wanted instead is asserted beside it."""

AKSK = f"""
[profiles.lab]
region = "{DEMO_REGION}"
access_key_env = "LAB_AK"
secret_key_env = "LAB_SK"
"""
PASSWORD = f"""
[profiles.lab]
region = "{DEMO_REGION}"
auth = "password"
username = "{DEMO_USER}"
domain = "{DEMO_DOMAIN}"
password_env = "LAB_PASSWORD"
"""
VARIABLES = {
    "LAB_AK": DEMO_ACCESS_KEY,
    "LAB_SK": DEMO_SECRET_KEY,
    "LAB_PASSWORD": DEMO_PASSWORD,
}


def log_of(home: Path) -> str:
    return (home / "state" / "mtui" / "log" / "mtui.log").read_text(encoding="utf-8")


def left_behind(terminal: Terminal, home: Path) -> str:
    """All that was written, to the terminal and to files."""
    files = [each for each in home.rglob("*") if each.is_file()]
    texts = [each.read_text(encoding="utf-8", errors="replace") for each in files]
    return "\n".join([terminal.bytes_since().decode(errors="replace"), *texts])


@pytest.mark.parametrize("profile", [AKSK, PASSWORD], ids=["aksk", "password"])
def test_a_session_at_debug_leaves_no_secret(
    spawn: Spawn, cloud: Cloud, tmp_path: Path, profile: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"{profile}{cloud.endpoints}", encoding="utf-8")
    terminal = spawn(MTUI, "--debug", "--config", config, environment=VARIABLES)
    terminal.wait_for(is_ready)
    terminal.quiet()
    for effect, shown in (
        (effects.wrong_signature(), "APIGW.0301"),
        (effects.malformed_json(), "is not JSON"),
    ):
        cloud.service.faults.add(effect, method="GET", times=None)
        terminal.send(b"r")
        terminal.wait_for(shown)
        terminal.quiet()
        cloud.service.faults.clear()
    terminal.send(b"q")
    assert terminal.wait_exit() == 0

    log = log_of(tmp_path)
    assert re.search(r"INFO .* GET /v1/\w+/training-jobs 200 - \S+ \d+ ms\n", log)
    assert re.search(r"INFO .* GET /v1/\w+/training-jobs 401 APIGW.0301 \S+ \d+ ms\n", log)
    assert "DEBUG" in log
    assert "signed in: profile lab" in log
    everything = left_behind(terminal, tmp_path)
    issued = list(cloud.service.accounts.tokens)
    assert bool(issued) == (profile is PASSWORD)
    assert [secret for secret in (*SECRETS, *issued) if secret in everything] == []
    assert not re.search("Signature=|Authorization|X-Auth-Token", everything)


def test_without_debug_the_log_has_a_line_for_each_exchange_alone(
    spawn: Spawn, tmp_path: Path
) -> None:
    terminal = spawn(*DEMO)
    terminal.wait_for(is_ready)
    terminal.send(b"q")
    assert terminal.wait_exit() == 0

    log = log_of(tmp_path)
    assert "GET /v1/" in log
    assert "DEBUG" not in log
    assert "httpx" not in log


def test_a_crash_gives_the_terminal_back_and_names_a_report(spawn: Spawn, tmp_path: Path) -> None:
    terminal = spawn(sys.executable, crashing.__file__, "--demo", "--debug", columns=200)
    terminal.wait_for(is_ready)
    terminal.quiet()
    terminal.send(b"A")

    assert terminal.wait_exit() == 1
    (report,) = (tmp_path / "state" / "mtui" / "log").glob("crash-*.txt")
    sentence = "mtui: a bug ended mtui (BuggyError). What is known of it, without secrets: "
    assert f"{sentence}{report}" in terminal.screen()
    assert not terminal.is_alternate
    text = report.read_text(encoding="utf-8")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert "BuggyError: of mtui: ••••••" in text
    assert ", in buggy_action" in text
    everything = left_behind(terminal, tmp_path)
    assert [secret for secret in SECRETS if secret in everything] == []
    assert "Traceback" not in terminal.bytes_since().decode(errors="replace")
