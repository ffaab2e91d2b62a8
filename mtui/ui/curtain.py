"""A moment in which nothing is painted, since what will be worth painting is about to come."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

_PATIENCE_S = 0.1
"""Longer than a near service takes, too short to be felt, in seconds."""


class Curtain:
    """Holds a new screen's paint back until it has rows: one picture is sent instead of three.

    Args:
        screen: the screen, which was just mounted.
        lifted: called when the curtain goes up, just before the screen is painted.
    """

    def __init__(self, screen: Screen[None], lifted: Callable[[], None]) -> None:
        self._screen = screen
        self._lifted = lifted
        self._hold = ExitStack()
        self._hold.enter_context(screen.app.batch_update())
        # The app's timer: a screen that is left at once takes its own timers with it.
        self._timer = screen.app.set_timer(_PATIENCE_S, self.lift)
        self.is_down = True

    def lift(self) -> None:
        """Paint from now on; called by itself when the patience is over."""
        if not self.is_down:
            return
        self.is_down = False
        self._timer.stop()
        if self._screen.is_attached:
            self._lifted()
            self._screen.refresh()
        self._hold.close()
