"""A screen that is left once, however often it is told to."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType


class Once(Screen[ScreenResultType]):
    """The root of all screens that return something.

    A key pressed twice reaches a screen that is on its way out already. Textual would then take
    away the screen below it as well.
    """

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave the screen with a result; a second time does nothing."""
        if self not in self.app.screen_stack:
            return AwaitComplete()
        return super().dismiss(result)
