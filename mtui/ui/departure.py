"""Leaving when the terminal hangs up or the system asks: nothing more is sent, nothing is lost.

The screen's thread may be stuck in a terminal that does not read any more, so leaving must not
depend on it.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

    from mtui.ui.app import MtuiApp

_SCREEN_S = 1.0
"""How long the screen may take to give the terminal back, in seconds."""


class Departure:
    """How the process ends: by itself, or on SIGHUP and SIGTERM from when it is made on."""

    def __init__(self, app: MtuiApp) -> None:
        self._app = app
        self._signal: int | None = None
        signal.signal(signal.SIGHUP, self._begin)
        signal.signal(signal.SIGTERM, self._begin)

    def end(self, code: int) -> NoReturn:
        """End the process once the sessions are closed; a signal that came has its own code.

        Python's own end waits for every thread, and one may be blocked for minutes: in a program
        that should print a credential, or in the look-up of a host's name.
        """
        from mtui.config.command import end_commands

        self._app.give_back()
        end_commands()
        os._exit(code if self._signal is None else 128 + self._signal)

    def _begin(self, number: int, _: FrameType | None) -> None:
        self._signal = number
        # Nothing may interrupt what the first signal began; a SIGCONT, which comes along with a
        # hang-up, would make Textual take the terminal again.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGCONT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, _hang_up)
        if number == signal.SIGHUP:
            _hang_up(number, None)
        threading.Thread(target=self._leave, args=(number,), name="mtui-leave").start()

    def _leave(self, number: int) -> None:
        """Close the sessions, then end the process, whatever hangs."""
        app = self._app
        app.shut_down()
        if number == signal.SIGTERM and app.is_running:
            app.leave_from_thread()
            app.has_left.wait(_SCREEN_S)
        self.end(128 + number)


def _hang_up(_number: int, _: FrameType | None) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    _let_go_of_the_terminal()


def _let_go_of_the_terminal() -> None:
    """Put silence in its place: a dead terminal is always readable, and readers would spin."""
    silence, _kept_open = os.pipe()
    os.dup2(silence, 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):
        os.dup2(nowhere, output)
