"""Asks for a job's and a version's id: the way of the vendor's SDK (04_0172)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from mtui.domain.jobs import (
    Generation,
    JobId,
    VersionId,
    generation_of,
    parse_job_id,
    parse_numeric_id,
)
from mtui.ui.bindings import FIELD_BINDINGS
from mtui.ui.screens.once import Once
from mtui.ui.widgets.line_input import LineInput
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.ui.app import MtuiApp

_HEADING = "Find a version by its ids; deleting is asked later"


class ByIdModal(
    Once[tuple[JobId, VersionId | None] | None], ModalScreen[tuple[JobId, VersionId | None] | None]
):
    """Returns the ids, without a version's for a job of v2; None if the person went away."""

    CSS_PATH = "by_id.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", id="by_id.cancel", tooltip="Back to the list"),
        Binding("down", "app.focus_next", "next field", show=False, priority=True),
        Binding("up", "app.focus_previous", "field before", show=False, priority=True),
        *FIELD_BINDINGS,
    ]

    app: MtuiApp

    def compose(self) -> ComposeResult:
        """Two fields and what is wrong with them."""
        with Vertical(id="dialog"):
            yield Label(_HEADING, markup=False, id="heading")
            with Horizontal():
                yield Label("job id      ", markup=False)
                yield LineInput(compact=True, id="job", placeholder="such as 182626")
            with Horizontal():
                yield Label("version id  ", markup=False)
                yield LineInput(compact=True, id="version", placeholder="such as 278813")
            yield TextLine(id="complaint")
            yield TextLine(id="keys")

    def on_mount(self) -> None:
        """Say what the keys do."""
        enter = self.app.enter_name
        words = f"{enter} looks it up   tab next field   esc cancels"
        self.query_one("#keys", TextLine).show(((words, "dim"),))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Go to the second field, then look it up if both are ids."""
        event.stop()
        job, version = self.query_one("#job", Input), self.query_one("#version", Input)
        if not version.value and len(ids := job.value.split()) == len((job, version)):
            job.value, version.value = ids  # both, as they are copied from a list
        try:
            job_id = parse_job_id(job.value)
        except ValueError:
            self._complain(job, "the job id is a number, such as 182626, or a UUID")
            return
        if generation_of(job_id) is Generation.V2:
            self.dismiss((job_id, None))
        elif event.input is job and not version.value:
            version.focus()
        else:
            self._take(job_id, version)

    def _take(self, job_id: JobId, version: Input) -> None:
        try:
            self.dismiss((job_id, VersionId(parse_numeric_id(version.value))))
        except ValueError:
            self._complain(version, "the version id is a number, such as 182626")

    def _complain(self, field: Input, words: str) -> None:
        self.query_one("#complaint", TextLine).show(((words, "$warning"),))
        field.focus()

    def action_cancel(self) -> None:
        """Go away."""
        self.dismiss(None)
