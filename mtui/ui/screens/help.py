"""Every key that works on a screen, read from its bindings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen

from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.screen import Screen

    from mtui.ui.app import MtuiApp


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One action and the keys that start it."""

    action: str
    keys: str
    words: str
    is_enabled: bool


def _keys(line: KeyLine, _: CellContext) -> Cell:
    return Cell(line.keys, Tone.ACCENT if line.is_enabled else Tone.DIM)


def _words(line: KeyLine, _: CellContext) -> Cell:
    return Cell(line.words, Tone.PLAIN if line.is_enabled else Tone.DIM)


_COLUMNS: tuple[Column[KeyLine], ...] = (
    Column("keys", "KEY", _keys, max_width=24),
    Column("words", "WHAT IT DOES HERE", _words, is_flexible=True),
)


class HelpScreen(ModalScreen[None]):
    """A list of keys; the screen's own come first."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,q,question_mark", "back", "back", id="help.back", tooltip="Back to the screen"
        )
    ]
    AUTO_FOCUS = "ResourceTable"

    app: MtuiApp

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        self._lines = key_lines(screen)

    def compose(self) -> ComposeResult:
        """A title, the list, and the way back."""
        yield TextLine(id="title")
        yield ResourceTable(_COLUMNS, lambda line: line.action, is_markable=False)
        yield TextLine(id="keys")

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one("#title", TextLine).show(((" Keys", "bold"),))
        self.query_one("#keys", TextLine).show(((" esc back   dim: not possible here", "dim"),))
        self.query_one(ResourceTable).set_rows(self._lines, CellContext())

    def action_back(self) -> None:
        """Back to the screen."""
        self.dismiss(None)


def key_lines(screen: Screen[object]) -> list[KeyLine]:
    """Return the screen's active bindings, one line per action, in the order of the footer."""
    keys: dict[str, list[str]] = {}
    found: dict[str, tuple[Binding, bool]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id is None:
            continue  # one of Textual's own
        keys.setdefault(binding.action, []).append(screen.app.get_key_display(binding))
        found.setdefault(binding.action, (binding, active.enabled))
    lines = [
        KeyLine(action, "  ".join(keys[action]), binding.tooltip or binding.description, is_enabled)
        for action, (binding, is_enabled) in found.items()
    ]
    in_footer = {action for action, (binding, _) in found.items() if binding.show}
    return sorted(lines, key=lambda line: line.action not in in_footer)
