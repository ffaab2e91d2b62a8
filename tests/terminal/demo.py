"""How the installed ``mtui`` is started in a terminal, and how its first rows are known."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.terminal.driver import Terminal

MTUI = Path(sys.executable).with_name("mtui")
"""The console script of the environment that runs the tests."""

DEMO = (MTUI, "--demo")

SLOW_LINK = {"SSH_CONNECTION": "192.0.2.7 50022 192.0.2.9 22"}
"""What tells mtui that it is used over SSH; the addresses are reserved for documentation."""

_ROW = re.compile(r"\d{5,} +[✓▶…✗■◌?+>.!#o] \w+")


def rows(terminal: Terminal) -> list[str]:
    """The lines of the screen that hold an id and a status: jobs or versions."""
    return [line for line in terminal.screen() if _ROW.search(line)]


def shows_rows(terminal: Terminal) -> bool:
    """Whether jobs or versions are on the screen."""
    return bool(rows(terminal))


def is_ready(terminal: Terminal) -> bool:
    """Whether jobs or versions are on the screen, and keys that can be used on them."""
    return shows_rows(terminal) and "? help" in terminal.screen()[-1]
