"""Which rows of a list are shown, and in which order; both are remembered."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import Binding

from mtui.services.preferences import Taste
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.text import safe
from mtui.ui.screens.list_frame import ListFrame
from mtui.ui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from mtui.domain.query import Query
    from mtui.services.session import Session
    from mtui.ui.presentation.cells import Column

R = TypeVar("R")


class OrderedList(ListFrame[R], Generic[R]):
    """A list that a person filters and sorts, and finds again as it was left."""

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
    ]

    taste_name: ClassVar[str] = ""
    """What this list's sort order and filter are remembered under."""
    remembers_filter: ClassVar[bool] = False
    """Whether the filter is remembered too."""

    @abstractmethod
    def predicate(self, query: Query, now_ms: int) -> Callable[[R], bool]:
        """Return which rows a filter shows."""

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
            complaint = self.filter_by(filters[chosen])
            if complaint:
                words = f"the filter {safe(chosen)} cannot be used: {complaint}"
                self.app.announce(Notice(Tone.BUSY, words, at_ms=self.app.now_ms()))
            self._keep_taste()

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

    def filter_kept(self) -> None:
        """Go back to the rows; the filter is remembered."""
        self.set_focus(self.table)
        self._keep_taste()
        self.filter_changed()

    def filter_by(self, text: str) -> str:
        """Filter by an expression; the last good one holds while it cannot be understood."""
        from mtui.domain.query import QueryError, parse_query

        try:
            query = parse_query(text)
        except QueryError as error:
            return str(error)
        self._query = None if query.is_empty else query
        self.query_text = text.strip()
        self.refresh_bindings()
        self._apply_filter()
        self.filter_changed()
        self._show()
        return ""

    def filter_changed(self) -> None:
        """Called when other rows are to be shown, and when the person is done with typing."""

    def _apply_filter(self) -> None:
        if self._query is None:
            self.table.filter_by(None)
        else:
            self.table.filter_by(self.predicate(self._query, self.app.now_ms()))

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
            self.filter_by(taste.filter_text)

    def _keep_taste(self) -> None:
        name = self.taste_name
        taste = Taste(
            self.table.sort_column or "",
            self.table.is_descending,
            self.query_text if self.remembers_filter else "",
            self.table.is_wide,
        )
        self.app.portal.tell(lambda session: session.preferences.keep(name, taste))
