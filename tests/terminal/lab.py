"""The installed ``mtui`` at work on a cloud that the test sees into."""

from __future__ import annotations

import json
import time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_SECRET_KEY,
    Rules,
    blank_service,
)
from tests.terminal.demo import MTUI

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mtui.simulator import RequestRecord
    from tests.terminal.conftest import Spawn
    from tests.terminal.driver import Terminal

JOB_ID = 201
READ_MS = 700
"""Longer than a dialog must be seen before it takes keys."""
BETWEEN_KEYS_S = 0.04
PATIENCE_S = 20.0

_CONFIG = """\
default_profile = "lab"

[profiles.lab]
region = "{region}"
project_id = "{project}"
endpoint = "{url}"
iam_endpoint = "{url}"
access_key_env = "LAB_ACCESS"
secret_key_env = "LAB_SECRET"
"""


class Lab:
    """A cloud with one job of many versions, and a profile that opens it."""

    def __init__(self, home: Path, spawn: Spawn, *, versions: int, delete_s: float) -> None:
        self.service = blank_service(clock=time.time, rules=Rules(delete_s=delete_s))
        job = self.service.project.add_job("batch", job_id=JOB_ID)
        self.version_ids = [
            self.service.project.add_version(job, version_id=9001 + index).version_id
            for index in range(versions)
        ]
        self.journal_path = home / "state" / "mtui" / "journal.jsonl"
        self.config_path = home / "config" / "mtui" / "config.toml"
        self.spawn = spawn

    def configure(self, url: str) -> None:
        """Write the profile of the cloud that is served there."""
        self.config_path.parent.mkdir(parents=True)
        text = _CONFIG.format(region=DEMO_REGION, project=DEMO_PROJECT_ID, url=url)
        self.config_path.write_text(text, "utf-8")

    def open(
        self,
        *before: str,
        answers_position: bool = True,
        environment: Mapping[str, str] = MappingProxyType({}),
        is_ready: bool = True,
    ) -> Terminal:
        """Start mtui, behind other commands if need be, and wait for its list of jobs.

        Args:
            before: what it is started by.
            answers_position: whether the terminal answers.
            environment: further variables.
            is_ready: wait for its keys as well.
        """
        terminal = self.start(*before, answers_position=answers_position, environment=environment)
        terminal.wait_for(" lab ")
        terminal.wait_for("batch")
        if is_ready:
            terminal.wait_for("? help")
        return terminal

    def start(
        self,
        *before: str,
        size: tuple[int, int] = (80, 24),
        answers_position: bool = True,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> Terminal:
        """Start mtui at ``--debug`` in a terminal of this size, columns first."""
        columns, rows = size
        return self.spawn(
            *before,
            MTUI,
            "--debug",
            columns=columns,
            rows=rows,
            environment={
                "LAB_ACCESS": DEMO_ACCESS_KEY,
                "LAB_SECRET": DEMO_SECRET_KEY,
                **environment,
            },
            answers_position=answers_position,
        )

    def open_job(self, terminal: Terminal) -> None:
        """Show the versions."""
        terminal.quiet()
        terminal.send(b"\r")
        terminal.wait_for(f"({JOB_ID})")
        terminal.wait_for(f"V0001    {self.version_ids[0]}")
        terminal.quiet()

    def delete_all(self, terminal: Terminal) -> None:
        """Plan and confirm the deletion of every version."""
        self.open_job(terminal)
        terminal.send(b"*")
        terminal.wait_for("marked")
        terminal.send(b"d")
        confirm(terminal, f"lab {len(self.version_ids)}")

    @property
    def sent(self) -> list[RequestRecord]:
        """Every deletion that reached the cloud."""
        return self.service.received("DELETE")

    @property
    def left(self) -> list[int]:
        """The versions that are still there."""
        return [each for each in self.version_ids if self.service.version_exists(JOB_ID, each)]

    def records(self) -> list[dict[str, Any]]:
        """The journal."""
        lines = self.journal_path.read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def told(self, kind: str) -> list[int]:
        """The versions of the journal's records of one kind, in their order."""
        return [int(each["version_id"]) for each in self.records() if each["kind"] == kind]


def confirm(terminal: Terminal, phrase: str) -> None:
    """Read the dialog and type what confirms it, again where the machine was too busy for that."""
    terminal.wait_for("esc cancels")
    terminal.quiet(READ_MS)
    gap_s = BETWEEN_KEYS_S  # faster would not count as typed by hand
    while any("esc cancels" in line for line in terminal.screen()):
        terminal.send(b"\x7f" * len(phrase))
        for character in phrase:
            time.sleep(gap_s)
            terminal.send(character.encode())
        terminal.quiet(READ_MS)
        gap_s = min(2 * gap_s, 0.5)  # a busy machine reads keys late, several at once


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Wait until something is so, whatever the terminal shows."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.005)
