"""Terminals that close themselves when the test is over."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal.cloud import Cloud, demo_cloud
from tests.terminal.spawning import MakeLab, Spawn, labs, terminals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.terminal.driver import Terminal

__all__ = ["MakeLab", "Spawn"]


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Spawn]:
    """Start programs in terminals that share the test's scratch home."""
    with terminals(tmp_path) as start:
        yield start


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """A cloud that programs in a terminal can reach."""
    with demo_cloud() as cloud:
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


@pytest.fixture
def make_lab(tmp_path: Path, spawn: Spawn) -> Iterator[MakeLab]:
    """Serve clouds to the programs in those terminals."""
    with labs(tmp_path, spawn) as make:
        yield make
