"""Every key that works on a screen, read from its bindings; typing searches among them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual import on
from textual.app import App
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mtui.domain.frozen import frozen
from mtui.ui.presentation.cells import Cell, CellContext, Column, Part, Tone
from mtui.ui.screens.once import Once
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, BindingType
    from textual.screen import Screen

    from mtui.ui.app import MtuiApp

_IN_LISTS = ("list.", "table.")
"""How the names of bindings begin that all lists have."""


class Place(StrEnum):
    """Where a key works, the nearest first."""

    HERE = "here"
    LISTS = "in lists"
    EVERYWHERE = "everywhere"


@runtime_checkable
class SaysWhyNot(Protocol):
    """A screen that can tell why a key is greyed."""

    def why_not(self, action: str) -> str:
        """Return why an action cannot be used now; empty where it can."""


@frozen
class KeyLine:
    """One action and the keys that start it."""

    action: str
    keys: str
    words: str
    place: Place
    is_enabled: bool
    reason: str = ""
    """Why it cannot be used now."""

    @property
    def sentence(self) -> str:
        """What it does, and why not now."""
        if self.is_enabled:
            return self.words
        return f"{self.words} (not now{': ' + self.reason if self.reason else ''})"

    def matches(self, text: str) -> bool:
        """Whether all words are found in what it is about; keys count as they are written."""
        about = f"{self.sentence} {self.place}".casefold()
        keys = self.keys.split()
        return all(word.casefold() in about or word in keys for word in text.split())


def _keys(line: KeyLine, _: CellContext) -> Cell:
    return Cell(line.keys, Tone.ACCENT if line.is_enabled else Tone.DIM)


def _words(line: KeyLine, _: CellContext) -> Cell:
    return Cell(line.sentence, Tone.PLAIN if line.is_enabled else Tone.DIM)


_COLUMNS: tuple[Column[KeyLine], ...] = (
    Column("keys", "KEY", _keys, max_width=20),
    Column("words", "WHAT IT DOES", _words, is_flexible=True),
    Column("place", "WHERE", lambda line, _: Cell(line.place, Tone.DIM), drop_order=1),
)


class HelpScreen(Once[None], ModalScreen[None]):
    """A list of keys; the screen's own come first."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,question_mark",
            "back",
            "back",
            id="help.back",
            tooltip="Drop the search, or back to the screen",
        ),
        Binding("up", "move(-1)", "up", show=False, id="help.up", tooltip="One row up"),
        Binding("down", "move(1)", "down", show=False, id="help.down", tooltip="One row down"),
        Binding("pageup", "page(-1)", "page up", show=False, id="help.page_up"),
        Binding("pagedown", "page(1)", "page down", show=False, id="help.page_down"),
    ]

    app: MtuiApp

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        self._lines = key_lines(screen)
        self._text = ""

    def compose(self) -> ComposeResult:
        """A title, the list, the whole of one line, and the way back."""
        yield TextLine(id="title")
        yield ResourceTable(
            _COLUMNS, lambda line: line.action, is_markable=False, is_openable=False
        )
        yield Static(markup=False, id="whole")
        yield TextLine(id="keys")

    def on_mount(self) -> None:
        """Fill the list."""
        table = self.query_one(ResourceTable)
        table.can_focus = False  # letters are for the search
        table.set_rows(self._lines, CellContext(glyphs=self.app.glyphs))
        words = " type to search   esc back   dim: not possible now"
        self.query_one("#keys", TextLine).show(((words, "dim"),))
        self._search("")

    def on_key(self, event: events.Key) -> None:
        """Take what is typed as what to search for."""
        if event.key == "backspace":
            event.stop()
            self._search(self._text[:-1])
        elif event.key == "slash" and not self._text:
            event.stop()  # what begins a search elsewhere
        elif event.is_printable and event.character and (self._text or event.character != "?"):
            event.stop()
            self._search(self._text + event.character)

    def _search(self, text: str) -> None:
        self._text = text.lstrip()
        table = self.query_one(ResourceTable)
        table.filter_by((lambda line: line.matches(self._text)) if self._text else None)
        table.action_first()
        count, total = len(table.model.visible), len(self._lines)
        parts: list[Part] = [(" Keys", "bold"), f"  {total}"]
        if self._text:
            parts = [(" Keys", "bold"), f"  {count} of {total}  ", (f"{self._text}_", "$accent")]
        self.query_one("#title", TextLine).show(parts)

    @on(ResourceTable.Highlighted)
    def _highlighted(self, event: ResourceTable.Highlighted) -> None:
        """Tell the whole of the line with the cursor, which may be cut in the list."""
        event.stop()
        words = "" if event.row is None else f"{event.row.keys}  {event.row.sentence}"
        self.query_one("#whole", Static).update(Content.styled(words, "dim"))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.query_one(ResourceTable).action_move(rows)

    def action_page(self, pages: float) -> None:
        """Move the cursor by pages."""
        self.query_one(ResourceTable).action_page(pages)

    def action_back(self) -> None:
        """Drop the search, or go back to the screen."""
        if self._text:
            self._search("")
        else:
            self.dismiss(None)


def key_lines(screen: Screen[object]) -> list[KeyLine]:
    """Return the screen's active bindings, one line per action, the nearest first."""
    keys: dict[str, list[str]] = {}
    found: dict[str, ActiveBinding] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id is None:
            continue  # one of Textual's own
        keys.setdefault(binding.action, []).append(screen.app.get_key_display(binding))
        found.setdefault(binding.action, active)
    lines = [_line(screen, active, "  ".join(keys[action])) for action, active in found.items()]
    places = list(Place)
    return sorted(lines, key=lambda it: (places.index(it.place), not found[it.action].binding.show))


def _line(screen: Screen[object], active: ActiveBinding, keys: str) -> KeyLine:
    binding = active.binding
    reason = ""
    if not active.enabled and isinstance(screen, SaysWhyNot):
        reason = screen.why_not(binding.action)
    return KeyLine(
        binding.action,
        keys,
        binding.tooltip or binding.description,
        _place(active),
        active.enabled,
        reason,
    )


def _place(active: ActiveBinding) -> Place:
    if isinstance(active.node, App):
        return Place.EVERYWHERE
    return Place.LISTS if (active.binding.id or "").startswith(_IN_LISTS) else Place.HERE
