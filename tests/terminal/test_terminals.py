"""Other terminals: each gets what it can show, and nothing that it cannot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.terminal.demo import DEMO, MTUI, is_ready

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.conftest import Spawn
    from tests.terminal.driver import Terminal

_STYLE = re.compile(rb"\x1b\[([0-9;]*)m")
_COLOURS = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}
THEMED = 'theme = "{}"\n[profiles.lab]\nregion = "cn-north-4"\n'


def styles(terminal: Terminal) -> list[list[int]]:
    """The attributes of each style that was sent."""
    found = _STYLE.findall(terminal.bytes_since())
    return [[int(number) for number in each.split(b";") if number] for each in found]


def colours(terminal: Terminal) -> set[int]:
    """The codes of all colours that were sent; 38 and 48 begin those beyond the sixteen."""
    return {code for each in styles(terminal) for code in each} & _COLOURS


@pytest.mark.parametrize(
    ("name", "is_ascii", "has_colour"),
    [
        ("xterm-256color", False, True),
        ("tmux-256color", False, True),
        ("screen", False, True),
        ("linux", True, True),
        ("dumb", True, False),
    ],
)
def test_a_terminal_gets_signs_and_colours_that_it_can_show(
    spawn: Spawn, name: str, *, is_ascii: bool, has_colour: bool
) -> None:
    terminal = spawn(*DEMO, environment={"TERM": name})
    terminal.wait_for(is_ready)
    terminal.quiet()
    screen = "\n".join(terminal.screen())
    assert screen.isascii() is is_ascii
    assert ("> " in screen and "+ completed" in screen) is is_ascii
    assert bool(colours(terminal)) is has_colour
    terminal.send(b"i")
    terminal.wait_for(f"{'enter' if is_ascii else '⏎'} looks it up")
    assert "\n".join(terminal.screen()).isascii() is is_ascii
    assert not colours(terminal) & {38, 48}, "more than sixteen colours"


@pytest.mark.parametrize("theme", ["ansi-dark", "dark", "high-contrast"])
def test_no_colour_means_none_in_any_theme(spawn: Spawn, tmp_path: Path, theme: str) -> None:
    config = tmp_path / "mtui.toml"
    config.write_text(THEMED.format(theme), encoding="utf-8")
    config.chmod(0o600)
    terminal = spawn(MTUI, "--config", config, environment={"NO_COLOR": "1"})
    terminal.wait_for("access key")
    terminal.quiet()
    assert colours(terminal) == set()
    assert {1, 7} & {code for each in styles(terminal) for code in each}, "weight tells apart"


def test_the_configured_theme_is_there_from_the_first_byte(spawn: Spawn, tmp_path: Path) -> None:
    config = tmp_path / "mtui.toml"
    config.write_text(THEMED.format("dark"), encoding="utf-8")
    config.chmod(0o600)
    terminal = spawn(MTUI, "--config", config)
    terminal.wait_for("access key")
    terminal.quiet()
    assert colours(terminal) & {38, 48}
    assert not colours(terminal) - {38, 48}, "another theme was there before"


def test_the_mouse_is_the_terminals_until_it_is_asked_for(spawn: Spawn) -> None:
    terminal = spawn(*DEMO)
    terminal.wait_for(is_ready)
    assert b"\x1b[?1000h" not in terminal.bytes_since()
    terminal.quiet()
    terminal.send(b"\x14")
    terminal.wait_for("the mouse works here")
    assert b"\x1b[?1000h" in terminal.bytes_since()
    terminal.send(b"\x14")
    terminal.wait_for("the mouse selects text in the terminal")
    assert terminal.bytes_since().rfind(b"\x1b[?1000l") > terminal.bytes_since().rfind(b"1000h")


def test_a_flag_asks_for_the_mouse(spawn: Spawn) -> None:
    terminal = spawn(*DEMO, "--mouse")
    terminal.wait_for(is_ready)
    assert b"\x1b[?1000h" in terminal.bytes_since()


@pytest.mark.parametrize(
    "command", ["yes y | {mtui} --demo", "{mtui} --demo <&-", "{mtui} --demo </dev/null"]
)
def test_a_terminal_to_draw_on_is_not_enough_without_one_to_type_on(
    spawn: Spawn, command: str
) -> None:
    terminal = spawn("/bin/sh", "-c", f"{command.format(mtui=MTUI)}; echo code $?")
    terminal.wait_for("there is no terminal here")
    terminal.wait_for("code 1")
    assert b"\x1b[?1049h" not in terminal.bytes_since()
