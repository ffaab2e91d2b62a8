"""Everything that the service answered and mtui announced, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mtui.ui.presentation.ages import exact_time
from mtui.ui.presentation.cells import Cell, CellContext, Column
from mtui.ui.presentation.copying import as_offers, notice_text
from mtui.ui.screens.once import Once
from mtui.ui.widgets.key_bar import KeyBar
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.status_pane import TONE_STYLES
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.ui.app import MtuiApp
    from mtui.ui.notices import Notice

Entry = tuple[int, "Notice"]
"""A notice and its number, 1 for the oldest."""

_COLUMNS: tuple[Column[Entry], ...] = (
    Column("time", "TIME", lambda entry, _: Cell(exact_time(entry[1].at_ms)[11:])),
    Column(
        "what",
        "WHAT HAPPENED",
        lambda entry, _: Cell(entry[1].headline, entry[1].tone),
        is_flexible=True,
    ),
)


class HistoryScreen(Once[None]):
    """A list of notices, and the whole text of the one with the cursor."""

    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,ctrl+o", "back", "back", id="history.back", tooltip="Back to where you were"
        ),
        Binding("c", "copy", "copy", id="history.copy", tooltip="Copy the entry, or all of them"),
    ]
    AUTO_FOCUS = "ResourceTable"

    app: MtuiApp

    def __init__(self, notices: Sequence[Notice]) -> None:
        super().__init__()
        count = len(notices)
        self._entries = tuple((count - index, notice) for index, notice in enumerate(notices))

    def compose(self) -> ComposeResult:
        """The list above, the whole notice below."""
        yield TextLine(id="title")
        yield ResourceTable(
            _COLUMNS, lambda entry: str(entry[0]), is_markable=False, is_openable=False
        )
        with VerticalScroll(id="whole", can_focus=False):
            yield Static(markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list."""
        count = len(self._entries)
        words = f" History  {count:,} {'entry' if count == 1 else 'entries'}"
        if not count:
            words = " History  nothing was announced yet"
        self.query_one("#title", TextLine).show(((words, "bold"),))
        self.query_one(ResourceTable).set_rows(self._entries, CellContext())

    @on(ResourceTable.Highlighted)
    def _highlighted(self, event: ResourceTable.Highlighted) -> None:
        event.stop()
        text = Content("")
        if event.row is not None:
            notice: Notice = event.row[1]
            parts = (exact_time(notice.at_ms), notice.detail, notice.hint)
            rest = Content("\n".join(part for part in parts if part))
            headline = Content.styled(notice.headline, TONE_STYLES[notice.tone])
            text = Content("\n").join([headline, rest])
        self.query_one(Static).update(text)

    @work
    async def action_copy(self) -> None:
        """Let the person choose what to copy."""
        from mtui.ui.flows.copying import copy_one_of

        entry: Entry | None = self.query_one(ResourceTable).cursor_row
        texts = [notice_text(notice) for _, notice in self._entries]
        pairs = [] if entry is None else [("the entry", notice_text(entry[1]))]
        pairs.append((f"all {len(texts):,} entries", "\n\n".join(texts)))
        await copy_one_of(self.app, as_offers(pairs))

    def action_back(self) -> None:
        """Back to where the person was."""
        self.dismiss(None)
