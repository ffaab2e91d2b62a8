"""The rows behind a table: kept by key, sorted, filtered, marked. Pure, with no screen in sight."""

from __future__ import annotations

import operator
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

R = TypeVar("R")


class RowModel(Generic[R]):
    """All rows, and the visible ones among them in order.

    Nothing that a single key press needs takes time in proportion to the number of rows, except
    sorting, filtering and marking all.
    """

    def __init__(self, key: Callable[[R], str]) -> None:
        self.key = key
        self._given: tuple[R, ...] = ()
        self._by_key: dict[str, R] = {}
        self._sort_value: Callable[[R], Any] | None = None
        self._is_descending = False
        self._predicate: Callable[[R], bool] | None = None
        self._ordered: list[tuple[Any, ...]] = []
        self._visible: list[R] = []
        self._marks: dict[str, R] = {}
        self._hidden_marks = 0

    @property
    def visible(self) -> Sequence[R]:
        """The rows that pass the filter, in order."""
        return self._visible

    @property
    def total(self) -> int:
        """How many rows there are, filtered out or not."""
        return len(self._by_key)

    @property
    def marks(self) -> frozenset[str]:
        """The keys of all marked rows, filtered out or not."""
        return frozenset(self._marks)

    @property
    def mark_count(self) -> int:
        """How many rows are marked, filtered out or not."""
        return len(self._marks)

    @property
    def hidden_mark_count(self) -> int:
        """How many of the marked rows the filter hides."""
        return self._hidden_marks

    def row(self, key: str) -> R | None:
        """Return the row with this key, filtered out or not."""
        return self._by_key.get(key)

    def is_marked(self, key: str) -> bool:
        """Return whether the row with this key is marked."""
        return key in self._marks

    def marked_rows(self) -> list[R]:
        """Return the marked rows, in the order in which they were marked."""
        return [self._by_key[key] for key in self._marks if key in self._by_key]

    def locate(self, before: Sequence[R], index: int) -> int:
        """Return where the row that was at `index` of `before` is now.

        When it is not visible any more, its next surviving neighbour counts: the first one below
        it, else the last one above it; 0 when none is left.
        """
        visible = self._visible
        if not visible or not before:
            return 0
        key = self.key
        if index < len(visible) and key(visible[index]) == key(before[index]):
            return index
        places = {key(row): place for place, row in enumerate(visible)}
        for old in chain(range(index, len(before)), range(index - 1, -1, -1)):
            place = places.get(key(before[old]))
            if place is not None:
                return place
        return 0

    def set_rows(self, rows: Sequence[R], *, is_complete: bool = True) -> tuple[R, ...]:
        """Take these rows instead of the ones before; return the marked rows that vanished.

        Rows that are added behind the ones before, as pages are, cost little: the others are
        recognised by being the same objects.

        Args:
            rows: all rows; of two with one key the later counts.
            is_complete: whether a key that is missing is gone for good. Before the last page
                came it is not, and its mark waits for it.
        """
        given = tuple(rows)
        known = len(self._given)
        if 0 < known <= len(given) and all(map(operator.is_, self._given, given)):
            self._append(given[known:])
        else:
            self._by_key = {self.key(row): row for row in given}
            self._sort()
        self._given = given
        dropped = self._update_marks(is_complete=is_complete)
        self._count_hidden_marks()
        return dropped

    def sort_by(self, value: Callable[[R], Any] | None, *, is_descending: bool = False) -> None:
        """Order by a value, then by key; rows whose value is None come last either way.

        Args:
            value: None keeps the order in which the rows were given.
            is_descending: the largest value first.
        """
        self._sort_value = value
        self._is_descending = is_descending
        self._sort()

    def filter_by(self, predicate: Callable[[R], bool] | None) -> None:
        """Show only the rows for which the predicate holds; None shows all."""
        self._predicate = predicate
        self._filter()
        self._count_hidden_marks()

    def mark(self, rows: Iterable[R]) -> None:
        """Mark visible rows."""
        self._marks.update((self.key(row), row) for row in rows)

    def unmark(self, keys: Iterable[str]) -> None:
        """Unmark rows, hidden ones too."""
        for key in keys:
            self._marks.pop(key, None)
        self._count_hidden_marks()

    def toggle_mark(self, row: R) -> bool:
        """Mark a visible row or unmark it; return whether it is marked now."""
        key = self.key(row)
        if self._marks.pop(key, None) is None:
            self._marks[key] = row
        return key in self._marks

    def invert_marks(self) -> None:
        """Swap marked and unmarked among the visible rows."""
        for row in self._visible:
            self.toggle_mark(row)

    def clear_marks(self) -> None:
        """Unmark every row, hidden ones too."""
        self._marks.clear()
        self._hidden_marks = 0

    def _append(self, rows: Sequence[R]) -> None:
        """Add rows behind those given before."""
        if not rows:
            return
        fresh = {self.key(row): row for row in rows}
        if not fresh.keys().isdisjoint(self._by_key):
            self._by_key = self._by_key | fresh
            self._sort()
            return
        self._by_key.update(fresh)
        if self._sort_value is None:
            predicate = self._predicate
            self._visible.extend(filter(predicate, rows) if predicate else rows)
        else:
            self._ordered.extend(self._entries(fresh))
            self._ordered.sort(reverse=self._is_descending)
            self._filter()

    def _entries(self, rows: dict[str, R]) -> list[tuple[Any, ...]]:
        """Return what sorts as asked: a missing value last, then by value, then by key."""
        assert self._sort_value is not None  # noqa: S101 - callers branch on it
        value_of = self._sort_value
        entries = []
        for key, row in rows.items():
            value = value_of(row)
            entries.append(((value is None) != self._is_descending, value, key.zfill(20), row))
        return entries

    def _sort(self) -> None:
        self._ordered = []
        if self._sort_value is not None:
            self._ordered = self._entries(self._by_key)
            self._ordered.sort(reverse=self._is_descending)
        self._filter()

    def _filter(self) -> None:
        rows: Iterable[R]
        if self._sort_value is None:
            rows = self._by_key.values()
        else:
            rows = map(operator.itemgetter(3), self._ordered)
        self._visible = list(filter(self._predicate, rows) if self._predicate else rows)

    def _update_marks(self, *, is_complete: bool) -> tuple[R, ...]:
        """Let marks hold the rows of now; return those whose row is gone for good."""
        marks = self._marks
        marks.update((key, self._by_key[key]) for key in marks if key in self._by_key)
        if not is_complete:
            return ()
        vanished = [key for key in marks if key not in self._by_key]
        return tuple(marks.pop(key) for key in vanished)

    def _count_hidden_marks(self) -> None:
        """Count marked rows that the filter hides; marks of rows not loaded yet are not hidden."""
        if self._predicate is None or not self._marks:
            self._hidden_marks = 0
            return
        predicate = self._predicate
        self._hidden_marks = sum(not predicate(row) for row in self.marked_rows())
