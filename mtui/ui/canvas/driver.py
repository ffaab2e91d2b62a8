"""A terminal driver that sends only what differs from what stands on the terminal."""

from __future__ import annotations

import select
import threading
from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste

from mtui.ui.canvas.early import ALTERNATE_SCREEN

if TYPE_CHECKING:
    from textual.message import Message

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
        self._take_over = app.take_over
        self._is_taking_over = False
        self._kept_keys: list[Message] | None = None
        """What was typed while that is made which it is meant for; None once it is there."""
        self._keys_lock = threading.Lock()

    def start_application_mode(self) -> None:
        """Take the terminal, with what stands on it where it was ours already."""
        modes = self._take_over()
        if modes is not None:
            self._is_taking_over = True
            self._kept_keys = []
        else:
            self.pass_keys_on()  # it was stopped, and goes on, while they were kept
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's has no types
        self._is_taking_over = False
        if modes is not None:
            self.attrs_before = modes

    def pass_keys_on(self) -> None:
        """Send what was typed since the terminal was taken over; from now on keys go their way."""
        with self._keys_lock:
            for message in self._kept_keys or ():
                super().send_message(message)
            self._kept_keys = None

    def send_message(self, message: Message) -> None:
        """Send a message to the app, from the thread that reads keys."""
        with self._keys_lock:
            if self._kept_keys is not None and isinstance(message, Key | Paste):
                self._kept_keys.append(_as_pressed(message))
            else:
                super().send_message(message)

    def write(self, data: str) -> None:
        """Write what is not there yet."""
        if self._is_taking_over:
            # Nothing of this draws, and the other screen would be cleared by its own request.
            if data != ALTERNATE_SCREEN:
                super().write(data)
            return
        reduced = self._canvas.reduce(data)
        if reduced:
            super().write(reduced)

    @property
    def is_drained(self) -> bool:
        """Whether the terminal has taken all that was written, and would take more."""
        writer = self._writer_thread
        if writer is None or not writer._queue.empty():  # noqa: SLF001 - nothing else tells
            return False
        # The thread may still hold the last piece, which it cannot write: then no more fits.
        return bool(select.select([], [writer.fileno()], [], 0)[1])

    def toggle_mouse(self) -> bool:
        """Take the mouse from the terminal, or give it back; return whether it is taken now."""
        if self._mouse:
            self._disable_mouse_support()
            self._mouse = False
        else:
            self._mouse = True
            self._enable_mouse_support()
        return self._mouse


def _as_pressed(message: Message) -> Message:
    """Return a key as it was pressed: the terminal turned an early Enter into a line feed."""
    is_line_feed = isinstance(message, Key) and message.key == "ctrl+j"
    return Key("enter", "\r") if is_line_feed else message
