"""The environment suits a slow link before Textual reads it, and the person has the last word."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mtui.ui import environment

READ_BACK = """
import os, sys
from mtui.ui import environment
assert "textual" not in sys.modules
environment.prepare(os.environ)
from textual import constants
print(constants.DEFAULT_THEME, constants.TEXTUAL_ANIMATIONS, constants.SMOOTH_SCROLL,
      constants.ESCAPE_DELAY, constants.MAX_FPS)
"""


def read_by_textual(**variables: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", READ_BACK], capture_output=True, text=True, check=True, env=variables
    )
    return done.stdout.split()


def test_nothing_moves_and_colours_are_the_terminals_own() -> None:
    assert read_by_textual()[:3] == ["ansi-dark", "none", "False"]


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"])
def test_over_ssh_a_split_sequence_is_waited_for_and_frames_are_fewer(variable: str) -> None:
    assert read_by_textual(**{variable: "something"})[3:] == ["0.4", "30"]
    assert read_by_textual(**{variable: ""})[3:] == ["0.1", "240"]


def test_what_the_person_set_holds() -> None:
    environ = {"SSH_TTY": "/dev/pts/1", "ESCDELAY": "25", "TEXTUAL_THEME": "nord"}
    environment.prepare(environ)
    assert environ["ESCDELAY"] == "25"
    assert environ["TEXTUAL_THEME"] == "nord"
    assert environ["TEXTUAL_FPS"] == "30"
