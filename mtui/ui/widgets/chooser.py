"""One of a few words, chosen in place: no list to open, one line to repaint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message

from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

Word = tuple[str, str]
"""A value and what a person reads for it."""


class Chooser(TextLine, can_focus=True):
    """Shows the chosen word; left, right and space go on to another one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right,l,space",
            "turn(1)",
            "change",
            key_display="space",
            id="chooser.next",
            tooltip="Choose the next word",
        ),
        Binding(
            "left,h",
            "turn(-1)",
            "change back",
            show=False,
            id="chooser.previous",
            tooltip="Choose the word before",
        ),
        Binding(
            "enter",
            "submit",
            "next field",
            show=False,
            id="chooser.submit",
            tooltip="Go to the next field",
        ),
    ]

    @dataclass
    class Changed(Message):
        """Another word was chosen."""

        chooser: Chooser
        value: str

        @property
        def control(self) -> Chooser:
            """The widget that sent it."""
            return self.chooser

    class Submitted(Message):
        """The person is done with it."""

    def __init__(
        self,
        words: Sequence[Word],
        value: str,
        *,
        id: str | None = None,  # noqa: A002 - the name every widget uses
    ) -> None:
        """Create it with one word chosen; the first one if there is no such value."""
        super().__init__(id=id)
        self._words = tuple(words)
        values = [each[0] for each in self._words]
        self._index = values.index(value) if value in values else 0

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return self._words[self._index][0]

    def on_mount(self) -> None:
        """Show the word."""
        self._show()

    def on_focus(self) -> None:
        """Show that keys act here."""
        self._show(is_focused=True)

    def on_blur(self) -> None:
        """Show that keys act elsewhere."""
        self._show()

    def action_turn(self, step: int) -> None:
        """Go on to another word, round and round."""
        self._index = (self._index + step) % len(self._words)
        self._show(is_focused=True)
        self.post_message(self.Changed(self, self.value))

    def action_submit(self) -> None:
        """Say that the person is done with it."""
        self.post_message(self.Submitted())

    def _show(self, *, is_focused: bool = False) -> None:
        word = self._words[self._index][1]
        self.show((("< ", "dim"), (word, "reverse" if is_focused else ""), (" >", "dim")))
