"""Leaving when the terminal hangs up or the system asks: nothing more is sent, nothing is lost.

The screen's thread may be stuck in a terminal that does not read any more, so leaving must not
depend on it.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from mtui.ui.app import MtuiApp

_SCREEN_S = 1.0
"""How long the screen may take to give the terminal back, in seconds."""


def leave_on_signals(app: MtuiApp) -> None:
    """End the app on SIGHUP and SIGTERM: close its session, then the process, whatever hangs."""

    def leave(number: int, _: FrameType | None) -> None:
        # A second signal must not interrupt what the first began; one that comes along with a
        # hang-up would make Textual take the terminal again.
        for other in (number, signal.SIGCONT):
            signal.signal(other, signal.SIG_IGN)
        if number == signal.SIGHUP:
            _let_go_of_the_terminal()
        threading.Thread(target=_leave, args=(app, number), name="mtui-leave").start()

    signal.signal(signal.SIGHUP, leave)
    signal.signal(signal.SIGTERM, leave)


def _let_go_of_the_terminal() -> None:
    """Put silence in its place: a dead terminal is always readable, and readers would spin."""
    silence, _kept_open = os.pipe()
    os.dup2(silence, 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):
        os.dup2(nowhere, output)


def _leave(app: MtuiApp, number: int) -> None:
    app.shut_down()
    if number == signal.SIGTERM and app.is_running:
        app.leave_from_thread()
        app.has_left.wait(_SCREEN_S)
    os._exit(128 + number)
