"""The package offers its names without importing what a start does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mtui import config


@pytest.mark.parametrize("name", config.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(config, name) is not None


def test_a_name_that_is_not_there_is_missed_as_usual() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(config, "nothing")  # noqa: B009 - mypy knows that it is not there


def test_a_profile_is_had_without_reading_or_writing_files() -> None:
    program = "import sys; from mtui.config import Profile; print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "mtui.config.schema" in done.stdout
    assert "mtui.config.store" not in done.stdout
    assert "tomllib" not in done.stdout
