"""A screen that is left once, however often it is told to."""

from __future__ import annotations

from textual import events, on
from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType


class Once(Screen[ScreenResultType]):
    """The root of all screens that return something.

    A key pressed twice reaches a screen that is on its way out already: Textual would then take
    away the screen below it as well. A key of one packet reaches a screen before which another one
    has come: Textual would take away that one, and this one could not be left any more.
    """

    _late_result: tuple[ScreenResultType | None] | None = None
    """What it is left with once it is in front again."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave the screen with a result; a second time does nothing."""
        stack = self.app.screen_stack
        if self not in stack:
            return AwaitComplete()
        if stack[-1] is not self:
            self._late_result = (result,)
            return AwaitComplete()
        return super().dismiss(result)

    @on(events.ScreenResume)
    def _leave_late(self) -> None:
        if self._late_result is not None:
            self.dismiss(*self._late_result)
