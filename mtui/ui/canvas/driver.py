"""A terminal driver that sends only what differs from what stands on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from mtui.ui.app import MtuiApp


class ThriftyDriver(LinuxDriver):
    """Textual's driver behind the app's canvas."""

    def __init__(
        self,
        app: MtuiApp,
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._canvas = app.canvas

    def write(self, data: str) -> None:
        """Write what is not there yet."""
        reduced = self._canvas.reduce(data)
        if reduced:
            super().write(reduced)
