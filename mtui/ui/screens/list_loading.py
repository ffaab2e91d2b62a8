"""How a list is read: rows as they come, no more of them than are shown, failures told."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import work

from mtui.domain.errors import MtuiError, RejectedError, ThrottledError
from mtui.ui.batches import gathered
from mtui.ui.extent import Extent
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.standing import LoadState
from mtui.ui.presentation.text import safe
from mtui.ui.screens.list_order import OrderedList

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from mtui.domain.query import Query, ServerFilter
    from mtui.domain.targets import TargetKey
    from mtui.ui.batches import Batch
    from mtui.ui.presentation.cells import Column

R = TypeVar("R")

_SKIPS_WHEN_THROTTLED = 4
"""How often a list is then not read by itself though it would be time."""
_EVERY_S = 0.25
"""How long rows that come are gathered before they are shown, in seconds."""
_SLOW_S = 0.5
"""How long a refresh goes on without a word, in seconds."""


class LoadedList(OrderedList[R], Generic[R]):
    """A list that is read from the service, whole or as far as its filter shows it."""

    def __init__(
        self, columns: Sequence[Column[R]], key: Callable[[R], str], *, is_markable: bool = True
    ) -> None:
        super().__init__(columns, key, is_markable=is_markable)
        self._is_dirty = False
        """Whether it is to be read again once it is in front."""
        self._skips = 0
        """So many times it is not read by itself."""
        self._is_asked = True
        """Whether a person asked for the newest load."""
        self._came = 0
        """How many rows that load brought."""
        self._kept_ms: int | None = None
        """When marked rows were read that are shown though the newest reading left them out."""

    @abstractmethod
    def batches(self) -> AsyncIterator[Batch[R]]:
        """Read from the service what is asked for."""

    def server_filter(self, query: Query) -> ServerFilter | None:
        """Return what of a filter the service can do itself; None, as here, for nothing."""
        del query
        return None

    def target_key(self, row: R) -> TargetKey | None:
        """Return what a row is as a target; None where rows cannot be deleted one by one."""
        del row
        return None

    def loaded(self) -> None:
        """Called whenever the list was read to its end."""

    def start_over(self) -> None:
        """Forget the rows and read another list."""
        self._rows = ()
        self._extent = Extent()
        self._loaded_ms = self._kept_ms = None
        self._error = None
        self.table.set_rows(())
        self.load()

    @work(exclusive=True, group="load")
    async def load(self, *, is_asked: bool = True) -> None:
        """Read the list; rows that are missing are shown page by page, news of others all at once.

        Of a long list only what the filter shows is asked for, where the service can tell it.

        Args:
            is_asked: whether a person asked for it. A failure of what mtui reads by itself shows
                in the list alone: the status pane keeps the answer that it was read for.
        """
        self._is_dirty = False
        self._is_asked, self._came = is_asked, 0
        self._state = LoadState.LOADING
        is_first = self._loaded_ms is None
        grows = self._extent.begin(self._to_ask())
        slow = None if grows else self.set_timer(_SLOW_S, self._show)
        if grows:
            self._show()
        held = self._rows if grows else ()
        known = frozenset(map(self.table.model.key, held))
        found: list[R] = []
        gone_before = self.gone_keys()
        try:
            if is_first:
                await self._restore_taste()
            async for batch in gathered(self.batches(), _EVERY_S):
                if not found:
                    self._extent.measured(is_long=not batch.is_last)
                found += batch.rows
                self._came = len(found)
                self._extent.told(batch.total_hint)
                self._find_again(batch.rows, gone_before)
                if batch.is_last:
                    self._extent.end()
                    self._take(self._with_marked(found), batch.at_ms, is_complete=True)
                elif grows:
                    self._take((*held, *self._others(found, known)), batch.at_ms, is_complete=False)
                if self._could_ask_for_less():
                    self.load(is_asked=is_asked)
                    return
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

    def _others(self, rows: list[R], known: frozenset[str]) -> Sequence[R]:
        """Return the rows that do not have these keys."""
        key = self.table.model.key
        return [row for row in rows if key(row) not in known] if known else rows

    def _with_marked(self, rows: list[R]) -> tuple[R, ...]:
        """Return the rows, and the marked ones that may be missing just because of the filter."""
        model = self.table.model
        kept: Sequence[R] = ()
        if self._extent.is_part:
            kept = self._others(model.marked_rows(), frozenset(map(model.key, rows)))
        self._kept_ms = (self._kept_ms or self._loaded_ms) if kept else None
        return (*rows, *kept)

    @property
    def read_ms(self) -> int | None:
        """When the oldest of the rows was read, in epoch milliseconds; None before the first."""
        return self._kept_ms or self._loaded_ms

    def _to_ask(self) -> ServerFilter | None:
        """Return what to ask the service for: all, or just what a filter shows that is kept."""
        if self._query is None or self._filter_bar.is_open:
            return None
        return self._extent.allowed(self.server_filter(self._query))

    def _could_ask_for_less(self) -> bool:
        """Return whether less than half of all rows came, and few of the others show."""
        total = self._extent.total
        is_early = total is not None and 0 < 2 * self._came < total
        return is_early and self._extent.asked is None and self._to_ask() is not None

    def filter_changed(self) -> None:
        """Read what the filter shows and was not asked for, or from now on nothing else."""
        if self._extent.misses(None if self._query is None else self.server_filter(self._query)):
            self.load()
        elif self._state is LoadState.LOADING and self._could_ask_for_less():
            self.load(is_asked=self._is_asked)

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
        if isinstance(error, RejectedError) and self._extent.refused():
            self.load(is_asked=is_asked)
            return
        self._extent.failed()
        self._state = LoadState.FAILED
        self._error = error
        if isinstance(error, ThrottledError):
            self._skips = _SKIPS_WHEN_THROTTLED
        if is_asked:
            self.app.announce_error(error)
        self._show()
        self.app.sign_in.consider(error, is_asked=is_asked)
