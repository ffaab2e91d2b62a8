"""Terminals that close themselves when the test is over."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest

from mtui.simulator.server import serve_in_thread
from tests.terminal.cloud import Cloud
from tests.terminal.driver import Terminal
from tests.terminal.lab import Lab

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Spawn(Protocol):
    """Start a program in a terminal; see :class:`Terminal`."""

    def __call__(
        self,
        *argv: str | Path,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        answers_position: bool = True,
    ) -> Terminal: ...


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Spawn]:
    """Start programs in terminals that share the test's scratch home."""
    with ExitStack() as terminals:

        def start(
            *argv: str | Path,
            columns: int = 80,
            rows: int = 24,
            environment: Mapping[str, str] | None = None,
            answers_position: bool = True,
        ) -> Terminal:
            return terminals.enter_context(
                Terminal(
                    argv,
                    home=tmp_path,
                    columns=columns,
                    rows=rows,
                    environment=environment,
                    answers_position=answers_position,
                )
            )

        yield start


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """A cloud that programs in a terminal can reach."""
    with Cloud() as cloud:
        yield cloud


@pytest.fixture
def python(spawn: Spawn) -> PythonRunner:
    """Run a few lines of Python in a terminal."""
    return PythonRunner(spawn)


class PythonRunner:
    """Starts short programs whose terminal passes keys on as they come."""

    def __init__(self, spawn: Spawn) -> None:
        self._spawn = spawn

    def __call__(self, source: str, *, answers_position: bool = True) -> Terminal:
        raw = "import os, sys, time, tty\ntty.setraw(0)\n"
        return self._spawn(sys.executable, "-c", raw + source, answers_position=answers_position)


class MakeLab(Protocol):
    """Serve a cloud with so many versions, which are gone so long after their deletion."""

    def __call__(
        self, versions: int = 60, delete_s: float = 0.3, latency_s: float = 0.1
    ) -> Lab: ...


@pytest.fixture
def make_lab(tmp_path: Path, spawn: Spawn) -> Iterator[MakeLab]:
    with ExitStack() as servers:

        def make(versions: int = 60, delete_s: float = 0.3, latency_s: float = 0.1) -> Lab:
            lab = Lab(tmp_path, spawn, versions=versions, delete_s=delete_s)
            server = servers.enter_context(serve_in_thread(lab.service, latency_s=latency_s))
            lab.configure(server.url)
            return lab

        yield make
