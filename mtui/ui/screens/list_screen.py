"""What the screens with a list do: read it, again and again, and follow what is deleted."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import Binding

from mtui.domain.errors import MtuiError, NotServedError, ThrottledError
from mtui.ui.batches import gathered
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.standing import LoadState
from mtui.ui.presentation.text import safe
from mtui.ui.screens.list_order import OrderedList
from mtui.ui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from textual import events
    from textual.binding import BindingType

    from mtui.domain.events import RunEvent
    from mtui.domain.targets import TargetKey
    from mtui.ui.batches import Batch

R = TypeVar("R")

_CHANGING_ACTIONS = frozenset({"delete", "delete_versions", "by_id", "stop"})
"""Actions that lead to changes."""

_LONGEST = 60
_SKIPS_WHEN_THROTTLED = 4
"""How often a list is then not read by itself though it would be time."""
_EVERY_S = 0.25
"""How long rows that come are gathered before they are shown, in seconds."""
_SLOW_S = 0.5
"""How long a refresh goes on without a word, in seconds."""


class ListScreen(OrderedList[R], Generic[R]):
    """A list that is read from the service and follows what is deleted.

    The list keeps its rows when a refresh fails, and says since when they are stale. Leaving
    the screen for good cancels its load.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c",
            "copy",
            "copy",
            show=False,
            id="list.copy",
            tooltip="Copy an id, a name, a row, all marked rows or the newest error",
        ),
        Binding("r", "refresh", "refresh", id="list.refresh", tooltip="Read the list again"),
        Binding("escape", "back", "back", id="list.back", tooltip="Drop the filter, or go back"),
        Binding(
            "ctrl+o",
            "back",
            "back",
            show=False,
            id="list.jump_back",
            tooltip="The same, as jumps are taken back in vim",
        ),
    ]

    is_bottom: ClassVar[bool] = False
    """Whether there is nothing to go back to."""

    @abstractmethod
    def batches(self) -> AsyncIterator[Batch[R]]:
        """Read the list from the service."""

    def target_key(self, row: R) -> TargetKey | None:
        """Return what a row is as a target; None where rows cannot be deleted one by one."""
        del row
        return None

    def loaded(self) -> None:
        """Called whenever the list was read whole."""

    def on_mount(self) -> None:
        """Read the list for the first time."""
        self.app.notices.changed.subscribe(self, self._show_notice)
        self.app.runs.changed.subscribe(self, self._run_went_on)
        self.app.sign_in.renewed.subscribe(self, self._read_anew)
        self.app.countdown.changed.subscribe(self, lambda _: self._show())
        self._show_notice(self.app.notices.shown)
        self._show()
        self.load()
        workplace = self.app.workplace
        if workplace is not None and workplace.profile.refresh_s:
            self.set_interval(workplace.profile.refresh_s, self._read_by_itself)

    def _read_by_itself(self) -> None:
        """Read the list again if nothing speaks against it at this moment."""
        if isinstance(self._error, NotServedError):
            return  # it will not be served a minute later either
        if self._skips:
            self._skips -= 1
        elif self.is_current and self._state is not LoadState.LOADING:
            self.load(is_asked=False)

    def on_screen_resume(self) -> None:
        """Show what happened meanwhile."""
        self._show_notice(self.app.notices.shown)
        if self._is_dirty:
            self.load(is_asked=False)

    def _read_anew(self, _: None) -> None:
        """Read the list with other credentials."""
        if self.is_current:
            self.load(is_asked=False)
        else:
            self._is_dirty = True

    def start_over(self) -> None:
        """Forget the rows and read another list."""
        self._rows = ()
        self._loaded_ms = None
        self._error = None
        self.table.set_rows(())
        self.load()

    @work(exclusive=True, group="load")
    async def load(self, *, is_asked: bool = True) -> None:
        """Read the list; rows are shown page by page the first time, all at once afterwards.

        Args:
            is_asked: whether a person asked for it. A failure of what mtui reads by itself shows
                in the list alone: the status pane keeps the answer that it was read for.
        """
        self._is_dirty = False
        self._state = LoadState.LOADING
        is_first = self._loaded_ms is None
        slow = None if is_first else self.set_timer(_SLOW_S, self._show)
        if is_first:
            self._show()
        found: list[R] = []
        gone_before = self.gone_keys()
        try:
            if is_first:
                await self._restore_taste()
            async for batch in gathered(self.batches(), _EVERY_S):
                found += batch.rows
                self._total_hint = batch.total_hint
                self._find_again(batch.rows, gone_before)
                if is_first or batch.is_last:
                    self._take(tuple(found), batch.at_ms, is_complete=batch.is_last)
        except MtuiError as error:
            self._failed(error, is_asked=is_asked)
            return
        finally:
            if slow is not None:
                slow.stop()
        self._state = LoadState.LOADED
        self._error = None
        self._show()
        self.app.countdown.find_out()
        self.loaded()

    def _take(self, rows: tuple[R, ...], at_ms: int, *, is_complete: bool) -> None:
        gone = self.gone_keys()
        key = self.table.model.key
        self._rows = tuple(row for row in rows if key(row) not in gone) if gone else rows
        self._loaded_ms = at_ms
        if is_complete:
            self._state = LoadState.LOADED
            self._error = None
        self.table.set_rows(self._rows, self._cells(), is_complete=is_complete)
        if self._query is not None:
            self._apply_filter()
        self._show()

    def _find_again(self, rows: Sequence[R], gone_before: frozenset[str]) -> None:
        """Show rows that had been seen to be gone before this list was asked for: it is newer."""
        key = self.table.model.key
        back = [row for row in rows if key(row) in gone_before]
        found = self.app.runs.found_again(filter(None, map(self.target_key, back)))
        if found:
            which = ", ".join(str(each.version_id or each.job_id) for each in found)
            words = f"still there, though seen to be gone before: {self.noun} {safe(which)}"
            self.app.announce(Notice(Tone.BAD, words, at_ms=self.app.now_ms()))

    def _failed(self, error: MtuiError, *, is_asked: bool) -> None:
        self._state = LoadState.FAILED
        self._error = error
        if isinstance(error, ThrottledError):
            self._skips = _SKIPS_WHEN_THROTTLED
        if is_asked:
            self.app.announce_error(error)
        self._show()
        self.app.sign_in.consider(error, is_asked=is_asked)

    def _run_went_on(self, event: RunEvent) -> None:
        from mtui.domain.events import RunFinished

        gone = self.gone_keys()
        key = self.table.model.key
        rows = tuple(row for row in self._rows if key(row) not in gone)
        if len(rows) != len(self._rows):
            self._rows = rows
            self.table.set_rows(rows, self._cells())
        else:
            self.table.set_context(self._cells())
        self._show()
        if isinstance(event, RunFinished):
            if self.is_current:
                self.load(is_asked=False)
            else:
                self._is_dirty = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that mean nothing at the moment; grey out those that may not be used."""
        del parameters
        if self.why_not(action):
            return None
        if action == "filter":
            return not self._filter_bar.is_open
        return action != "back" or not self.is_bottom or bool(self.query_text)

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled:
            event.stop()
            words = f"cannot {active.binding.description}: {self.why_not(active.binding.action)}"
            self.app.announce(Notice(Tone.BUSY, words, at_ms=self.app.now_ms()))

    def why_not(self, action: str) -> str:
        """Return why an action cannot be used now; empty where it can."""
        if action in _CHANGING_ACTIONS:
            if self.app.is_read_only:
                return self._why_read_only()
            if self.is_cramped:
                return self.cramped_words()
        return ""

    def _why_read_only(self) -> str:
        if self.app.launch.read_only or self.app.workplace is None:
            return "mtui was started with --read-only"
        return f"the profile {safe(self.app.workplace.profile.name, _LONGEST)} is read-only"

    def action_refresh(self) -> None:
        """Read the list again."""
        self.app.renew_session()
        self.load()

    @work
    async def action_copy(self) -> None:
        """Let the person choose what to copy."""
        from mtui.ui.flows.copying import copy_one_of

        await copy_one_of(self.app, self.offers())

    def action_back(self) -> None:
        """Drop the filter first; without one, leave the screen."""
        if self.query_text:
            self._filter_by("")
            self._keep_taste()
        else:
            self.leave()

    def leave(self) -> None:
        """Go back to the screen before."""
        self.dismiss(None)

    @on(ResourceTable.Highlighted)
    @on(ResourceTable.MarksChanged)
    def _table_changed(self, event: ResourceTable.Spoken) -> None:
        if isinstance(event, ResourceTable.MarksChanged) and event.dropped:
            self._tell_vanished(event.dropped)
        self._show()

    def _tell_vanished(self, rows: Sequence[R]) -> None:
        """Name marked rows that went away; what was deleted here is told by its run."""
        key, gone = self.table.listing.model.key, self.gone_keys()
        count = sum(key(row) not in gone for row in rows)
        if count:
            words = f"{count} marked {self.noun}{'' if count == 1 else 's'} vanished"
            self.app.announce(Notice(Tone.BUSY, words, at_ms=self.app.now_ms()))
