"""Asks by which rule versions of many jobs are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from mtui.domain.selection import AllButNewest, AllFailed, AllVersions, OlderThan
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.plans import counted
from mtui.ui.screens.once import Once
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.domain.selection import VersionRule
    from mtui.ui.app import MtuiApp

_MOST = 100_000

Kind = tuple[str, str, str]
"""Key, words, and what the number means; empty without a number."""

_KINDS: tuple[Kind, ...] = (
    ("newest", "all versions except the newest …", "how many stay in each job"),
    ("failed", "all failed versions", ""),
    ("older", "all versions older than … days", "days"),
    ("all", "all versions; the jobs stay", ""),
)
_WITH_NUMBER: dict[str, Callable[[int], VersionRule]] = {
    "newest": AllButNewest,
    "older": OlderThan,
}


def _words(kind: Kind, _: CellContext) -> Cell:
    return Cell(kind[1])


def _number(kind: Kind, _: CellContext) -> Cell:
    return Cell(f"asks for: {kind[2]}" if kind[2] else "", Tone.DIM)


class RuleModal(Once["VersionRule | None"], ModalScreen["VersionRule | None"]):
    """Returns the rule, None if the person went away."""

    CSS_PATH = "rule.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", id="rule.cancel", tooltip="Back to the list")
    ]
    AUTO_FOCUS = "ResourceTable"

    app: MtuiApp

    def __init__(self, job_count: int) -> None:
        super().__init__()
        self._job_count = job_count
        self._kind = ""

    def compose(self) -> ComposeResult:
        """The rules, a number for those that need one, and what is wrong with it."""
        columns = (
            Column("words", "WHICH VERSIONS", _words),
            Column("number", "", _number, is_flexible=True),
        )
        with Vertical(id="dialog"):
            yield TextLine(id="heading")
            yield ResourceTable(columns, lambda kind: kind[0], is_markable=False)
            yield Input(compact=True, type="integer")
            yield TextLine(id="complaint")
            yield TextLine(id="keys")

    def on_mount(self) -> None:
        """Fill the list."""
        words = f"Delete versions of {counted(self._job_count, 'job')}"
        self.query_one("#heading", TextLine).show(((words, "bold"),))
        self.query_one(ResourceTable).set_rows(_KINDS)
        self._show_keys(self.app.key_name("table.open", ResourceTable))

    def _show_keys(self, key: str) -> None:
        words = f"{key} finds them; deleting is asked later   esc cancels"
        self.query_one("#keys", TextLine).show(((words, "dim"),))

    @on(ResourceTable.Activated)
    def _chosen(self, event: ResourceTable.Activated) -> None:
        event.stop()
        self._kind, _, asks_for = event.row
        if asks_for:
            field = self.query_one(Input)
            field.add_class("-open")
            field.placeholder = asks_for
            field.focus()
            self._show_keys(self.app.enter_name)
        else:
            self.dismiss(AllFailed() if self._kind == "failed" else AllVersions())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if not (text.isascii() and text.isdigit() and int(text) <= _MOST):
            words = "a whole number, such as 3"
            self.query_one("#complaint", TextLine).show(((words, "$warning"),))
            return
        self.dismiss(_WITH_NUMBER[self._kind](int(text)))

    def action_cancel(self) -> None:
        """Go away."""
        self.dismiss(None)
