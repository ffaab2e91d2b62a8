"""The last thing in a form: what Enter on it does stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message

from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual.binding import BindingType


class SaveButton(TextLine, can_focus=True):
    """One line that can be pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press", "press", show=False, id="button.press", tooltip="Press it")
    ]

    class Pressed(Message):
        """The person pressed it."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = f"[ {words} ]"

    def on_mount(self) -> None:
        """Show the words."""
        self._show()

    def on_focus(self) -> None:
        """Show that Enter acts here."""
        self._show(is_focused=True)

    def on_blur(self) -> None:
        """Show that Enter acts elsewhere."""
        self._show()

    def on_click(self) -> None:
        """Press it."""
        self.action_press()

    def action_press(self) -> None:
        """Say that it was pressed."""
        self.post_message(self.Pressed())

    def _show(self, *, is_focused: bool = False) -> None:
        self.show(((self._words, "reverse" if is_focused else ""),))
