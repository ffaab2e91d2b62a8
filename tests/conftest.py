"""What every test gets: a home of its own, and no say for the developer's environment."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A slow machine is no bug, and a build must fail for its own commit, not for its dice.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")

_FOREIGN_PREFIXES = ("MTUI_", "TEXTUAL", "SSH_", "TMUX", "XDG_", "HUAWEICLOUD_", "HW_", "OS_")
_FOREIGN_NAMES = (
    "ALL_PROXY",
    "COLORTERM",
    "ESCDELAY",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_COLOR",
    "NO_PROXY",
    "STY",
)


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes test: one more than there are cores, for terminals mostly wait."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else 4


@pytest.fixture(scope="session")
def scratch_homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Name directories that do not exist yet, one a test."""
    parent = tmp_path_factory.mktemp("homes")
    return (parent / str(number) for number in count())


@pytest.fixture(autouse=True)
def isolated_environment(scratch_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a home that nobody wrote to, and hide settings from outside.

    The directory is not made: what makes it is what the test is about.
    """
    for name in list(os.environ):
        if name.startswith(_FOREIGN_PREFIXES) or name.upper() in _FOREIGN_NAMES:
            monkeypatch.delenv(name)
    home = next(scratch_homes)
    monkeypatch.setenv("HOME", str(home))
    for directory in ("cache", "config", "data", "state"):
        monkeypatch.setenv(f"XDG_{directory.upper()}_HOME", str(home / directory))
    return home
