"""A service that repeats every secret in every error: none of them is written down anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mtui.simulator import (
    DEMO_DOMAIN,
    DEMO_PASSWORD,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_USER,
    effects,
)
from tests.terminal import crashing, echo
from tests.terminal.demo import MTUI
from tests.terminal.echo import JOB_ID, SHAPES, EchoingCloud
from tests.terminal.lab import confirm, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.terminal.conftest import Spawn
    from tests.terminal.driver import Terminal

CONFIG = f"""
default_profile = "lab"

[profiles.lab]
region = "{DEMO_REGION}"
project_id = "{DEMO_PROJECT_ID}"
"""


@pytest.fixture
def cloud() -> Iterator[EchoingCloud]:
    with EchoingCloud() as cloud:
        yield cloud


class Way(NamedTuple):
    """A way to sign in: what stands in the profile, and where the secrets come from."""

    lines: str
    variables: dict[str, str]


def temporary_keys(cloud: EchoingCloud) -> Way:
    user = next(iter(cloud.service.accounts.users.values()))
    key = cloud.service.accounts.issue_temporary_key(user, time.time() + 3_600)
    assert key.security_token is not None
    variables = {"LAB_AK": key.access, "LAB_SK": key.secret, "LAB_ST": key.security_token}
    lines = 'access_key_env = "LAB_AK"\nsecret_key_env = "LAB_SK"\nsecurity_token_env = "LAB_ST"\n'
    return Way(lines, variables)


def token(cloud: EchoingCloud) -> Way:
    user = next(iter(cloud.service.accounts.users.values()))
    issued = cloud.service.accounts.issue_token(user, DEMO_PROJECT_ID, time.time() + 86_400)
    return Way('auth = "token"\ntoken_env = "LAB_TOKEN"\n', {"LAB_TOKEN": issued.value})


def password(_: EchoingCloud) -> Way:
    lines = f'auth = "password"\nusername = "{DEMO_USER}"\ndomain = "{DEMO_DOMAIN}"\n'
    return Way(lines + 'password_env = "LAB_PASSWORD"\n', {"LAB_PASSWORD": DEMO_PASSWORD})


def provoke_every_error(terminal: Terminal, cloud: EchoingCloud) -> None:
    """Read the list of jobs again and again, and let it fail in another way each time."""
    for fault, shown in SHAPES:
        cloud.line.strike(fault, times=None)
        terminal.send(b"r")
        terminal.wait_for(shown)
        terminal.quiet(100)
        cloud.line.heal()
        terminal.send(b"\x1b")  # a token may be asked for
        terminal.quiet(100)
        terminal.send(b"r")
        terminal.quiet(100)
    for effect in (effects.throttled(1), effects.wrong_signature(), effects.wrong_types()):
        cloud.service.faults.add(effect, method="GET", times=None)
        terminal.send(b"r")
        terminal.quiet(100)
        cloud.service.faults.clear()
        terminal.send(b"\x1b")
        terminal.quiet(100)


def delete_and_export(terminal: Terminal, cloud: EchoingCloud, home: Path) -> None:
    """Have a deletion refused, and write its ledger to files."""
    terminal.send(b"r")
    terminal.wait_for("batch")
    terminal.quiet(100)
    terminal.send(b"\r")
    terminal.wait_for(f"({JOB_ID})")
    terminal.wait_for("V0002")
    terminal.quiet(100)
    cloud.line.strike(echo.in_json(400, "error_msg"), method="DELETE", times=None)
    terminal.send(b"*")
    terminal.wait_for("marked")
    terminal.send(b"d")
    confirm(terminal, "2")
    terminal.wait_for("refused")
    for key, suffix in ((b"e", "jsonl"), (b"E", "csv")):
        terminal.quiet(100)
        terminal.send(key)
        wait_until(lambda: [*home.rglob(f"ledger*.{suffix}")], suffix)  # noqa: B023 - called at once
    terminal.quiet(100)


def told_by(program: Path, *words: str | Path, home: Path, variables: dict[str, str]) -> str:
    """Return what a command without a screen prints."""
    homes = {f"XDG_{kind.upper()}_HOME": str(home / kind) for kind in ("config", "state", "data")}
    done = subprocess.run(
        [program, *words],
        env={"PATH": os.defpath, "HOME": str(home), **homes, **variables},
        capture_output=True,
        check=False,
        text=True,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("sign_in", [temporary_keys, token, password])
def test_no_secret_is_left_anywhere(
    spawn: Spawn,
    cloud: EchoingCloud,
    tmp_path: Path,
    sign_in: Callable[[EchoingCloud], Way],
) -> None:
    way = sign_in(cloud)
    config = tmp_path / "config.toml"
    endpoints = f'endpoint = "{cloud.line.url}"\niam_endpoint = "{cloud.line.url}"\n'
    config.write_text(f"{CONFIG}{way.lines}{endpoints}", encoding="utf-8")
    words = ("--debug", "--config", config)
    terminal = spawn(
        sys.executable, crashing.__file__, *words, environment=way.variables, columns=120, rows=40
    )
    terminal.wait_for("batch")
    terminal.quiet()

    provoke_every_error(terminal, cloud)
    delete_and_export(terminal, cloud, tmp_path)
    terminal.send(b"A")  # in `crashing`, a bug with secrets at hand
    assert terminal.wait_exit() == 1

    cloud.line.strike(echo.in_json(400, "error_msg"), times=None)
    printed = [
        told_by(MTUI, *command, home=tmp_path, variables=way.variables)
        for command in (("--config", config, "doctor"), ("audit",), ("audit", "--json"))
    ]
    places = {
        str(each): each.read_text(encoding="utf-8", errors="replace")
        for each in tmp_path.rglob("*")
        if each.is_file()
    }
    assert {".log", ".txt", ".jsonl", ".csv"} <= {place[place.rfind(".") :] for place in places}
    assert "refused" in printed[1]
    assert "error_msg" in printed[2]
    places["the terminal"] = terminal.bytes_since().decode(errors="replace")
    places |= {f"printed {number}": text for number, text in enumerate(printed)}
    secrets = {*way.variables.values(), *cloud.heard, crashing.UNKNOWN_TOKEN}
    assert cloud.heard
    assert [
        (place, secret) for place, text in places.items() for secret in secrets if secret in text
    ] == []
