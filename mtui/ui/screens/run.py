"""One run while it goes on, and its ledger afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from mtui.domain.errors import MtuiError
from mtui.services.records import LedgerFormat
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import CellContext, Tone
from mtui.ui.presentation.copying import as_offers, error_offers
from mtui.ui.presentation.runs import (
    RUN_COLUMNS,
    ledger_lines,
    progress_words,
    row_words,
    run_key,
    run_state,
)
from mtui.ui.presentation.text import safe
from mtui.ui.screens.once import Once
from mtui.ui.widgets.filter_bar import FilterBar
from mtui.ui.widgets.key_bar import KeyBar
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.status_pane import TONE_STYLES, StatusPane
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from pathlib import Path

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from mtui.domain.events import RunEvent
    from mtui.services.session import Session
    from mtui.ui.app import MtuiApp
    from mtui.ui.progress import RunProgress, RunRow

_REPAINT_S = 1.0
"""Events come faster than a slow link takes them: they are shown this often, in seconds."""


class RunScreen(Once[bool]):
    """Only watches: the run goes on whether or not anybody looks.

    Returns whether what did not succeed is to be planned once more.
    """

    CSS_PATH = "run.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pause", "pause", id="run.pause", tooltip="Send nothing for now, or go on"),
        Binding(
            "escape",
            "stop",
            "stop",
            id="run.stop",
            tooltip="Send nothing more",
        ),
        Binding(
            "escape", "back", "back", id="run.back", tooltip="Once the run is over, to the list"
        ),
        Binding("b", "leave", "to the list", id="run.leave", tooltip="Back; the run goes on"),
        Binding("slash", "filter", "filter", id="run.filter", tooltip="Filter by any word"),
        Binding(
            "R", "try_again", "retry failed", id="run.retry", tooltip="Plan the failed ones again"
        ),
        Binding("e", "export('jsonl')", "export", id="run.jsonl", tooltip="Write a JSONL file"),
        Binding("E", "export('csv')", "csv", show=False, id="run.csv", tooltip="Write a CSV file"),
        Binding(
            "c",
            "copy",
            "copy",
            show=False,
            id="run.copy",
            tooltip="Copy a row, an id, all rows or an error",
        ),
    ]
    AUTO_FOCUS = "ResourceTable"

    app: MtuiApp

    def __init__(self, progress: RunProgress) -> None:
        super().__init__()
        self._progress = progress
        self._is_stale = True
        self._text = ""

    @property
    def plan_id(self) -> str:
        """Whose run it is."""
        return self._progress.plan.plan_id

    def compose(self) -> ComposeResult:
        """How it stands, the targets, and the keys."""
        yield TextLine(id="title")
        yield TextLine(id="state")
        yield ResourceTable(RUN_COLUMNS, run_key, is_markable=False, is_openable=False)
        yield Static(markup=False, id="row")
        yield FilterBar(self._filter_by, self._filter_kept)
        yield StatusPane(self.app.glyphs)
        yield KeyBar()

    def on_mount(self) -> None:
        """Follow the run."""
        self.app.runs.changed.subscribe(self, self._run_went_on)
        self.app.notices.changed.subscribe(self, self._show_notice)
        self._show_notice(self.app.notices.shown)
        self.set_interval(_REPAINT_S, self._repaint)
        self._repaint()

    def _run_went_on(self, event: RunEvent) -> None:
        del event
        self._is_stale = True
        if self._progress.is_over:
            self._repaint()

    def _repaint(self) -> None:
        if not self._is_stale:
            return
        self._is_stale = not self._progress.is_over
        now_ms = self.app.now_ms()
        glyphs = self.app.glyphs
        what, bar = progress_words(self._progress, glyphs, now_ms)
        self.query_one("#title", TextLine).show(((f" {what}", "bold"),), ((f"{bar} ", "$accent"),))
        pause_key = self.app.key_name("run.pause", RunScreen)
        words, tone = run_state(self._progress, now_ms, pause_key)
        self.query_one("#state", TextLine).show(((f" {words}", TONE_STYLES[tone]),))
        table = self.query_one(ResourceTable)
        table.set_rows(self._progress.rows, CellContext(now_ms, glyphs=glyphs))
        self.refresh_bindings()

    @on(ResourceTable.Highlighted)
    def _highlighted(self, event: ResourceTable.Highlighted) -> None:
        """Tell the whole of the row with the cursor, which is cut in the list."""
        event.stop()
        words = "" if event.row is None else row_words(event.row)
        self.query_one("#row", Static).update(Content.styled(words, "dim"))

    def _show_notice(self, notice: Notice | None) -> None:
        self.query_one(StatusPane).show(notice)

    def action_pause(self) -> None:
        """Pause, or go on."""
        plan_id = self.plan_id
        if self._progress.expired is not None:
            self.app.sign_in.look_and_ask(self._progress.expired)
        elif self._progress.paused_because:
            self.app.portal.tell(lambda session: session.deletions.resume(plan_id))
        else:
            self.app.portal.tell(lambda session: session.deletions.pause(plan_id))
            self._promise("pausing")

    @property
    def _can_stop(self) -> bool:
        return not (self._progress.is_over or self._progress.ending_because)

    def action_stop(self) -> None:
        """Drop the filter first; without one, stop sending."""
        if self._text:
            self._filter_by("")
        else:
            plan_id = self.plan_id
            self.app.portal.tell(lambda session: session.deletions.stop(plan_id))
            self._promise("stopping")

    def _promise(self, what: str) -> None:
        """Say at once what a key began, for the answers under way may take their time."""
        words = f"{what}: nothing more is sent, the answers under way are waited for"
        self.app.announce(Notice(Tone.BUSY, words, at_ms=self.app.now_ms()))

    def action_back(self) -> None:
        """Drop the filter first; without one, leave, for there is nothing more to stop."""
        if self._text:
            self._filter_by("")
        else:
            self.dismiss(result=False)

    def action_leave(self) -> None:
        """Go back to the list; the run goes on."""
        self.dismiss(result=False)

    def action_filter(self) -> None:
        """Open the filter."""
        self.query_one(FilterBar).open(self._text)

    def _filter_kept(self) -> None:
        self.set_focus(self.query_one(ResourceTable))

    def _filter_by(self, text: str) -> str:
        self._text = text.strip()
        words = self._text.casefold().split()

        def shows(row: RunRow) -> bool:
            line = ledger_lines((row,)).casefold()
            return all(word in line for word in words)

        self.query_one(ResourceTable).filter_by(shows if words else None)
        return ""

    def action_try_again(self) -> None:
        """Leave to plan what did not succeed once more, as it is now."""
        self.dismiss(result=True)

    @work
    async def action_export(self, form: str) -> None:
        """Write the ledger to a file and say where it is."""
        report = self._progress.report
        if report is None:
            return

        async def write(session: Session) -> Path:
            return session.archive.write_ledger(report, LedgerFormat(form))

        try:
            path = await self.app.portal.call(write)
        except MtuiError as error:
            self.app.announce_error(error)
            return
        self.app.announce(Notice(Tone.GOOD, "ledger written", str(path), at_ms=self.app.now_ms()))

    @work
    async def action_copy(self) -> None:
        """Let the person choose what to copy."""
        from mtui.ui.flows.copying import copy_one_of

        table = self.query_one(ResourceTable)
        row: RunRow | None = table.cursor_row
        rows = tuple(table.model.visible)
        pairs = [(f"{len(rows):,} rows shown", ledger_lines(rows))]
        if row is not None:
            target = row.target
            pairs = [
                ("the row", ledger_lines((row,))),
                ("the id", target.version_id or target.job_id),
                ("the job's name", safe(target.job_name)),
                ("the answer", row_words(row)),
                *pairs,
            ]
        await copy_one_of(self.app, [*as_offers(pairs), *error_offers(self.app.notices.history)])

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled:
            event.stop()
            words = f"cannot {active.binding.description}: {self.why_not(active.binding.action)}"
            self.app.announce(Notice(Tone.BUSY, words, at_ms=self.app.now_ms()))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what makes no sense at this point of the run."""
        del parameters
        if action in {"stop", "back"}:
            return self._can_stop is (action == "stop")
        return None if self.why_not(action) else True

    def why_not(self, action: str) -> str:
        """Return why an action cannot be used now; empty where it can."""
        name = action.partition("(")[0]
        report = self._progress.report
        is_ending = report or self._progress.ending_because
        if name == "pause" and is_ending and self._progress.expired is None:
            return "nothing more is sent"
        if name in {"export", "try_again"} and not report:
            return "the run is not over yet"
        if name == "try_again" and report and not report.retryable:
            return "nothing failed that could be tried again"
        return ""
