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
        # A second signal must not interrupt what the first began.
        signal.signal(number, signal.SIG_IGN)
        threading.Thread(target=_leave, args=(app, number), name="mtui-leave").start()

    signal.signal(signal.SIGHUP, leave)
    signal.signal(signal.SIGTERM, leave)


def _leave(app: MtuiApp, number: int) -> None:
    app.shut_down()
    if number == signal.SIGTERM and app.is_running:
        app.leave_from_thread()
        app.has_left.wait(_SCREEN_S)
    os._exit(128 + number)
