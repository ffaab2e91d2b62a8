"""The journal: every intent and every outcome, of this and of earlier sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mtui.domain.errors import MtuiError
from mtui.services.audit import AuditEntry, read_audit
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.text import safe
from mtui.ui.screens.once import Once
from mtui.ui.widgets.key_bar import KeyBar
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.services.session import Session
    from mtui.ui.app import MtuiApp

_LONGEST = 512


def _cell(text: str, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(safe(text, _LONGEST), tone)


_COLUMNS: tuple[Column[AuditEntry], ...] = (
    Column("at", "TIME (UTC)", lambda entry, _: _cell(entry.at[:19].replace("T", " "))),
    Column("what", "WHAT", lambda entry, _: _cell(entry.what, Tone.ACCENT)),
    Column("subject", "TARGET", lambda entry, _: _cell(entry.subject), max_width=36, cut="middle"),
    Column("result", "RESULT", lambda entry, _: _cell(entry.result), is_flexible=True),
)


class AuditScreen(Once[None]):
    """A list of the journal's records, newest first, and the whole of the one with the cursor."""

    CSS_PATH = "audit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="audit.back", tooltip="Back to where you were")
    ]
    AUTO_FOCUS = "ResourceTable"

    app: MtuiApp

    def compose(self) -> ComposeResult:
        """The list above, the whole record below."""
        yield TextLine(id="title")
        yield ResourceTable(
            _COLUMNS, lambda entry: str(entry.number), is_markable=False, is_openable=False
        )
        with VerticalScroll(id="whole", can_focus=False):
            yield Static(markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the journal."""
        self.query_one("#title", TextLine).show(((" Journal", "bold"), "  reading…"))
        self._read()

    @work
    async def _read(self) -> None:
        async def read(session: Session) -> tuple[AuditEntry, ...]:
            return tuple(read_audit(session.journal_path))

        title = self.query_one("#title", TextLine)
        try:
            entries = await self.app.portal.call(read)
        except MtuiError as error:
            self.app.announce_error(error)
            title.show(((" Journal", "bold"), f"  {safe(error.message)}"))
            return
        words = f"  {len(entries):,} records" if entries else "  nothing was deleted or stopped yet"
        title.show(((" Journal", "bold"), words))
        self.query_one(ResourceTable).set_rows(tuple(reversed(entries)), CellContext())

    @on(ResourceTable.Highlighted)
    def _highlighted(self, event: ResourceTable.Highlighted) -> None:
        event.stop()
        entry: AuditEntry | None = event.row
        text = ""
        if entry is not None:
            who = f"{entry.user}@{entry.host}   profile {entry.profile}   run {entry.plan_id}"
            parts = (entry.subject, entry.result, entry.answer, f"{entry.at}   {who}")
            text = "\n".join(safe(part, _LONGEST) for part in parts if part)
        self.query_one(Static).update(Content(text))

    def action_back(self) -> None:
        """Back to where the person was."""
        self.dismiss(None)
