"""The line in which a filter is typed; the list follows with every key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from mtui.ui.widgets.line_input import LineInput
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual.binding import BindingType


class FilterBar(Horizontal):
    """Hidden until it is opened; Enter keeps the filter unless it is wrong, Escape drops it."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        display: none;
        &.-open { display: block; }
        & > #sign { width: 3; }
        & > Input { width: 1fr; }
        & > #complaint { width: 0; color: $warning; }
        &.-wrong > #complaint { width: 2fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "keep",
            "keep filter",
            id="filter.keep",
            tooltip="Back to the list",
            priority=True,
        ),
        Binding("escape", "drop", "drop filter", id="filter.drop", tooltip="Show all rows again"),
        Binding("down", "keep", show=False, id="filter.down", tooltip="Back to the list"),
    ]

    @dataclass
    class Changed(Message):
        """Another expression was typed."""

        text: str

    class Closed(Message):
        """The person is done with it."""

    @property
    def is_open(self) -> bool:
        """Whether it takes keys now."""
        return self.has_class("-open")

    def open(self, text: str) -> None:
        """Show it with an expression and take the keys."""
        self.add_class("-open")
        if not self.children:
            self._fill()
        field = self.query_one(Input)
        if field.value != text:
            field.value = text
        field.cursor_position = len(text)
        field.focus()

    def complain(self, words: str) -> None:
        """Say what is wrong with the expression; nothing if it is fine."""
        self.set_class(bool(words), "-wrong")
        for line in self.query("#complaint").results(TextLine):
            line.show(((words, ""),))

    def action_keep(self) -> None:
        """Close it; the filter stays. With a wrong expression there is nothing to keep yet."""
        if not self.has_class("-wrong"):
            self._close()

    def action_drop(self) -> None:
        """Close it and show all rows again."""
        self.query_one(Input).value = ""
        self.post_message(self.Changed(""))
        self._close()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self.post_message(self.Changed(event.value))

    def _fill(self) -> None:
        """Put in a sign, the text, and what is wrong with it: most sessions never filter."""
        sign = TextLine(id="sign")
        sign.show(((" / ", "bold $accent"),))
        field = LineInput(compact=True, id="expression", select_on_focus=False)
        self.mount(sign, field, TextLine(id="complaint"))

    def _close(self) -> None:
        self.remove_class("-open")
        self.complain("")
        self.post_message(self.Closed())
