"""The line in which a filter is typed; the list follows with every key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input

from mtui.ui.widgets.line_input import LineInput
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType


class FilterBar(Horizontal):
    """Hidden until it is opened; Enter keeps the filter unless it is wrong, Escape drops it."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
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

    def __init__(self, use: Callable[[str], str], done: Callable[[], None]) -> None:
        """Create it, hidden.

        Both are called at once rather than sent messages: keys of one packet, such as a filter
        and Enter, act in their order.

        Args:
            use: filters by an expression; returns what is wrong with it, or nothing.
            done: called when the person is done with it.
        """
        super().__init__()
        self.display = False
        self._use = use
        self._done = done

    @property
    def is_open(self) -> bool:
        """Whether it takes keys now."""
        return bool(self.display)

    def open(self, text: str) -> None:
        """Show it with an expression and take the keys."""
        self.display = True
        if not self.children:
            self._fill()
        field = self.query_one(Input)
        if field.value != text:
            field.value = text
        field.cursor_position = len(text)
        # At once: the next key of the same packet is for the field.
        self.screen.set_focus(field)

    def action_keep(self) -> None:
        """Close it; the filter stays. With a wrong expression there is nothing to keep yet."""
        if self._try(self.query_one(Input).value):
            self._close()

    def action_drop(self) -> None:
        """Close it and show all rows again."""
        self.query_one(Input).value = ""
        self._try("")
        self._close()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self._try(event.value)

    def _try(self, text: str) -> bool:
        """Filter by an expression and say what is wrong with it; return whether it is fine."""
        complaint = self._use(text)
        self.set_class(bool(complaint), "-wrong")
        for line in self.query("#complaint").results(TextLine):
            line.show(((complaint, ""),))
        return not complaint

    def _fill(self) -> None:
        """Put in a sign, the text, and what is wrong with it: most sessions never filter."""
        sign = TextLine(id="sign")
        sign.show(((" / ", "bold $accent"),))
        field = LineInput(compact=True, id="expression", select_on_focus=False)
        self.mount(sign, field, TextLine(id="complaint"))

    def _close(self) -> None:
        self.remove_class("-wrong")
        self.display = False
        self._done()
