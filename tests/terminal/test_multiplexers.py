"""What is copied reaches the terminal that stands around a real tmux or screen."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.terminal.demo import DEMO, shows_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.terminal.conftest import Spawn
    from tests.terminal.driver import Terminal

MANY = 40_000
"""So many characters take several of the strings that screen passes on."""
COPIES = """\
import os, sys
from mtui.ui.clipboard import set_clipboard
sys.stdout.write(set_clipboard("x" * int(sys.argv[1]), os.environ))
print("sent", flush=True)
sys.stdin.readline()
"""

needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed here")
needs_screen = pytest.mark.skipif(not shutil.which("screen"), reason="screen is not installed here")


def arrived(terminal: Terminal) -> set[str]:
    """The texts that the outer terminal's clipboard was set to."""
    found = re.findall(rb"\x1b\]52;[^;]*;([\w+/=]+)(?:\x07|\x1b\\)", terminal.bytes_since())
    return {base64.b64decode(each).decode() for each in found}


@contextmanager
def tmux(spawn: Spawn, folder: Path, options: str, *argv: str | Path) -> Iterator[Terminal]:
    """Run a program in a tmux of its own, with these options."""
    config, socket = folder / "tmux.conf", folder / "tmux"
    config.write_text("".join(f"set -g {option}\n" for option in options.split(", ")))
    try:
        yield spawn("tmux", "-S", socket, "-f", config, "new-session", *argv)
    finally:
        subprocess.run(["tmux", "-S", socket, "kill-server"], check=True)


@needs_tmux
@pytest.mark.parametrize("size", [10, MANY])
@pytest.mark.parametrize(
    ("options", "arrives"),
    [
        ("set-clipboard on, allow-passthrough off", True),
        ("set-clipboard external, allow-passthrough on", True),
        ("set-clipboard on, allow-passthrough on", True),
        ("set-clipboard external, allow-passthrough off", False),
    ],
)
def test_tmux_hands_on_what_is_copied(
    spawn: Spawn, tmp_path: Path, options: str, size: int, *, arrives: bool
) -> None:
    program = tmp_path / "copies.py"
    program.write_text(COPIES)
    with tmux(spawn, tmp_path, options, sys.executable, program, str(size)) as terminal:
        terminal.wait_for("sent")
        terminal.quiet()
        assert arrived(terminal) == ({"x" * size} if arrives else set())


@needs_tmux
def test_a_jobs_id_is_copied_from_inside_tmux(spawn: Spawn, tmp_path: Path) -> None:
    with tmux(spawn, tmp_path, "set-clipboard on", *DEMO) as terminal:
        terminal.wait_for(shows_rows)
        terminal.quiet()
        terminal.send(b"c")
        terminal.wait_for("send to the terminal's clipboard")
        terminal.quiet()
        terminal.send(b"\r")
        terminal.wait_for("the id: sent to the terminal")
        terminal.quiet()
        (job_id,) = arrived(terminal)
        assert any(job_id in line for line in terminal.screen())


@needs_screen
@pytest.mark.parametrize("size", [10, MANY])
def test_screen_hands_on_what_is_copied(spawn: Spawn, tmp_path: Path, size: int) -> None:
    program, config, sockets = (tmp_path / name for name in ("copies.py", "screenrc", "sockets"))
    program.write_text(COPIES)
    config.write_text("startup_message off\n")
    sockets.mkdir(mode=0o700)
    terminal = spawn(
        *("screen", "-c", config, sys.executable, program, str(size)),
        environment={"SCREENDIR": str(sockets)},
    )
    terminal.wait_for("sent")
    terminal.quiet()
    assert arrived(terminal) == {"x" * size}
    terminal.send(b"\r")
    terminal.wait_exit()
