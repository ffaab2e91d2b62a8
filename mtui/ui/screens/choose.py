"""A small list to choose one thing from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mtui.domain.frozen import frozen
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.text import safe
from mtui.ui.screens.once import Once
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.ui.app import MtuiApp

_LONGEST = 200


@frozen
class Choice:
    """One thing to choose."""

    key: str
    label: str
    detail: str = ""


def _label(choice: Choice, _: CellContext) -> Cell:
    return Cell(safe(choice.label, _LONGEST))


def _detail(choice: Choice, _: CellContext) -> Cell:
    return Cell(safe(choice.detail, _LONGEST), Tone.DIM)


class ChooseModal(Once[str | None], ModalScreen[str | None]):
    """Returns the key of what was chosen, None if nothing was."""

    CSS_PATH = "choose.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "cancel", "cancel", id="choose.cancel", tooltip="Choose nothing")
    ]

    app: MtuiApp

    def __init__(
        self, title: str, choices: Sequence[Choice], current: str | None, *, note: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._note = note
        self._choices = tuple(choices)
        self._current = current

    def compose(self) -> ComposeResult:
        """A title, the list, and what the keys do."""
        columns = (
            Column("label", self._title.upper(), _label, max_width=40, cut="middle"),
            Column("detail", "", _detail, is_flexible=True),
        )
        with Vertical(id="dialog") as dialog:
            dialog.styles.height = min(len(self._choices) + 4, 16)
            yield Static(self._note, markup=False, id="note")
            yield ResourceTable(columns, lambda choice: choice.key, is_markable=False)
            yield TextLine()

    def on_mount(self) -> None:
        """Put the cursor on the current choice."""
        table = self.query_one(ResourceTable)
        table.set_rows(self._choices)
        if self._current is not None:
            table.move_to(self._current)
        words = self.keys_words(self.app.key_name("table.open", ResourceTable))
        self.query_one(TextLine).show(((words, "dim"),))

    def keys_words(self, open_key: str) -> str:
        """Return what the keys do."""
        return f" {open_key} choose  esc cancel"

    @on(ResourceTable.Activated)
    def _chosen(self, event: ResourceTable.Activated) -> None:
        event.stop()
        self.dismiss(event.key)

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
