"""What the screens with a list do: read, filter, sort, remember, and follow what is deleted."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import Binding

from mtui.domain.errors import MtuiError, NotServedError, ThrottledError
from mtui.services.preferences import Taste
from mtui.ui.batches import gathered
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.standing import LoadState
from mtui.ui.presentation.text import safe
from mtui.ui.screens.list_frame import ListFrame
from mtui.ui.widgets.filter_bar import FilterBar
from mtui.ui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from textual import events
    from textual.binding import BindingType

    from mtui.domain.events import RunEvent
    from mtui.domain.query import Query
    from mtui.domain.targets import TargetKey
    from mtui.services.session import Session
    from mtui.ui.batches import Batch
    from mtui.ui.presentation.cells import Column

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


class ListScreen(ListFrame[R], Generic[R]):
    """A list that is read, filtered, sorted, and follows what is deleted.

    The list keeps its rows when a refresh fails, and says since when they are stale. Leaving
    the screen for good cancels its load.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter", id="list.filter", tooltip="Filter as you type"),
        Binding(
            "F",
            "saved_filter",
            "saved filter",
            show=False,
            id="list.saved_filter",
            tooltip="Choose one of the filters in the configuration",
        ),
        Binding("s", "sort", "sort", id="list.sort", tooltip="Choose the column to sort by"),
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

    taste_name: ClassVar[str] = ""
    """What this list's sort order and filter are remembered under."""
    remembers_filter: ClassVar[bool] = False
    """Whether the filter is remembered too."""
    is_bottom: ClassVar[bool] = False
    """Whether there is nothing to go back to."""

    @abstractmethod
    def batches(self) -> AsyncIterator[Batch[R]]:
        """Read the list from the service."""

    @abstractmethod
    def predicate(self, query: Query, now_ms: int) -> Callable[[R], bool]:
        """Return which rows a filter shows."""

    def target_key(self, row: R) -> TargetKey | None:
        """Return what a row is as a target; None where rows cannot be deleted one by one."""
        del row
        return None

    def ways_on(self) -> list[tuple[str, str]]:
        """Return the keys to try again and to sign in as somebody else."""
        app = self.app
        again = app.key_name("list.refresh", ListScreen)
        return [(again, "tries again"), (app.key_name("app.profiles", type(app)), "profiles")]

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

    async def _restore_taste(self) -> None:
        """Sort and filter as the person had it the last time."""

        async def read(session: Session) -> Taste:
            return session.preferences.taste(self.taste_name)

        taste = await self.app.portal.call(read)
        if taste.sort_column in {c.key for c in self.table.columns if c.sort_key is not None}:
            self.table.sort_by(taste.sort_column, is_descending=taste.is_descending)
        if self.table.is_wide != taste.is_wide:
            self.table.action_toggle_wide()
        if taste.filter_text:
            self._filter_by(taste.filter_text)

    def _keep_taste(self) -> None:
        name = self.taste_name
        taste = Taste(
            self.table.sort_column or "",
            self.table.is_descending,
            self.query_text if self.remembers_filter else "",
            self.table.is_wide,
        )
        self.app.portal.tell(lambda session: session.preferences.keep(name, taste))

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

    def action_filter(self) -> None:
        """Open the filter."""
        self._filter_bar.open(self.query_text)

    @work
    async def action_saved_filter(self) -> None:
        """Let the person choose one of the filters in the configuration."""
        from mtui.ui.screens.choose import Choice, ChooseModal

        filters = self.app.launch.book.config.filters
        if not filters:
            words = "no filters are saved: add a table [filters] to the configuration"
            self.app.announce(Notice(Tone.PLAIN, words, at_ms=self.app.now_ms()))
            return
        choices = [Choice(name, name, text) for name, text in filters.items()]
        chosen = await self.app.push_screen_wait(ChooseModal("Filter by", choices, None))
        if chosen is not None:
            self._filter_by(filters[chosen])
            self._keep_taste()

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

    @work
    async def action_sort(self) -> None:
        """Let the person choose the column to sort by; the same one again turns the order."""
        if not self.is_active:
            return  # keys that came in one packet open one dialog
        from mtui.ui.screens.choose import Choice, ChooseModal

        columns = [column for column in self.table.columns if column.sort_key is not None]
        choices = [Choice(column.key, column.title.lower()) for column in columns]
        chosen = await self.app.push_screen_wait(
            ChooseModal("Sort by", choices, self.table.sort_column)
        )
        if chosen is not None:
            self._sort_by(next(column for column in columns if column.key == chosen))

    @on(ResourceTable.SortRequested)
    def _title_clicked(self, event: ResourceTable.SortRequested) -> None:
        self._sort_by(event.column)

    def _sort_by(self, column: Column[R]) -> None:
        if column.key == self.table.sort_column:
            is_descending = not self.table.is_descending
        else:
            is_descending = column.is_descending_first
        self.table.sort_by(column.key, is_descending=is_descending)
        self._show()
        self._keep_taste()

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

    @on(FilterBar.Changed)
    def _filter_typed(self, event: FilterBar.Changed) -> None:
        self._filter_by(event.text)

    @on(FilterBar.Closed)
    def _filter_closed(self) -> None:
        self.table.focus()
        self._keep_taste()

    def _filter_by(self, text: str) -> None:
        """Filter by an expression; the last good one holds while it cannot be understood."""
        from mtui.domain.query import QueryError, parse_query

        bar = self._filter_bar
        try:
            query = parse_query(text)
        except QueryError as error:
            bar.complain(str(error))
            return
        self._query = None if query.is_empty else query
        bar.complain("")
        self.query_text = text.strip()
        self.refresh_bindings()
        self._apply_filter()
        self._show()

    def _apply_filter(self) -> None:
        if self._query is None:
            self.table.filter_by(None)
        else:
            self.table.filter_by(self.predicate(self._query, self.app.now_ms()))
