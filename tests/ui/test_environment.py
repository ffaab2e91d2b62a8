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


def test_without_colour_the_theme_is_the_one_that_sends_least() -> None:
    assert environment.defaults({}, "dark")["TEXTUAL_THEME"] == "dark"
    assert environment.defaults({"NO_COLOR": "1"}, "dark")["TEXTUAL_THEME"] == "ansi-dark"


def test_an_empty_no_color_asks_for_nothing() -> None:
    environ = {"NO_COLOR": ""}
    environment.prepare(environ)
    assert "NO_COLOR" not in environ


@pytest.mark.parametrize(
    ("variables", "has_unicode"),
    [
        ({}, True),
        ({"LANG": "de_DE.UTF-8"}, True),
        ({"LANG": "C.utf8"}, True),
        ({"LC_CTYPE": "C.UTF-8"}, True),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, False),
        ({"LANG": "POSIX"}, False),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "C.UTF-8", "TERM": "linux"}, False),
        ({"LANG": "C.UTF-8", "TERM": "dumb"}, False),
    ],
)
def test_signs_are_those_that_locale_and_terminal_can_show(
    variables: dict[str, str], *, has_unicode: bool
) -> None:
    assert environment.abilities(variables).has_unicode is has_unicode


@pytest.mark.parametrize(
    ("variables", "has_colour"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "0"}, False), ({"TERM": "dumb"}, False)],
)
def test_colour_can_be_declined(variables: dict[str, str], *, has_colour: bool) -> None:
    assert environment.abilities(variables).has_colour is has_colour
