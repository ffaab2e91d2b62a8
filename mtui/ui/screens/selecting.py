"""Counts while the versions of many jobs are listed; Escape gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from mtui.domain.errors import MtuiError
from mtui.ui.presentation.plans import counted
from mtui.ui.screens.once import Once
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.domain.jobs import JobId
    from mtui.domain.selection import VersionRule
    from mtui.services.selection import SelectionProgress
    from mtui.ui.app import MtuiApp


class SelectingModal(Once["SelectionProgress | None"], ModalScreen["SelectionProgress | None"]):
    """Returns what was found, None if the person gave up or it failed."""

    CSS_PATH = "selecting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", id="selecting.cancel", tooltip="Look no further")
    ]

    app: MtuiApp

    def __init__(self, job_ids: Sequence[JobId], rule: VersionRule) -> None:
        super().__init__()
        self._job_ids = tuple(job_ids)
        self._rule = rule

    def compose(self) -> ComposeResult:
        """One line that counts, one with the key."""
        with Vertical(id="dialog"):
            yield TextLine(id="count")
            yield TextLine(id="keys")

    def on_mount(self) -> None:
        """Begin to look."""
        self.query_one("#keys", TextLine).show((("esc looks no further", "dim"),))
        self._look()

    @work
    async def _look(self) -> None:
        found: SelectionProgress | None = None
        try:
            async for found in self.app.portal.stream(
                lambda s: s.selector.versions(self._job_ids, self._rule)
            ):
                words = (
                    f"Listing versions: {found.done:,} of {counted(found.total, 'job')},"
                    f" {counted(len(found.targets), 'version')} found"
                )
                self.query_one("#count", TextLine).show((words,))
        except MtuiError as error:
            self.app.announce_error(error)
            found = None
        self.dismiss(found)

    def action_cancel(self) -> None:
        """Look no further."""
        self.dismiss(None)
